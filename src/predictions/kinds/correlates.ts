import { z } from 'zod';
import {
  blockedCorrelation,
  complement,
  reliabilityOverBlocks,
  residualCorrelation,
  spearmanOf,
  type Region,
  type TestResult,
} from '../../statistics/index.ts';
import { isInvalid, type Assessor, type Case, type Invalid } from '../case.ts';
import { evidence } from '../comparison/evidence.ts';
import { atLeast, common, covariate, someArms } from '../fields.ts';
import { kind, quantities, type Floor } from '../kind.ts';
import { show } from '../notes.ts';
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
  /**
   * A measure or covariate that may move both: what correlates beyond it is asked for, of values (of their logarithms
   * on the scale `ratio`) rather than ranks.
   */
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
  const samples = samplesOf(design, table, withScale(prediction), arms);
  if (isInvalid(samples)) return samples;
  const other = rowsOf(situation, prediction.with, arms);
  if (isInvalid(other)) return other;
  const third = prediction.given === undefined ? undefined : rowsOf(situation, prediction.given, arms);
  if (third !== undefined && isInvalid(third)) return third;
  const region = directed(prediction.direction === 'positive', prediction.atLeast);
  const test = (claimed: Region): TestResult =>
    third === undefined
      ? blockedCorrelation(other, samples.rows, { region: claimed, alpha })
      : residualCorrelation(other, samples.rows, third, { region: claimed, alpha });
  const result = test(region);
  return {
    ...numbersOf(result, region, test(complement(region)).p),
    parameter: `${third === undefined ? 'mean Spearman correlation' : 'correlation of residuals'} within seeds of ${prediction.measure} with ${prediction.with}${third === undefined ? '' : ` given ${prediction.given}`}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...samples.notes,
      ...(third === undefined ? [] : errorNote(prediction.given!, third, result)),
      ...(details && third === undefined
        ? evidence(
            samples.rows.map((row, seed) => spearmanOf(other[seed]!, row)),
            'a correlation',
          )
        : []),
    ],
  };
};

/** Ranks are the same on either scale; residuals are those of logarithms where the prediction speaks of ratios. */
const withScale = <P extends Pick<Correlates, 'scale' | 'given'>>(prediction: P): P =>
  prediction.given === undefined ? { ...prediction, scale: 'difference' } : prediction;

/** A covariate is the same in every seed; a measure has its own values. */
function rowsOf(
  { design, table, prediction }: Case<Correlates>,
  name: string,
  arms: readonly string[],
): Rows | Invalid {
  const values = arms.map((arm) => design.covariates[arm]?.[name]);
  if (values.every((value) => value !== undefined)) return design.seeds.map(() => values);
  if (design.descriptions[name] === undefined)
    return { invalid: `expected a measure or a covariate of every arm, got ${name}` };
  const samples = samplesOf(design, table, { ...withScale(prediction), measure: name }, arms);
  return isInvalid(samples) ? samples : samples.rows;
}

/**
 * What error of measurement of the third would do: with reliability λ, and shares R² of x and y that it explains, a
 * third that carries all of their association leaves √(R²ₓR²ᵧ)(1/λ − 1)/√((1 − R²ₓ)(1 − R²ᵧ)) of it.
 *
 * @see Fuller 1987, Measurement Error Models §1.1
 */
function errorNote(name: string, third: Rows, { effectSizes }: TestResult): readonly string[] {
  if (third.length < 2 || third.every((row) => row.every((value, arm) => value === third[0]![arm])))
    return [];
  const reliability = reliabilityOverBlocks(third);
  const [x, y] = effectSizes.slice(1).map(({ estimate }) => Math.max(0, estimate)) as [number?, number?];
  if (x === undefined || y === undefined || !(reliability > 0))
    return [
      `nothing of ${name} repeats from seed to seed: were that error of measurement, nothing was held constant`,
    ];
  const left = Math.min(1, Math.sqrt((x * y) / ((1 - x) * (1 - y))) * (1 / reliability - 1));
  return [
    `${name} is held constant as measured; ${show(reliability)} of its variance within seeds repeats from seed to seed, and were the rest error of measurement, a third that carries all would leave a correlation of some ${show(left)}`,
  ];
}

/** The p of seeds whose arms are all in one order. */
function floorOf(
  { given, atLeast: least }: Correlates,
  seeds: number,
  levels: readonly number[],
): Floor | undefined {
  if (given !== undefined) return undefined;
  const values = levels.flatMap((arms, level) => Array.from({ length: arms }, () => level));
  const rows = (row: readonly number[]) => Array.from({ length: seeds }, () => row);
  const ordered = values.map((_, arm) => arm);
  const { p = 1 } = blockedCorrelation(rows(values), rows(ordered), { region: directed(true, least) });
  return {
    test: `a correlation over ${values.length} arms in ${seeds} seeds`,
    p,
    ...(least === undefined ? {} : { toward: 'supported' }),
  };
}

/**
 * Correlation of a measure with another measure or a covariate over the arms of a seed: the mean of Spearman's
 * correlation over seeds by permutations within them, and where a third is given the correlation of what is left of
 * both when it is taken out. Pooling seeds as if they were independent would inflate n.
 */
export const correlates = kind({
  schema,
  role: 'contrast',
  pace: ({ given }) => (given === undefined ? 'slow' : 'slowest'),
  values: [...quantities, 'time'],
  averaging: () => 'ranks',
  instead: { 'yes/no': '`trend` along a covariate, or `greater` of two arms' },
  fewestArms: 2,
  either: ['with', 'given'],
  fewestLevels: 2,
  floor: floorOf,
  statement: (p) =>
    `${p.direction} correlation with ${p.with}${p.given === undefined ? '' : ` given ${p.given}`}${over(p.arms)}${p.atLeast ? `, beyond ${p.atLeast}` : ''}`,
  assess,
});
