import type { Region } from '../statistics/index.ts';
import type { EffectSize, TestResult } from '../statistics/types.ts';
import type { Assessment } from './case.ts';
import { verdictOf } from './rule.ts';

type Numbers = Pick<Assessment, 'verdict' | 'method' | 'region' | 'effectSizes'> &
  Partial<Pick<Assessment, 'estimate' | 'standardError' | 'interval' | 'p' | 'refutationP' | 'reason'>>;

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
