// The samplers room's public face: which examples make a mini-batch.
import { stream } from '../random/index.ts';
import type { MiniBatches, SamplerKind } from './kind.ts';
import { epochShuffle } from './kinds/epoch-shuffle.ts';
import { fullBatch } from './kinds/full-batch.ts';
import { gaussian } from './kinds/gaussian.ts';
import { iid } from './kinds/iid.ts';
import { withoutReplacement } from './kinds/without-replacement.ts';

/** What is known of each kind of sampler: the table is the only list. */
export const samplers = {
  'epoch-shuffle': epochShuffle,
  'without-replacement': withoutReplacement,
  iid,
  'full-batch': fullBatch,
  gaussian,
} as const satisfies Readonly<Record<string, SamplerKind>>;

export type Sampler = keyof typeof samplers;

/**
 * Opens the sequence of mini-batches of (seed, sampler) over `examples` training examples.
 *
 * @param sequence tells apart the independent sequences of a step that consumes several mini-batches
 * @example miniBatches('1', 'epoch-shuffle', 4).next(rows, 0, 2)
 */
export const miniBatches = (seed: string, sampler: Sampler, examples: number, sequence = 0): MiniBatches =>
  samplers[sampler].open((...path) => stream(seed, 'order', ...path, sequence), examples);

/**
 * Examples that a step reads: those of its mini-batch, or all where weights stand for one.
 *
 * @example rowsOfStep('gaussian', 32, 1000) // 1000
 */
export const rowsOfStep = (sampler: Sampler, batchSize: number, examples: number): number =>
  samplers[sampler].weights === null ? batchSize : examples;

export type { MiniBatches, SamplerKind } from './kind.ts';
