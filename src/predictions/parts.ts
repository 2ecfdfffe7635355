import { replicatesNeeded, tailAlpha, type Region } from '../statistics/index.ts';
import type { EffectSize, TestResult } from '../statistics/types.ts';
import type { Assessment } from './case.ts';
import { holdDiverged, seedsToRank } from './diverged.ts';
import type { Method } from './paired.ts';
import { pairedSeedsNeeded } from './rates.ts';
import { verdictOf } from './rule.ts';

type Numbers = Pick<Assessment, 'verdict' | 'method' | 'region' | 'effectSizes'> &
  Partial<
    Pick<
      Assessment,
      'estimate' | 'standardError' | 'interval' | 'p' | 'refutationP' | 'reason' | 'replicatesNeeded'
    >
  >;

/** The numbers of an assessment that a test gives: those that exist, and the verdict of the one rule. */
export function numbersOf(result: TestResult, region: Region, refutationP?: number): Numbers {
  const { estimate, standardError, interval, p, reason, method, effectSizes } = result;
  return {
    verdict: verdictOf(interval, region),
    method,
    region,
    effectSizes,
    ...(estimate === undefined ? {} : { estimate }),
    ...(standardError === undefined ? {} : { standardError }),
    ...(interval === undefined ? {} : { interval }),
    ...(p === undefined ? {} : { p }),
    ...(refutationP === undefined ? {} : { refutationP }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** For what is undecided: how many replicates would give power 0.9 if the truth is what was estimated. */
export function neededFor(
  numbers: readonly number[],
  region: Region,
  alpha: number,
  verdict: Assessment['verdict'],
  method?: Method,
): { readonly replicatesNeeded?: number } {
  if (verdict !== 'inconclusive') return {};
  if (holdDiverged(numbers)) return { ...seedsToRank(numbers, tailAlpha(region, alpha)) };
  const total =
    method === 'rates'
      ? pairedSeedsNeeded(numbers, region, alpha)
      : replicatesNeeded(numbers, region, { alpha }).total;
  return total === undefined ? {} : { replicatesNeeded: total };
}

/** The ratio that a log ratio stands for, as an effect size. */
export function ratioEffect({ estimate, interval }: TestResult): readonly EffectSize[] {
  if (estimate === undefined) return [];
  const { lower, upper, level } = interval ?? {};
  const known = lower !== undefined && upper !== undefined && level !== undefined;
  return [
    {
      name: 'ratio',
      estimate: Math.exp(estimate),
      ...(known ? { interval: { lower: Math.exp(lower), upper: Math.exp(upper), level } } : {}),
    },
  ];
}
