import { median, sumOfSquares } from '../descriptives.ts';
import { testByRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { signRule } from '../ranks/sign-test.ts';
import type { TestResult } from '../types.ts';

/** A place, or that it lies beyond one. */
export interface Place {
  readonly at: number;
  readonly beyond: boolean;
}

/**
 * The slope of places on a covariate in each block, median over blocks, where some places are only known to lie beyond
 * an end: such a block's slope is known to lie above or below a number, or not at all. Each side of the sign test takes
 * the number that speaks least for it, so that a claim holds wherever those places are.
 *
 * @param blocks `[blocks][places]`, on logarithms for an exponent
 * @param x the covariate of each place, not all equal; on logarithms for an exponent
 * @returns estimate: the median of the slopes with each place at its end; an end of the interval is infinite where too
 * many slopes are open on its side; n `[blocks]`
 * @see Dixon & Mood 1946 (sign test); Gehan 1965, Biometrika 52:203 (a censored value counts for what it is known to
 * be)
 * @example censoredSlope([[{ at: 0, beyond: false }, { at: 1, beyond: true }]], [0, 1]).interval.upper // Infinity
 */
export function censoredSlope(
  blocks: readonly (readonly Place[])[],
  x: readonly number[],
  { region = different(), alpha = DEFAULT_ALPHA }: TestOptions = {},
): TestResult {
  const method = 'slope within blocks, some places beyond an end, sign test';
  const n = [blocks.length];
  if (blocks.length < 2) return withoutTest(method, REASONS.tooFew, n, region);
  const centre = x.reduce((total, value) => total + value, 0) / x.length;
  const weights = x.map((value) => (value - centre) / sumOfSquares(x, centre));
  const slopeOf = (places: readonly Place[], beyond: (place: Place, weight: number) => number): number =>
    places.reduce(
      (total, place, i) =>
        total + slopePart(place.beyond ? beyond(place, weights[i]!) : place.at, weights[i]!),
      0,
    );
  const least = blocks.map((places) => slopeOf(places, ({ at }, weight) => (weight < 0 ? Infinity : at)));
  const most = blocks.map((places) => slopeOf(places, ({ at }, weight) => (weight > 0 ? Infinity : at)));
  const [above, below] = [signRule(least), signRule(most)];
  const rule: IntervalRule = {
    greater: above.greater,
    less: below.less,
    ends: (tail) => [above.ends(tail)[0], below.ends(tail)[1]],
  };
  return {
    method,
    ...testByRule(rule, region, alpha),
    estimate: median(blocks.map((places) => slopeOf(places, ({ at }) => at))),
    effectSizes: [],
    n,
  };
}

/** A place without weight says nothing of the slope, wherever it is. */
const slopePart = (at: number, weight: number): number => (weight === 0 ? 0 : at * weight);
