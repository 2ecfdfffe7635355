import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { complement, peakExponent, type Region } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../covariate.ts';
import { common, covariate, power, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { countedNote, show } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { around } from '../regions.ts';
import { samplesOf } from '../samples.ts';
import { over as overArms } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('peakScales'),
  ...common,
  over: covariate,
  along: covariate,
  ...power,
  arms: someArms,
});
type PeakScales = z.output<typeof schema>;

/** Which end is best is what the measure says; one that is neither better high nor better low has no best place. */
const assess: Assessor<PeakScales> = ({ design, table, prediction, alpha }) => {
  const { measure } = prediction;
  const better = design.descriptions[measure]?.better;
  if (better === undefined || better === 'neither')
    return { invalid: `${measure} is neither better high nor better low, so nothing is best` };
  const arms = prediction.arms ?? design.arms;
  const samples = samplesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const over = covariateOf(design, arms, prediction.over);
  if (isInvalid(over)) return over;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const region = around(prediction.exponent, prediction.within);
  const sign = better === 'higher' ? 1 : -1;
  const rows = samples.rows.map((row) => row.map((value) => sign * value));
  const test = (claimed: Region) =>
    peakExponent(
      rows,
      { over, along },
      { region: claimed, alpha, random: stream(design.id, 'bootstrap', measure) },
    );
  const result = test(region);
  return {
    ...numbersOf({ ...result, effectSizes: [] }, region, test(complement(region)).p),
    parameter: `log–log slope of the best ${prediction.over} on ${prediction.along}, by ${measure}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...countedNote(samples),
      ...result.effectSizes.map(({ name, estimate }) => `${name}: ${show(estimate)}`),
    ],
  };
};

/**
 * Where a measure is best moves as a power of a covariate: the log–log slope of the peaks, one a ladder of arms, is near the exponent. Arms of
 * equal `along` are a ladder of three or more.
 */
export const peakScales = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: { 'yes/no': '`breaks` or `trend` along the covariate' },
  fewestArms: 6,
  covariates: ['along', 'over'],
  statement: (p) =>
    `best at a ${p.over} proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${overArms(p.arms)}`,
  assess,
});
