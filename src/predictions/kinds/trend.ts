import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { blockedTrend, complement, page, smallestP, spearmanOf } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../covariate.ts';
import { evidence } from '../evidence.ts';
import { atLeast, common, covariate, rising, someArms } from '../fields.ts';
import { kind, numbers } from '../kind.ts';
import { countedNote, show } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { floorOfRateTrend } from '../rate-floors.ts';
import { rateTrend } from '../rate-trend.ts';
import { isRate } from '../rates.ts';
import { directed } from '../regions.ts';
import { samplesOf } from '../samples.ts';
import { over } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('trend'),
  ...common,
  along: covariate,
  direction: rising,
  arms: someArms,
  /** Smallest mean within-seed Spearman correlation (absolute) that counts; default 0. */
  atLeast,
});
type Trend = z.output<typeof schema>;

const assess: Assessor<Trend> = (given) => {
  const { design, table, prediction, alpha, details } = given;
  if (isRate(design.descriptions[prediction.measure])) return rateTrend(given);
  const arms = prediction.arms ?? design.arms;
  const samples = samplesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const region = directed(prediction.direction === 'increasing', prediction.atLeast);
  const result = blockedTrend(samples.rows, along, { region, alpha });
  const opposite = blockedTrend(samples.rows, along, { region: complement(region), alpha });
  const second = page(samples.rows, {
    covariate: along,
    alternative: prediction.direction === 'increasing' ? 'greater' : 'less',
    random: stream(design.id, 'permutation', prediction.measure),
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

/**
 * A trend of a measure along a covariate of the arms, blocked by seed: the parameter is the mean within-seed Spearman
 * correlation, and Page's L is the second opinion. Of rates it is Cochran and Armitage's test within seeds.
 */
export const trend = kind({
  schema,
  role: 'contrast',
  values: numbers,
  fewestArms: 3,
  covariates: ['along'],
  varies: true,
  floor: (_, seeds, arms, values) =>
    values === 'yes/no'
      ? floorOfRateTrend(seeds, arms)
      : {
          test: `a trend test over ${arms} arms in ${seeds} ${seeds === 1 ? 'block' : 'blocks'}`,
          p: smallestP({ kind: 'page', blocks: seeds, arms }),
        },
  statement: (p) =>
    `${p.direction} along ${p.along}${over(p.arms)}${p.atLeast ? `, mean within-seed correlation beyond ${p.atLeast}` : ''}`,
  assess,
});
