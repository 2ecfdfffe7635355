import { z } from 'zod';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { meansOf } from '../comparison/diverged.ts';
import { judgeExponent } from '../exponents/exponent.ts';
import { common, covariate, outside, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { ascending, beyondBand } from '../regions.ts';
import { over } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('depends'),
  ...common,
  along: covariate,
  /** The exponents that count as no dependence, such as [-0.25, 0.25]. */
  outside,
  arms: someArms,
});
type Depends = z.output<typeof schema>;

const assess: Assessor<Depends> = (given) => {
  const { design, table, prediction } = given;
  const arms = prediction.arms ?? design.arms;
  const unscaled = { design, table, prediction: { ...prediction, scale: 'difference' as const } };
  const samples = meansOf(unscaled, arms, '`trend`, which ranks');
  if (isInvalid(samples)) return samples;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  return judgeExponent(given, samples, along, {
    region: beyondBand(prediction.outside),
    parameter: `log–log slope of ${prediction.measure} on ${prediction.along}, mean over seeds`,
  }).assessment;
};

/**
 * The measure does depend on a covariate: the log–log slope over the arms, one a seed, is outside a band around 0. No
 * form is asked for.
 */
export const depends = kind({
  schema,
  role: 'contrast',
  twoSided: true,
  values: quantities,
  instead: { 'yes/no': '`trend` along the covariate', time: '`trend`, which ranks times' },
  fewestArms: 2,
  covariates: ['along'],
  logarithms: true,
  fewestLevels: 2,
  check: (p) => ascending('outside', p.outside),
  statement: (p) =>
    `depends on ${p.along}, exponent outside ${p.outside[0]} … ${p.outside[1]}${over(p.arms)}`,
  assess,
});
