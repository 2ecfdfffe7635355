import { z } from 'zod';
import { complement, exponentWithinBlocks } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../covariate.ts';
import { common, covariate, power, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { countedNote } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { around } from '../regions.ts';
import { samplesOf } from '../samples.ts';
import { over } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('scales'),
  ...common,
  along: covariate,
  ...power,
  arms: someArms,
});
type Scales = z.output<typeof schema>;

const assess: Assessor<Scales> = ({ design, table, prediction, alpha }) => {
  const arms = prediction.arms ?? design.arms;
  const samples = samplesOf(design, table, { ...prediction, scale: 'difference' }, arms);
  if (isInvalid(samples)) return samples;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const region = around(prediction.exponent, prediction.within);
  const result = exponentWithinBlocks(samples.rows, along, { region, alpha });
  const opposite = exponentWithinBlocks(samples.rows, along, { region: complement(region), alpha });
  return {
    ...numbersOf(result, region, opposite.p),
    parameter: `log–log slope of ${prediction.measure} on ${prediction.along}, mean over seeds`,
    unit: '',
    n: samples.rows.length,
    notes: countedNote(samples),
  };
};

/** The measure is a power of a covariate: the log–log slope over the arms, one a seed, is near the exponent. */
export const scales = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: { 'yes/no': '`trend` along the covariate' },
  fewestArms: 3,
  covariates: ['along'],
  varies: true,
  statement: (p) => `proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${over(p.arms)}`,
  assess,
});
