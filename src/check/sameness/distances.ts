import type { Followed, Trajectory } from './trajectory.ts';

/** Half a unit in the last place of single precision, relative to the number. */
export const HALF_ULP = 2 ** -24;

/** How far two runs are apart in one tensor, step by step. */
export interface TensorDistances {
  /** ‖p − p′‖ after each step. */
  readonly value: Float64Array;
  /** ‖u − u′‖ of each step's update; absent where there is no start to tell the first. */
  readonly update?: Float64Array;
  /** ‖p‖ of the first of the two after each step. */
  readonly norm: Float64Array;
}

/** Beyond this norm a run has diverged, and what follows is no longer compared. */
const DIVERGED = 1e15;

/**
 * Steps of both runs before either leaves all bounds; where only one does, one step more, in which they differ without
 * bounds.
 */
export function comparableSteps(a: Trajectory, b: Trajectory): number {
  const both = Math.min(a.steps, b.steps);
  const [ofA, ofB] = [Math.min(both, boundedSteps(a)), Math.min(both, boundedSteps(b))];
  const least = Math.min(ofA, ofB);
  // Rounding may bring the end forward or put it off, but not by much.
  return Math.abs(ofA - ofB) <= Math.max(2, least * 0.05) ? least : Math.min(both, least + 1);
}

function boundedSteps({ steps, tensors }: Trajectory): number {
  const ends = Object.values(tensors).map(({ values, size }) => {
    const at = values.findIndex((value) => !(Math.abs(value) < DIVERGED));
    return at < 0 ? steps : Math.floor(at / size);
  });
  return Math.min(steps, ...ends);
}

/**
 * Distances of two runs, tensor by tensor, over the steps that can be compared. Tensors that only one has are
 * infinitely far.
 */
export function distances(a: Trajectory, b: Trajectory): Readonly<Record<string, TensorDistances>> {
  const steps = comparableSteps(a, b);
  const names = [...new Set([...Object.keys(a.tensors), ...Object.keys(b.tensors)])];
  return Object.fromEntries(
    names.map((name) => [name, tensorDistances(a.tensors[name], b.tensors[name], steps)]),
  );
}

function tensorDistances(a: Followed | undefined, b: Followed | undefined, steps: number): TensorDistances {
  const norm = new Float64Array(steps);
  if (a === undefined || b === undefined || a.size !== b.size)
    return { value: new Float64Array(steps).fill(Infinity), norm };
  const { size } = a;
  const value = new Float64Array(steps);
  const update = new Float64Array(steps);
  for (let step = 0; step < steps; step++) {
    let [sum, moved, length] = [0, 0, 0];
    for (let i = 0, at = step * size; i < size; i++, at++) {
      const [x, y] = [a.values[at]!, b.values[at]!];
      const apart = x - y;
      const before =
        step === 0 ? (a.start?.[i] ?? 0) - (b.start?.[i] ?? 0) : a.values[at - size]! - b.values[at - size]!;
      sum += apart * apart;
      moved += (apart - before) ** 2;
      length += x * x;
    }
    value[step] = bounded(sum);
    update[step] = bounded(moved);
    norm[step] = bounded(length);
  }
  return a.start === undefined ? { value, norm } : { value, update, norm };
}

const bounded = (square: number): number => (Number.isFinite(square) ? Math.sqrt(square) : Infinity);

/** Whether two runs are the same numbers, bit by bit, in all tensors of all steps. */
export function sameSteps(a: Trajectory, b: Trajectory): boolean {
  const names = Object.keys(a.tensors);
  return (
    names.join() === Object.keys(b.tensors).join() &&
    a.steps === b.steps &&
    names.every((name) => {
      const [x, y] = [a.tensors[name]!.values, b.tensors[name]!.values];
      return x.length === y.length && x.every((value, index) => Object.is(value, y[index]));
    })
  );
}

/**
 * ⟨u, u′⟩ / ⟨u, u⟩ of the updates of one step: by what factor the second run's is the first's. Undefined where the
 * first does not move.
 */
export function updateRatio(a: Followed, b: Followed, step: number): number | undefined {
  let [both, own] = [0, 0];
  for (let i = 0, at = step * a.size; i < a.size; i++, at++) {
    const before = (of: Followed) => (step === 0 ? (of.start?.[i] ?? 0) : of.values[at - a.size]!);
    const [u, v] = [a.values[at]! - before(a), b.values[at]! - before(b)];
    both += u * v;
    own += u * u;
  }
  return own > 0 && Number.isFinite(both) ? both / own : undefined;
}
