import { z } from 'zod';
import { isInvalid, type Assessment, type Assessor } from '../case.ts';
import { pOrCertain } from '../comparison/compared.ts';
import { covariateOf } from '../arms/covariate.ts';
import { meansOf } from '../comparison/diverged.ts';
import { judgeExponent } from '../exponents/exponent.ts';
import { common, covariate, power, someArms } from '../fields.ts';
import { formOf, type Form } from '../exponents/form.ts';
import { kind, quantities } from '../kind.ts';
import { around } from '../regions.ts';
import { over } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('scales'),
  ...common,
  along: covariate,
  ...power,
  /**
   * The factor within which every arm's geometric mean is of the power law: 1.25 allows 0.8 … 1.25. Without it the form
   * must only not be refuted.
   */
  fit: z.number().gt(1).exactOptional(),
  arms: someArms,
});
type Scales = z.output<typeof schema>;

const assess: Assessor<Scales> = (given) => {
  const { design, table, prediction, alpha } = given;
  const arms = prediction.arms ?? design.arms;
  const unscaled = { design, table, prediction: { ...prediction, scale: 'difference' as const } };
  const samples = meansOf(unscaled, arms, '`trend`, which ranks');
  if (isInvalid(samples)) return samples;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const levels = new Set(along).size;
  if (levels < 3)
    return {
      invalid: `expected three different values of ${prediction.along} or more to see a power law, got ${levels}`,
    };
  const { assessment, slopes } = judgeExponent(given, samples, along, {
    region: around(prediction.exponent, prediction.within),
    parameter: `log–log slope of ${prediction.measure} on ${prediction.along}, mean over seeds`,
  });
  const known = assessment.p !== undefined || slopes?.compared.certain !== undefined;
  return slopes === undefined || !known
    ? assessment
    : together(assessment, formOf(slopes.logarithms, alpha, prediction), alpha);
};

/**
 * A power law holds where its exponent and its form do (an intersection–union test), and is refuted where one is, at
 * the error rate of both (Bonferroni); a form that lacks fit but is not claimed within a factor leaves it undecided.
 */
function together(slope: Assessment, form: Form, alpha: number): Assessment {
  const { p: slopeP, ...rest } = slope;
  const both = {
    ...rest,
    effectSizes: [...slope.effectSizes, ...form.effectSizes],
    notes: [...(slope.notes ?? []), ...form.notes],
  };
  if (form.lacking !== undefined)
    return {
      ...both,
      verdict: slope.verdict === 'refuted' ? 'refuted' : 'inconclusive',
      reason: form.lacking,
    };
  if (form.p === undefined) return { ...both, ...(slopeP === undefined ? {} : { p: slopeP }) };
  const p = Math.max(pOrCertain(slope, slope.region) ?? 1, form.p);
  const refutationP = Math.min(1, 2 * Math.min(slope.refutationP ?? 1, form.refutationP ?? 1));
  const verdict = p < alpha ? 'supported' : refutationP < alpha ? 'refuted' : 'inconclusive';
  const open = verdict === 'inconclusive' && form.open !== undefined ? { reason: form.open } : {};
  return { ...both, verdict, p, refutationP, ...open };
}

/**
 * The measure is a power of a covariate: the log–log slope over the arms, one a seed, is near the exponent, and arms do
 * not lie off the power law: by a test of lack of fit, or, where `fit` is declared, each within that factor.
 */
export const scales = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: { 'yes/no': '`trend` along the covariate', time: '`trend`, which ranks times' },
  fewestArms: 3,
  rather: '`depends`, which asks of no form',
  covariates: ['along'],
  logarithms: true,
  fewestLevels: 3,
  statement: (p) =>
    `proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${p.fit === undefined ? '' : `, each arm within a factor of ${p.fit}`}${over(p.arms)}`,
  assess,
});
