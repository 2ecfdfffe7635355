import { z } from 'zod';
import { blockedTrend, complement, spearmanOf } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { evidence } from '../comparison/evidence.ts';
import { atLeast, common, covariate, rising, someArms } from '../fields.ts';
import { comparable, kind, type Floor } from '../kind.ts';
import { numbersOf } from '../parts.ts';
import { floorOfRateTrend } from '../rates/rate-floors.ts';
import { rateTrend } from '../rates/rate-trend.ts';
import { isRate } from '../rates/rates.ts';
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
  return {
    ...numbersOf(result, region, opposite.p),
    parameter: `mean within-seed Spearman correlation of ${prediction.measure} with ${prediction.along}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...samples.notes,
      ...(details
        ? evidence(
            samples.rows.map((row) => spearmanOf(along, row)),
            'a trend',
          )
        : []),
    ],
  };
};

/** A covariate with so many arms at each value. */
const covariateAt = (levels: readonly number[]): readonly number[] =>
  levels.flatMap((arms, level) => Array.from({ length: arms }, () => level));

/** The p of seeds that are all in perfect order. */
function floorOf(prediction: Trend, seeds: number, levels: readonly number[]): Floor {
  const covariate = covariateAt(levels);
  const row = covariate.map((_, arm) => arm);
  const { p } = blockedTrend(
    Array.from({ length: seeds }, () => row),
    covariate,
    { region: directed(true, prediction.atLeast) },
  );
  const along = `${covariate.length} arms at ${levels.length} values of ${prediction.along}`;
  return {
    test: `a trend test over ${along} in ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`,
    p: p ?? 1,
    ...(prediction.atLeast === undefined ? {} : { toward: 'supported' }),
  };
}

/**
 * A trend of a measure along a covariate of the arms, blocked by seed: the parameter is the mean within-seed Spearman
 * correlation, and p that of Page's exact test. Of rates it is Cochran and Armitage's test within seeds.
 */
export const trend = kind({
  schema,
  role: 'contrast',
  pace: () => 'slow',
  values: comparable,
  fewestArms: 3,
  rather: '`greater` or `less` between two arms',
  covariates: ['along'],
  fewestLevels: 2,
  floor: (prediction, seeds, levels, values) =>
    values === 'yes/no' ? floorOfRateTrend(seeds, levels) : floorOf(prediction, seeds, levels),
  // Arms that share a value of the covariate share its rank, and no order of values agrees with that wholly.
  mostAtLeast: (levels) => spearmanOf(covariateAt(levels), [...covariateAt(levels).keys()]),
  averaging: (_, values) =>
    values === 'yes/no' ? { none: 'a trend of rates, which is tested and not measured' } : 'ranks',
  statement: (p) =>
    `${p.direction} along ${p.along}${over(p.arms)}${p.atLeast ? `, mean within-seed correlation beyond ${p.atLeast}` : ''}`,
  assess,
});
