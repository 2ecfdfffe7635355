import type { Examples } from '../../datasets/types.ts';
import type { HostTensor, Tensors } from '../../engines/types.ts';
import { flatten } from '../../program/tree.ts';
import type { State, StateContext } from '../definition.ts';
import type { Part } from './parts.ts';

/** What one walk over the data is fed, beside the net and the data themselves. */
export interface Walk {
  readonly program: string;
  readonly parts: readonly Part[];
  readonly split?: 'train' | 'test';
  /** Another state than the end of training. */
  readonly state?: State;
  readonly fixed?: Tensors;
  /** Initial values of what is carried from batch to batch, and on from part to part. */
  readonly carried?: Tensors;
  /** Values by step of a part, each with a leading step axis. */
  readonly scanned?: (part: Part) => Tensors;
  /** How often each part is walked in the one run, with other scanned values; default 1. */
  readonly rounds?: number;
}

export interface Walked {
  /** Final values of what was carried. */
  readonly carried: Tensors;
  /** Stacked outputs by name, a tensor `[rounds · steps, …]` for each part. */
  readonly stacked: readonly Tensors[];
}

/** Runs a loop over the parts of the data and hands on what it carries. */
export async function walkData(context: StateContext, walk: Walk): Promise<Walked> {
  const { program, parts, fixed, scanned, rounds = 1 } = walk;
  const examples = context[walk.split ?? 'train'];
  const state = walk.state ?? context.weights;
  let carried = walk.carried ?? {};
  const stacked: Tensors[] = [];
  for (const part of parts) {
    const results = await context.run(program + part.suffix, {
      ...flatten({ parameters: state.parameters, statistics: state.statistics }),
      ...tables(examples),
      ...fixed,
      ...carried,
      ...scanned?.(part),
      rows: rowsOf(part, rounds),
    });
    carried = Object.fromEntries(Object.keys(carried).map((name) => [name, results[name]!]));
    stacked.push(results);
  }
  return { carried, stacked };
}

/** Row numbers `[rounds · steps, batch]` of a part, in the fixed order of the set. */
function rowsOf({ from, steps, batch }: Part, rounds: number): HostTensor {
  const length = steps * batch;
  const data = Int32Array.from({ length: rounds * length }, (_, i) => from + (i % length));
  return { data, shape: [rounds * steps, batch] };
}

function tables({ features, featureShape, labels, count }: Examples): Tensors {
  const labelShape = labels instanceof Int32Array ? [count] : [count, labels.length / count];
  return {
    features: { data: features, shape: [count, ...featureShape] },
    labels: { data: labels, shape: labelShape },
  };
}

/** Sum of a stacked scalar over all steps and parts, in double precision. */
export function total(walked: Walked, name: string): number {
  let sum = 0;
  for (const part of walked.stacked) for (const value of part[name]!.data) sum += value;
  return sum;
}
