import type { BatchSizeSpec, ScheduleSpec } from './schema.ts';
import { cyclicAt, valueAt } from './value-at.ts';

/** Where training ends: after a number of epochs or steps, or when the learning rates add up to `time`. */
export type Until = { readonly epochs: number } | { readonly steps: number } | { readonly time: number };

/** Consecutive steps that share a mini-batch size; one may run through several epochs. */
export interface Segment {
  readonly batchSize: number;
  readonly firstStep: number;
  readonly steps: number;
  /** Position where the first step starts and where the last one ends, in epochs. */
  readonly from: number;
  readonly to: number;
}

/** Every step of a run: which examples of which epoch it takes. All arrays are `[steps]`. */
export interface BatchPlan {
  readonly steps: number;
  readonly batchSizes: Int32Array;
  /** Number of the epoch, from 0: the permutation that the step takes its examples from. */
  readonly epochs: Int32Array;
  /** Place in that permutation of the step's first example. */
  readonly offsets: Int32Array;
  /** Position where the step starts, in epochs: the argument of schedules. */
  readonly positions: Float64Array;
  readonly segments: readonly Segment[];
  /** Position where training ends, in epochs. */
  readonly end: number;
}

/** No run is longer: a guard against a plan that never ends. */
const MOST_STEPS = 100_000_000;

/**
 * The mini-batch size at a position of training, at least 1.
 *
 * `steps` and `cyclic` as in `valueAt`, rounded; a triangular cycle takes only `levels` sizes, equally spaced from `low`
 * to `high`, because each size is a program of its own; `ratio-locked` is round(rate / ratio).
 *
 * @param learningRate the learning rate at that position.
 * @example batchSizeAt({ kind: 'ratio-locked', ratio: 1e-3 }, 0, 0.1); // 100
 */
export function batchSizeAt(spec: BatchSizeSpec, epoch: number, learningRate: number): number {
  if (typeof spec === 'number') return spec;
  return Math.max(1, Math.round((rules[spec.kind] as Rule<Kind>)(spec, epoch, learningRate)));
}

type Kind = Exclude<BatchSizeSpec, number>['kind'];
type Rule<K extends Kind> = (
  spec: Extract<BatchSizeSpec, { kind: K }>,
  epoch: number,
  learningRate: number,
) => number;

const rules: { readonly [K in Kind]: Rule<K> } = {
  steps: ({ start, at, factor }, epoch) =>
    start * factor ** at.filter((position) => epoch >= position).length,
  cyclic: (spec, epoch) => {
    const { low, high, levels = 9 } = spec;
    if (spec.shape === 'discrete' || low === high) return cyclicAt(spec, epoch);
    const spacing = (high - low) / (levels - 1);
    return low + spacing * Math.round((cyclicAt(spec, epoch) - low) / spacing);
  },
  'ratio-locked': ({ ratio }, _, learningRate) => learningRate / ratio,
};

/**
 * Lays out the mini-batches of a run.
 *
 * Each epoch is cut from its front; a mini-batch never straddles an epoch. What is left at the end of an epoch and is
 * smaller than the mini-batch due is skipped (`remainder: 'skip'`, the default, which keeps every step's noise at its
 * declared size) or taken as a smaller mini-batch (`'take'`). The size of a step is decided at the position where it
 * starts; `ratio-locked` sizes follow the learning rate there.
 *
 * @throws RangeError where a mini-batch is larger than the data, or the plan exceeds 1e8 steps.
 * @example batchSizes(32, { examples: 100, until: { epochs: 1 }, learningRate: 0.1 }).steps; // 3
 */
export function batchSizes(
  spec: BatchSizeSpec,
  run: {
    readonly examples: number;
    readonly until: Until;
    readonly learningRate: ScheduleSpec;
    readonly remainder?: 'skip' | 'take';
  },
): BatchPlan {
  const { examples, until, learningRate, remainder = 'skip' } = run;
  const sizes: number[] = [];
  const epochs: number[] = [];
  const offsets: number[] = [];
  let [epoch, offset, time] = [0, 0, 0];
  const position = () => epoch + offset / examples;
  while (!reached(until, sizes.length, position(), time)) {
    const rate = valueAt(learningRate, position());
    const due = batchSizeAt(spec, position(), rate);
    if (due > examples)
      throw new RangeError(
        `Cannot draw a mini-batch of ${due} at epoch ${position()}: expected at most the ${examples} examples there are`,
      );
    const left = examples - offset;
    if (due > left && (remainder === 'skip' || left === 0)) {
      [epoch, offset] = [epoch + 1, 0];
      continue;
    }
    const size = Math.min(due, left);
    sizes.push(size);
    epochs.push(epoch);
    offsets.push(offset);
    offset += size;
    time += rate;
    if (offset === examples) [epoch, offset] = [epoch + 1, 0];
    if (sizes.length > MOST_STEPS)
      throw new RangeError(`Cannot lay out the run: expected at most ${MOST_STEPS} steps, got more`);
  }
  const positions = Float64Array.from(sizes, (_, step) => epochs[step]! + offsets[step]! / examples);
  return Object.freeze({
    steps: sizes.length,
    batchSizes: Int32Array.from(sizes),
    epochs: Int32Array.from(epochs),
    offsets: Int32Array.from(offsets),
    positions,
    segments: segmentsOf(sizes, positions, position()),
    end: position(),
  });
}

function reached(until: Until, steps: number, position: number, time: number): boolean {
  if ('steps' in until) return steps >= until.steps;
  if ('epochs' in until) return position >= until.epochs;
  // Adding thousands of rates rounds; a step that would only make up for rounding is not taken.
  return time >= until.time * (1 - 1e-9);
}

function segmentsOf(sizes: readonly number[], positions: Float64Array, end: number): readonly Segment[] {
  const starts = sizes.flatMap((size, step) => (step === 0 || size !== sizes[step - 1] ? [step] : []));
  return starts.map((firstStep, index) => {
    const next = starts[index + 1] ?? sizes.length;
    return Object.freeze({
      batchSize: sizes[firstStep]!,
      firstStep,
      steps: next - firstStep,
      from: positions[firstStep]!,
      to: positions[next] ?? end,
    });
  });
}
