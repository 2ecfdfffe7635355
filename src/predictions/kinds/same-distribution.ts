import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { energyDistance, energyEquivalence, less, REASONS } from '../../statistics/index.ts';
import { isInvalid, resamplesOf, type Assessor } from '../case.ts';
import { meansOf } from '../comparison/diverged.ts';
import { common, pair, positive } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { numbersOf } from '../parts.ts';
import { byArithmetic, rareDeparture, sameRuns } from '../arms/same-runs.ts';
import { column } from '../samples.ts';
import { list } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('sameDistribution'),
  ...common,
  arms: pair,
  margin: positive,
});
type SameDistribution = z.output<typeof schema>;

const assess: Assessor<SameDistribution> = ({ design, table, prediction, alpha, draws }) => {
  const samples = meansOf({ design, table, prediction }, prediction.arms, '`equivalent`, which ranks them');
  if (isInvalid(samples)) return samples;
  const region = less(prediction.margin);
  const [x, y] = [[...column(samples, 0)], [...column(samples, 1)]];
  const random = stream(design.id, 'bootstrap', prediction.measure);
  const result = sameRuns(design, prediction.arms)
    ? undefined
    : energyEquivalence(x, y, { region, alpha, paired: true, random, ...resamplesOf(draws) });
  const known = byArithmetic(energyDistance(x, y).distance, region, 'the same runs', x.length);
  const still = result?.reason === REASONS.zeroVariance || result?.reason === REASONS.allTies;
  return {
    ...(result === undefined
      ? numbersOf(known.result, region, known.refutationP)
      : numbersOf(result, region, result.oppositeP)),
    parameter: `energy distance of ${prediction.measure}, ${prediction.arms.join(' and ')}`,
    unit: `√${design.descriptions[prediction.measure]?.unit || 'unit'}`,
    n: samples.rows.length,
    notes: [...samples.notes, ...(still ? [rareDeparture(samples.rows.length, alpha)] : [])],
  };
};

/** Two arms have one distribution up to an energy distance: never from a test that fails to reject. */
export const sameDistribution = kind({
  schema,
  role: 'equivalence',
  values: quantities,
  instead: {
    'yes/no': '`equivalent`: its rate is all that two arms can differ in',
    time: '`equivalent` on the scale `ratio`',
  },
  fewestArms: 2,
  pace: () => 'slow',
  statement: (p) => `${list(p.arms)} of one distribution within a distance of ${p.margin}`,
  assess,
});
