import type { Sample } from '../descriptives.ts';
import { normalCdf, normalUpper } from '../distributions/distributions.ts';
import { onGrid } from '../resampling/grid.ts';
import { DEFAULT_ALPHA, requireAlpha } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { testByRule } from '../interval-rule.ts';
import { different } from '../region.ts';
import { pairSums } from '../ranks/pair-sums.ts';
import { requireEqualLengths } from '../require.ts';
import { signedRankDistribution } from '../distributions/signed-rank-distribution.ts';
import { invertSteps } from '../ranks/step-inversion.ts';
import type { TestResult } from '../types.ts';
import { logRankScores, prenticeScores, type Scoring } from './pooled-scores.ts';
import { exponentiated, type HorizonOptions } from './restricted-mean.ts';

/** Above so many pairs of different scores the normal law serves. */
const EXACT_UP_TO = 24;

/** Scores are rounded to this part of the largest difference, so that their exact law is a lattice. */
const PARTS = 256;

/** Both one-sided p-values at a time ratio. */
interface PairTails {
  readonly pairs: number;
  readonly greater: number;
  readonly less: number;
}

/**
 * The paired log-rank test of times that are watched up to a common horizon: does the event come later in the first of
 * two runs that share a seed? All times together have log-rank scores, and the differences within pairs have their
 * signs flipped: exact (scores rounded to a 256th of the largest difference, above 24 pairs the normal law) wherever
 * the two of a pair may be exchanged, whatever pairs differ by. The parameter is the log of the ratio by which the
 * times of the second are stretched (accelerated failure): at each ratio both are cut off where the nearer horizon is.
 * Five pairs are the least for p < 0.05.
 *
 * Example: `pairedLogRank([5, 7, 9, 12, Infinity], [2, 3, 4, 6, 8], { horizon: 20, region: greater(0) }).p === 1 / 32`.
 * @param x times, `Infinity` where the event had not come by the horizon
 * @param y as x, of the other run of each pair
 * @returns estimate and interval on logarithms of ratios, the ratio as an effect size; `reason` where no pair tells the
 * two apart
 * @throws RangeError for unequal lengths, a time that is not above 0, a horizon that is not positive, and unless 0 <
 * alpha < ½
 * @see O'Brien & Fleming 1987, Biometrics 43:169 (pooled scores, paired); Wei & Gail 1983, JASA 78:382 (scale change of
 * censored times)
 */
export const pairedLogRank = pairedScores('paired log-rank', logRankScores);

/**
 * The paired Prentice–Wilcoxon test, as `pairedLogRank` with scores that weigh early times most: choose it where early
 * differences are what the claim is about.
 *
 * @see O'Brien & Fleming 1987, Biometrics 43:169
 */
export const pairedPrenticeWilcoxon = pairedScores('paired Prentice–Wilcoxon', prenticeScores);

function pairedScores(name: string, scores: Scoring) {
  return (x: Sample, y: Sample, options: HorizonOptions): TestResult => {
    const { region = different(), alpha = DEFAULT_ALPHA, horizon } = options;
    requireAlpha(alpha);
    requireEqualLengths(x, y);
    const { first, second, end, steps, quantum } = logarithms(x, y, horizon);
    const n = [x.length];
    const at = (b: number) => tailsAt(scores, first, second, end, b);
    const { pairs } = at(0);
    if (pairs === 0) return withoutTest(name, x.length === 0 ? REASONS.tooFew : REASONS.allTies, n, region);
    const inversion = invertSteps({
      steps,
      nudge: quantum / 4,
      boundaries: [region.lower, region.upper],
      greater: (b) => at(b).greater,
      less: (b) => at(b).less,
    });
    const estimate = centre(inversion.ends(0.5));
    const result: TestResult = {
      method: `${name}, ${pairs <= EXACT_UP_TO ? 'exact' : 'normal'}`,
      ...testByRule(inversion, region, alpha),
      estimate,
      effectSizes: [],
      n,
    };
    return { ...result, effectSizes: [exponentiated('ratio of times', result)] };
  };
}

/** The middle of the ratios that neither tail rejects at ½; where they have no end, the nearest to 1 of them. */
const centre = ([lower, upper]: readonly [number, number]): number =>
  Number.isFinite(lower + upper) ? lower + 0.5 * (upper - lower) : Math.min(Math.max(lower, 0), upper);

/** Logarithms on a grid, and the log ratios at which the order of the pooled times changes. */
function logarithms(x: Sample, y: Sample, horizon: number) {
  if (!(horizon > 0 && horizon < Infinity))
    throw new RangeError(`Cannot compare times: expected a horizon above 0, got ${horizon}`);
  const all = [...Array.from(x), ...Array.from(y)];
  if (!all.every((time) => time > 0))
    throw new RangeError(`Cannot compare times: expected times above 0, got ${all.join(', ')}`);
  const restricted = [...all.map((time) => Math.min(time, horizon)), horizon].map(Math.log);
  const { values, quantum } = onGrid(restricted);
  const end = values.at(-1)!;
  const outlasts = (i: number) => all[i]! > horizon;
  const known = Array.from(values.subarray(0, -1), (value, i) => (outlasts(i) ? Infinity : value));
  const [first, second] = [known.slice(0, x.length), known.slice(x.length)];
  const steps = pairSums(
    values.subarray(0, x.length),
    values.subarray(x.length, -1).map((value) => 0 - value),
    quantum,
  );
  return { first, second, end, steps, quantum };
}

/** The test at one ratio: times of the second stretched by it, both cut off where the nearer horizon is. */
function tailsAt(
  scores: Scoring,
  first: readonly number[],
  second: readonly number[],
  end: number,
  b: number,
): PairTails {
  const horizon = end + Math.min(0, b);
  const cut = (time: number): number => (time > horizon ? Infinity : time);
  const pooled = scores([...first.map(cut), ...second.map((time) => cut(time + b))]);
  const n = first.length;
  return flippedTails(Float64Array.from({ length: n }, (_, i) => pooled[i]! - pooled[n + i]!));
}

/** P of a sum at least as large, and at most, where each difference has either sign with probability one half. */
function flippedTails(differences: Float64Array): PairTails {
  const largest = differences.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  const rounded = differences.map((d) => (largest > 0 ? Math.round((PARTS * d) / largest) : 0));
  const kept = rounded.filter((d) => d !== 0);
  const pairs = kept.length;
  if (pairs === 0) return { pairs, greater: 1, less: 1 };
  if (pairs > EXACT_UP_TO) {
    const z = kept.reduce((sum, d) => sum + d, 0) / Math.sqrt(kept.reduce((sum, d) => sum + d * d, 0));
    return { pairs, greater: normalUpper(z), less: normalCdf(z) };
  }
  const law = signedRankDistribution(kept.map((d) => Math.abs(d) / 2));
  const positive = kept.reduce((sum, d) => sum + Math.max(0, d) / 2, 0);
  return { pairs, greater: law.upper(positive), less: law.lower(positive) };
}
