import { z } from 'zod';
import { complement, judgeBlockCorrelations, partialOf, spearmanOf } from '../../statistics/index.ts';
import { isInvalid, type Assessor, type Case, type Invalid } from '../case.ts';
import { evidence } from '../evidence.ts';
import { atLeast, common, covariate, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { countedNote } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { directed } from '../regions.ts';
import { samplesOf } from '../samples.ts';
import { over } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('correlates'),
  ...common,
  /** A measure, or a covariate of the arms. */
  with: covariate,
  direction: z.enum(['positive', 'negative']),
  given: covariate.exactOptional(),
  arms: someArms,
  /** Smallest mean within-seed correlation (absolute) that counts; default 0. */
  atLeast,
});
type Correlates = z.output<typeof schema>;
type Rows = readonly (readonly number[])[];

const assess: Assessor<Correlates> = (situation) => {
  const { design, table, prediction, alpha, details } = situation;
  const arms = prediction.arms ?? design.arms;
  const samples = samplesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const other = rowsOf(situation, prediction.with, arms);
  if (isInvalid(other)) return other;
  const given = prediction.given === undefined ? undefined : rowsOf(situation, prediction.given, arms);
  if (given !== undefined && isInvalid(given)) return given;
  const lost = given === undefined ? 1 : 2;
  if (arms.length <= lost + 1) return { invalid: `expected more than ${lost + 1} arms, got ${arms.length}` };
  if (samples.rows.length < 2) return { invalid: 'expected at least two seeds, got one' };
  const correlations = samples.rows.map((y, seed) => ({
    correlation: within(y, other[seed]!, given?.[seed]),
    nullVariance: 1 / (arms.length - lost),
  }));
  const region = directed(prediction.direction === 'positive', prediction.atLeast);
  const result = judgeBlockCorrelations(correlations, region, alpha);
  const opposite = judgeBlockCorrelations(correlations, complement(region), alpha);
  const method = `mean ${given === undefined ? '' : 'partial '}Spearman correlation within seeds`;
  const { estimate, interval, p } = result;
  return {
    ...numbersOf(
      {
        method,
        alternative: prediction.direction === 'positive' ? 'greater' : 'less',
        estimate,
        interval,
        p,
        effectSizes: [{ name: method, estimate, interval }],
        n: [samples.rows.length],
      },
      region,
      opposite.p,
    ),
    parameter: `${method} of ${prediction.measure} with ${prediction.with}${given === undefined ? '' : ` given ${prediction.given}`}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...countedNote(samples),
      ...(details
        ? evidence(
            correlations.map(({ correlation }) => correlation),
            'a correlation',
          )
        : []),
    ],
  };
};

/** Of one seed; 0 where a variable does not vary, for that shows no correlation. */
function within(y: readonly number[], x: readonly number[], z: readonly number[] | undefined): number {
  const xy = known(spearmanOf(x, y));
  return z === undefined ? xy : known(partialOf(xy, known(spearmanOf(x, z)), known(spearmanOf(y, z))));
}

const known = (correlation: number): number => (Number.isFinite(correlation) ? correlation : 0);

/** A covariate is the same in every seed; a measure has its own values. */
function rowsOf({ design, table, prediction }: Case, name: string, arms: readonly string[]): Rows | Invalid {
  const covariate = arms.map((arm) => design.covariates[arm]?.[name]);
  if (covariate.every((value) => value !== undefined)) return design.seeds.map(() => covariate);
  if (design.descriptions[name] === undefined)
    return { invalid: `expected a measure or a covariate of every arm, got ${name}` };
  const { diverged } = prediction;
  const samples = samplesOf(
    design,
    table,
    { measure: name, ...(diverged === undefined ? {} : { diverged }) },
    arms,
  );
  return isInvalid(samples) ? samples : samples.rows;
}

/**
 * Correlation of a measure with another measure or a covariate over the arms of a seed (Spearman), partial where another
 * is given; the parameter is its mean over seeds. Pooling seeds as if they were independent would inflate n.
 */
export const correlates = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: { 'yes/no': '`trend` along a covariate, or `greater` of two arms' },
  fewestArms: 2,
  either: ['with', 'given'],
  statement: (p) =>
    `${p.direction} correlation with ${p.with}${p.given === undefined ? '' : ` given ${p.given}`}${over(p.arms)}${p.atLeast ? `, beyond ${p.atLeast}` : ''}`,
  assess,
});
