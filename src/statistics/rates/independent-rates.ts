import type { Sample } from '../descriptives.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import type { TestResult } from '../types.ts';
import { sharedLimits } from './shared-limits.ts';
import { MOST_TRIALS, unconditionalRule, type RateDesign } from './unconditional.ts';
import { countYes } from './yes-no.ts';

const METHOD = 'independent rates, exact unconditional';
const METHOD_OF_MANY = 'independent rates, two Clopper–Pearson limits';

/**
 * The difference of the rates of a yes/no measure in two arms that share no seeds, p₁ − p₂, against any boundary. Exact
 * for every pair of rates: p is the largest probability, over the rate of the second arm, of a table at least as high
 * in the order of Farrington and Manning's approximate limits.
 *
 * Needs a value in each arm; otherwise `reason` says so. Above 1,000 values in both together Clopper and Pearson's
 * limits of each rate take its place, which are valid, quick and wider.
 *
 * Example: `independentRates([1, 1, 1, 1], [0, 0, 0, 0, 1]).estimate` is 0.8.
 * @throws RangeError for a value other than 0 and 1
 * @see Farrington & Manning 1990, Statistics in Medicine 9:1447 (score); Chan & Zhang 1999, Biometrics 55:1202 (exact
 * unconditional); Lloyd & Moldovan 2007
 */
export function independentRates(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA } = options;
  const [n, m] = [x.length, y.length];
  const [yesX, yesY] = [countYes(x), countYes(y)];
  if (n === 0 || m === 0) return withoutTest(METHOD, REASONS.tooFew, [n, m], region);
  const exact = n + m <= MOST_TRIALS;
  const rule = exact
    ? unconditionalRule([armsOf(n, m), armsOf(m, n)], yesX, yesY)
    : sharedLimits({ events: yesX, trials: n }, { events: yesY, trials: m });
  return {
    method: exact ? METHOD : METHOD_OF_MANY,
    ...testByRule(rule, region, alpha),
    statistic: yesX / n - yesY / m,
    estimate: yesX / n - yesY / m,
    effectSizes: [],
    n: [n, m],
  };
}

/** Arms as a design: successes of the first are ups, those of the second downs. */
export const armsOf = (n: number, m: number): RateDesign => ({
  key: `arms ${n} ${m}`,
  trials: m,
  trialsGiven: () => n,
  range: (difference) => [Math.max(0, -difference), Math.min(1, 1 - difference)],
  rate: (difference, down) => Math.min(1, Math.max(0, down + difference)),
  score: (ups, downs, difference) => farringtonManning([ups, n], [downs, m], difference),
});

/**
 * (p̂₁ − p̂₂ − δ)/√(p̃₁(1 − p̃₁)/n + p̃₂(1 − p̃₂)/m), with p̃ the maximum-likelihood rates that differ by δ: the root
 * of a cubic in closed form.
 *
 * @see Farrington & Manning 1990, appendix 1
 */
function farringtonManning(
  [x, n]: readonly [number, number],
  [y, m]: readonly [number, number],
  difference: number,
): number {
  const [p, q, ratio] = [x / n, y / m, m / n];
  const a = 1 + ratio;
  const b = -(1 + ratio + p + ratio * q + difference * (ratio + 2));
  const c = difference * difference + difference * (2 * p + ratio + 1) + p + ratio * q;
  const d = -p * difference * (1 + difference);
  const shift = b / (3 * a);
  const v = shift ** 3 - (b * c) / (6 * a * a) + d / (2 * a);
  const u = Math.sqrt(Math.max(0, shift * shift - c / (3 * a))) * (v < 0 ? -1 : 1);
  const cosine = u === 0 ? 1 : Math.min(1, Math.max(-1, v / u ** 3));
  const first = 2 * u * Math.cos((Math.PI + Math.acos(cosine)) / 3) - shift;
  const [p1, p2] = [inUnitInterval(first), inUnitInterval(first - difference)];
  const variance = (p1 * (1 - p1)) / n + (p2 * (1 - p2)) / m;
  const distance = p - q - difference;
  if (variance > 1e-12) return distance / Math.sqrt(variance);
  return Math.abs(distance) < 1e-9 ? 0 : Math.sign(distance) * Infinity;
}

const inUnitInterval = (rate: number): number => Math.min(1, Math.max(0, rate));
