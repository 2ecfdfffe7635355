import { normalCdf, normalUpper, tailAlpha, tQuantile } from '../statistics/index.ts';
import { isTwoSided } from '../predictions/index.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { alphaAtLook } from './looks.ts';
import type { Finding } from './types.ts';

/** Chances that a finding will be supported or refuted at the last look. */
interface Chances {
  readonly supported: number;
  readonly refuted: number;
}

/**
 * The chance that a hypothesis which is still undecided at a planned look will be decided at the last one, if the trend
 * so far goes on. With share r of the seeds, estimate θ̂ and standard error s now (that of the test, else the interval
 * over Student's quantile at this look), the last estimate is normal around θ̂ with variance s²r(1 − r), and its
 * interval reaches Student's quantile at the last look times s√r to either side. Other methods have wider intervals:
 * where one is still wider at the last look, as that of few skewed seeds, the chance is too large, and seeds are added
 * that may not decide. A hypothesis is supported where all its predictions and controls are, refuted where one
 * prediction is: the chance is at most the smallest chance of support plus the sum of those of refutation, and that
 * bound is what is returned. 1 at the last look, and where a finding has no finite interval.
 *
 * Stopping on it is not binding: no critical value counts on it, so it can only lower the error rates.
 *
 * @param look from 0
 * @see Lan, Simon & Halperin 1982 (stochastic curtailment)
 */
export function chanceOfDecision(
  analysis: Pick<AnalysisPlan, 'looks' | 'alpha' | 'spending'>,
  findings: readonly Finding[],
  look: number,
): number {
  const { looks } = analysis;
  if (look >= looks.length - 1) return 1;
  const time = looks[look]! / looks.at(-1)!;
  const chances = findings.map((finding) => ({ finding, ...chancesOf(finding, analysis, look, time) }));
  const support = Math.min(...chances.map(({ supported }) => supported));
  const refutation = chances
    .filter(({ finding }) => finding.role === 'prediction')
    .reduce((total, { refuted }) => total + refuted, 0);
  return Math.min(1, support + refutation);
}

function chancesOf(
  { prediction, estimate, standardError, interval, region, verdict, n }: Finding,
  analysis: Pick<AnalysisPlan, 'looks' | 'alpha' | 'spending'>,
  look: number,
  time: number,
): Chances {
  // An early look has a stricter level: what it supports the last one will hardly lose.
  if (verdict === 'supported') return { supported: 1, refuted: 0 };
  if (estimate === undefined || interval === undefined || n < 2) return { supported: 1, refuted: 0 };
  const alpha = prediction.alpha ?? analysis.alpha;
  const quantile = (at: number, seeds: number) =>
    -tQuantile(tailAlpha(region, alphaAtLook(analysis, alpha, at, isTwoSided(prediction))), seeds - 1);
  const spread = standardError ?? (interval.upper - interval.lower) / 2 / quantile(look, n);
  if (!Number.isFinite(spread) || !(spread > 0)) return { supported: 1, refuted: 0 };
  const last = spread * Math.sqrt(time);
  const noise = last * Math.sqrt(1 - time);
  const reach = quantile(Infinity, n / time) * last;
  const above = (bound: number) => normalUpper((bound - estimate) / noise);
  const below = (bound: number) => normalCdf((bound - estimate) / noise);
  const { lower, upper, outside } = region;
  const within = (low: number, high: number) => Math.max(0, above(low) - above(high));
  if (outside)
    return {
      supported: Math.min(1, below(lower - reach) + above(upper + reach)),
      refuted: within(lower + reach, upper - reach),
    };
  return {
    supported: within(lower + reach, upper - reach),
    refuted: Math.min(1, below(lower - reach) + above(upper + reach)),
  };
}
