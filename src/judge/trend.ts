import type { Prediction } from '../declare/types.ts';
import { stream } from '../random/index.ts';
import { blockedTrend, page, type Region } from '../statistics/index.ts';
import type { Assessor } from './assessment.ts';
import { complement, verdictOf } from './rule.ts';
import { isInvalid, samplesOf } from './samples.ts';

/**
 * A trend of a measure along a covariate of the arms, blocked by seed: the parameter is the mean within-seed Spearman
 * correlation, and Page's L is the second opinion.
 */
export const trend: Assessor<Extract<Prediction, { kind: 'trend' }>> = (seen) => {
  const { analysis, table, prediction, alpha } = seen;
  const arms = prediction.arms ?? analysis.arms;
  const samples = samplesOf(analysis, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const covariate = arms.map((arm) => analysis.covariates[arm]?.[prediction.along]);
  const unknown = arms.filter((_, index) => covariate[index] === undefined);
  if (unknown.length > 0)
    return { invalid: `arms ${unknown.join(', ')} have no covariate ${prediction.along}` };
  const region = directed(prediction.direction === 'increasing', prediction.atLeast);
  const along = covariate as readonly number[];
  const result = blockedTrend(samples.rows, along, { region, alpha });
  const opposite = blockedTrend(samples.rows, along, { region: complement(region), alpha });
  const second = page(samples.rows, {
    covariate: along,
    alternative: prediction.direction === 'increasing' ? 'greater' : 'less',
    random: stream(analysis.id, 'permutation', prediction.measure),
  });
  return {
    verdict: verdictOf(result.interval, region),
    method: result.method,
    parameter: `mean within-seed Spearman correlation of ${prediction.measure} with ${prediction.along}`,
    unit: '',
    region,
    n: samples.rows.length,
    effectSizes: result.effectSizes,
    notes: [
      ...(samples.counted > 0 ? [`${samples.counted} diverged runs count as the worst value`] : []),
      ...(second.p === undefined ? [] : [`${second.method}: p = ${Number(second.p.toPrecision(3))}`]),
    ],
    ...(result.estimate === undefined ? {} : { estimate: result.estimate }),
    ...(result.interval === undefined ? {} : { interval: result.interval }),
    ...(result.p === undefined ? {} : { p: result.p }),
    ...(opposite.p === undefined ? {} : { refutationP: opposite.p }),
    ...(result.reason === undefined ? {} : { reason: result.reason }),
  };
};

/** Above `atLeast` where the claim is positive, below −atLeast where it is negative. */
export function directed(positive: boolean, atLeast = 0): Region {
  return positive ? { lower: atLeast, upper: Infinity } : { lower: -Infinity, upper: 0 - atLeast };
}
