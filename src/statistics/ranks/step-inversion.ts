import { negated, type Ascending } from './pair-sums.ts';
import type { IntervalRule } from '../interval-rule.ts';
import type { Tails } from '../region.ts';

/** A rank test of a location, whose p-values are constant between `steps`. */
export interface StepTest extends Tails {
  /** Where p may change: Walsh averages, differences of pairs … */
  readonly steps: Ascending;
  /** A boundary this close to a step is at the step. Steps are equal or further apart than twice this. */
  readonly nudge: number;
  /**
   * The boundaries that will be asked for: only where one lies at an end of the interval does it matter whether the end
   * is rejected.
   */
  readonly boundaries: readonly number[];
}

/**
 * Inverts a rank test: the interval holds the locations with both p-values ≥ alpha. Between two steps p is constant, so
 * a bisection over the gaps finds the ends; p for a boundary takes the larger of its value there and just on its null's
 * side, for the hypothesis is θ ≤ boundary and not θ = boundary. At a step itself ties change the null distribution: an
 * end moves by `nudge` to the side that the test at that step says. So p < alpha exactly when the interval lies beyond
 * the boundary. Without a step p is one number everywhere, and an interval that rejects all locations on one side lies
 * at infinity on the other.
 */
export function invertSteps(test: StepTest): IntervalRule {
  const { nudge } = test;
  const mirrored: StepTest = {
    steps: negated(test.steps),
    nudge,
    boundaries: test.boundaries.map((boundary) => -boundary),
    greater: (b) => test.less(-b),
    less: (b) => test.greater(-b),
  };
  const greater = composite(test.greater, test.steps, nudge);
  const mirroredGreater = composite(mirrored.greater, mirrored.steps, nudge);
  return {
    greater,
    less: (b) => mirroredGreater(-b),
    ends: (alpha) => {
      const lower = lowerEnd(greater, test, alpha);
      const upper = -lowerEnd(mirroredGreater, mirrored, alpha);
      return lower <= upper ? [lower, upper] : [upper, lower];
    },
  };
}

/** The p-value of θ ≤ b: at b, and just below where b is itself a step. */
function composite(p: (b: number) => number, steps: Ascending, nudge: number): (b: number) => number {
  if (steps.length === 0) return p;
  return (b) => {
    const step = nearest(steps, b);
    return Math.abs(step - b) > nudge ? p(b) : Math.max(p(step), p(before(steps, step)));
  };
}

/** The smallest location with p ≥ alpha. */
function lowerEnd(
  p: (b: number) => number,
  { steps, nudge, boundaries }: Pick<StepTest, 'steps' | 'nudge' | 'boundaries'>,
  alpha: number,
): number {
  const { length, at } = steps;
  if (length === 0) return p(0) >= alpha ? -Infinity : Infinity;
  if (p(before(steps, at(0))) >= alpha) return -Infinity;
  if (p(after(steps, at(length - 1))) < alpha) return Infinity;
  let rejected = -1;
  let accepted = length - 1;
  while (accepted - rejected > 1) {
    const middle = Math.floor((rejected + accepted) / 2);
    if (p(after(steps, at(middle))) >= alpha) accepted = middle;
    else rejected = middle;
  }
  // The gap after step `accepted` is the first that is accepted; is the step itself?
  const end = at(accepted);
  // A step that is accepted alone, between gaps that are not, is a location that the data allow: the interval reaches
  // down to it.
  const alone = boundaries.filter(
    (boundary) => Number.isFinite(boundary) && boundary < end - 2 * nudge && p(boundary) >= alpha,
  );
  if (alone.length > 0) return Math.min(...alone) - nudge;
  if (boundaries.every((boundary) => Math.abs(boundary - end) > 2 * nudge)) return end;
  return p(end) >= alpha ? end - nudge : end + nudge;
}

/** A place in the gap below a step. */
function before({ at, countBelow }: Ascending, step: number): number {
  const index = countBelow(step);
  return index === 0 ? step - 1 - Math.abs(step) : (at(index - 1) + step) / 2;
}

/** A place in the gap above a step. */
function after({ length, at, countUpTo }: Ascending, step: number): number {
  const index = countUpTo(step);
  return index === length ? step + 1 + Math.abs(step) : (step + at(index)) / 2;
}

/** The step closest to b. */
function nearest({ length, at, countUpTo }: Ascending, b: number): number {
  const index = countUpTo(b);
  if (index === 0) return at(0);
  const low = at(index - 1);
  if (index === length) return low;
  const high = at(index);
  return b - low <= high - b ? low : high;
}
