import { AssayError } from '../errors.ts';
import { firstReaching } from '../measures/curve-points.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../schedules/schema.ts';
import { samplers, type Sampler } from '../samplers/index.ts';
import { batchSizeAt, scheduleValues, valueAt } from '../schedules/index.ts';
import { isOver, targetOf, type StopRule } from '../stops/index.ts';
import type { ScheduleTensors } from './types.ts';

/** What decides the steps of a run. */
export interface StepRules {
  readonly learningRate: ScheduleSpec;
  readonly batchSize: BatchSizeSpec;
  readonly momentum?: ScheduleSpec;
  readonly sampler: Sampler;
  readonly stop: StopRule;
  /** Training examples; 0 where there are none, and an epoch is a step. */
  readonly examples: number;
  /** Distance of recorded evaluations in epochs, for curves; none when absent. */
  readonly recordEvery?: number;
  /** Epochs of which alone there are evaluations, each at the first that reaches it; only without a target loss. */
  readonly recordAt?: readonly number[];
}

/** No run is longer: a guard against a plan that never ends. */
const MOST_STEPS = 50_000_000;

/**
 * Lays out every step of a run before it starts: mini-batch sizes, learning rates, momentum, and the checks.
 *
 * With `epoch-shuffle` a mini-batch never straddles an epoch: the last one of an epoch is smaller where the size does
 * not divide the data, and is trained. Other samplers draw batches of the size due. A schedule takes the value at the
 * position, in epochs, where the step starts.
 *
 * @throws AssayError `configuration` where a mini-batch is larger than the data, momentum is not below 1, or the run
 * longer than 5e7 steps
 * @example stepLayout({ learningRate: 0.1, batchSize: 32, sampler: 'epoch-shuffle', stop: { kind: 'epochs', epochs: 1 }, examples: 100 }) // sizes 32, 32, 32, 4
 */
export function stepLayout(rules: StepRules): ScheduleTensors {
  const { learningRate, batchSize, momentum, sampler, stop, examples } = rules;
  const { size, repeats } = samplers[sampler];
  const perEpoch = examples === 0 ? 1 : examples;
  const sizes: number[] = [];
  const positions: number[] = [];
  let [seen, time] = [0, 0];
  while (!isOver(stop, { steps: sizes.length, epochs: seen / perEpoch, time })) {
    const position = seen / perEpoch;
    const rate = valueAt(learningRate, position);
    const due = size === 'all' ? examples : batchSizeAt(batchSize, position, rate);
    if (examples > 0 && due > examples && !repeats) throw tooLarge(due, examples);
    const left = examples - (seen % perEpoch);
    const taken = size === 'within-epoch' && examples > 0 ? Math.min(due, left) : due;
    sizes.push(taken);
    positions.push(position);
    seen += examples === 0 ? 1 : taken;
    time += rate;
    if (sizes.length > MOST_STEPS) throw tooLong();
  }
  const values = { positions };
  return {
    batchSize: { data: Int32Array.from(sizes), shape: [sizes.length] },
    learningRate: { data: scheduleValues(learningRate, values), shape: [sizes.length] },
    ...(momentum === undefined
      ? {}
      : { momentum: { data: fading(scheduleValues(momentum, values)), shape: [sizes.length] } }),
    checks: checksOf(rules, positions, seen / perEpoch),
  };
}

/** Momentum as laid out: at 1 and above a velocity grows without bound. */
function fading(momenta: Float32Array): Float32Array {
  const step = momenta.findIndex((momentum) => momentum >= 1);
  if (step < 0) return momenta;
  throw new AssayError(
    'configuration',
    `Cannot use the arm's momentum: expected less than 1 at every step, got ${momenta[step]} at step ${step + 1}`,
  );
}

/** Numbers of steps after which the position has passed a multiple of the interval; the last is the number of steps. */
function checksOf({ stop, recordEvery, recordAt }: StepRules, positions: readonly number[], end: number) {
  const target = targetOf(stop);
  const interval = target?.checkEvery ?? recordEvery;
  let checks: number[] = [];
  if (interval !== undefined) {
    let next = interval;
    for (let step = 1; step < positions.length; step++) {
      if (positions[step]! < next * (1 - 1e-12)) continue;
      checks.push(step);
      next = (Math.floor(positions[step]! / interval + 1e-9) + 1) * interval;
    }
  }
  if (target === undefined && recordAt !== undefined) checks = reaching(recordAt, checks, positions);
  if (end > 0) checks.push(positions.length);
  return { data: Int32Array.from(checks), shape: [checks.length] };
}

/** Of some numbers of steps the first that reach each epoch. */
function reaching(
  epochs: readonly number[],
  checks: readonly number[],
  positions: readonly number[],
): number[] {
  const reached = checks.map((step) => positions[step]!);
  const places = new Set(firstReaching(reached, epochs));
  return checks.filter((_, place) => places.has(place));
}

const tooLarge = (size: number, examples: number) =>
  new AssayError(
    'configuration',
    `Cannot lay out the steps: expected mini-batches of at most the ${examples} training examples, got ${size}`,
  );
const tooLong = () =>
  new AssayError('configuration', `Cannot lay out the steps: expected at most ${MOST_STEPS}, got more`);
