import type { Tails } from './region.ts';

/** A rank test of a location, whose p-values are constant between `steps`. */
export interface StepTest extends Tails {
  /** Where p may change (Walsh averages, differences of pairs …), ascending; equal steps allowed. */
  readonly steps: Float64Array;
  /** A boundary this close to a step is at the step. Steps are equal or further apart than twice this. */
  readonly nudge: number;
  /** The boundaries that will be asked for: only where one lies at an end of the interval does it matter whether the end is rejected. */
  readonly boundaries: readonly number[];
}

/** p-values in duality with an interval. */
export interface Inversion extends Tails {
  /** All locations that neither tail rejects at `alpha` each. */
  readonly interval: (alpha: number) => readonly [number, number];
}

/**
 * Inverts a rank test: the interval holds the locations with both p-values ≥ alpha. Between two steps p is constant, so a
 * bisection over the gaps finds the ends; p for a boundary takes the larger of its value there and just on its null's side, for the hypothesis
 * is θ ≤ boundary and not θ = boundary. At a step itself ties change the null distribution: an end moves by `nudge` to the side that
 * the test at that step says. So p < alpha exactly when the interval lies beyond the boundary.
 */
export function invertSteps(test: StepTest): Inversion {
  const { nudge, boundaries } = test;
  const distinct = test.steps.filter((step, i) => i === 0 || step !== test.steps[i - 1]);
  const mirrored: StepTest = {
    steps: distinct,
    nudge,
    boundaries: boundaries.map((boundary) => -boundary),
    greater: (b) => test.less(-b),
    less: (b) => test.greater(-b),
  };
  const negated = distinct.map((value) => -value).reverse();
  const greater = composite(test.greater, distinct, nudge);
  const mirroredGreater = composite(mirrored.greater, negated, nudge);
  return {
    greater,
    less: (b) => mirroredGreater(-b),
    interval: (alpha) => {
      const lower = lowerEnd(greater, { ...test, steps: distinct }, alpha);
      const upper = -lowerEnd(mirroredGreater, { ...mirrored, steps: negated }, alpha);
      return lower <= upper ? [lower, upper] : [upper, lower];
    },
  };
}

/** The p-value of θ ≤ b: at b, and just below where b is itself a step. */
function composite(p: (b: number) => number, steps: Float64Array, nudge: number): (b: number) => number {
  return (b) => {
    const at = nearest(steps, b);
    if (Math.abs(steps[at]! - b) > nudge) return p(b);
    const below = at === 0 ? steps[0]! - 1 - Math.abs(steps[0]!) : (steps[at - 1]! + steps[at]!) / 2;
    return Math.max(p(steps[at]!), p(below));
  };
}

/** The smallest location with p ≥ alpha. */
function lowerEnd(
  p: (b: number) => number,
  { steps, nudge, boundaries }: Pick<StepTest, 'steps' | 'nudge' | 'boundaries'>,
  alpha: number,
): number {
  const count = steps.length;
  const gap = (k: number): number =>
    k < 0
      ? steps[0]! - 1 - Math.abs(steps[0]!)
      : k >= count - 1
        ? steps[count - 1]! + 1 + Math.abs(steps[count - 1]!)
        : (steps[k]! + steps[k + 1]!) / 2;
  if (p(gap(-1)) >= alpha) return -Infinity;
  if (p(gap(count - 1)) < alpha) return Infinity;
  let rejected = -1;
  let accepted = count - 1;
  while (accepted - rejected > 1) {
    const middle = (rejected + accepted) >> 1;
    if (p(gap(middle)) >= alpha) accepted = middle;
    else rejected = middle;
  }
  // The gap after step `accepted` is the first that is accepted; is the step itself?
  const end = steps[accepted]!;
  if (boundaries.every((boundary) => Math.abs(boundary - end) > 2 * nudge)) return end;
  return p(end) >= alpha ? end - nudge : end + nudge;
}

/** Index of the step closest to b. */
function nearest(steps: Float64Array, b: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= b) low = middle;
    else high = middle;
  }
  return b - steps[low]! <= steps[high]! - b ? low : high;
}
