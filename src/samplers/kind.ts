import type { Random } from '../random/index.ts';

/** Row numbers of the mini-batches of one run, drawn in order. A live resource: every call advances it. */
export interface MiniBatches {
  /**
   * Writes the rows of the next mini-batch of `size` examples to `target` from `offset` on.
   *
   * @throws RangeError where a batch is larger than the data, or crosses the end of an epoch
   */
  next(target: Int32Array, offset: number, size: number): void;
}

/** Opens a random stream of the run under a path. */
export type Open = (...path: readonly (string | number)[]) => Random;

/** A kind of sampler: all that is known of it, in one row. */
export interface SamplerKind {
  /** Opens the mini-batches of a run. */
  readonly open: (open: Open, examples: number) => MiniBatches;
  /** The size of a mini-batch: the declared one, the same as far as the epoch reaches, or that of the data. */
  readonly size: 'declared' | 'within-epoch' | 'all';
  /** Whether a mini-batch may have more examples than the data. */
  readonly repeats: boolean;
  /** How a step weighs the examples that it reads, which are then all; null where it reads its mini-batch. */
  readonly weights: 'gaussian' | null;
}

export const tooLarge = (size: number, left: number) =>
  new RangeError(`Cannot draw a mini-batch: expected at most ${left} examples, got ${size}`);
