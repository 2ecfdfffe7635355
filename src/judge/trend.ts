import type { Prediction } from '../declare/types.ts';
import { stream } from '../random/index.ts';
import { blockedTrend, page, spearmanOf, type Region } from '../statistics/index.ts';
import type { Assessor } from './assessment.ts';
import { covariateOf } from './covariate.ts';
import { evidence } from './evidence.ts';
import { countedNote, show } from './notes.ts';
import { numbersOf } from './parts.ts';
import { complement } from './rule.ts';
import { isInvalid, samplesOf } from './samples.ts';

/**
 * A trend of a measure along a covariate of the arms, blocked by seed: the parameter is the mean within-seed Spearman
 * correlation, and Page's L is the second opinion.
 */
export const trend: Assessor<Extract<Prediction, { kind: 'trend' }>> = (seen) => {
  const { analysis, table, prediction, alpha, details } = seen;
  const arms = prediction.arms ?? analysis.arms;
  const samples = samplesOf(analysis, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const along = covariateOf(analysis, arms, prediction.along);
  if (isInvalid(along)) return along;
  const region = directed(prediction.direction === 'increasing', prediction.atLeast);
  const result = blockedTrend(samples.rows, along, { region, alpha });
  const opposite = blockedTrend(samples.rows, along, { region: complement(region), alpha });
  const second = page(samples.rows, {
    covariate: along,
    alternative: prediction.direction === 'increasing' ? 'greater' : 'less',
    random: stream(analysis.id, 'permutation', prediction.measure),
  });
  return {
    ...numbersOf(result, region, opposite.p),
    parameter: `mean within-seed Spearman correlation of ${prediction.measure} with ${prediction.along}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...countedNote(samples),
      ...(second.p === undefined ? [] : [`${second.method}: p = ${show(second.p)}`]),
      ...(details
        ? evidence(
            samples.rows.map((row) => spearmanOf(along, row)),
            'a trend',
          )
        : []),
    ],
  };
};

/** Above `atLeast` where the claim is positive, below −atLeast where it is negative. */
export function directed(positive: boolean, atLeast = 0): Region {
  return positive ? { lower: atLeast, upper: Infinity } : { lower: -Infinity, upper: 0 - atLeast };
}
