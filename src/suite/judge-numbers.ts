import type { Control, ExpectedVerdict, Prediction } from '../declare/types.ts';
import { validate } from '../declare/validate.ts';
import { AssayError } from '../errors.ts';
import { judge as judgeTable } from '../judge/index.ts';
import type { Judgement } from '../judge/types.ts';
import type { MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import type { CustomTests } from '../predictions/index.ts';

/** Numbers by arm, one a seed: those at one position have one seed, so arms are compared in pairs. */
export type NumbersOfArms = Readonly<Record<string, readonly number[]>>;

type WithoutMeasure<P> = P extends unknown ? Omit<P, 'measure'> & { readonly measure?: string } : never;

/** A prediction about numbers at hand; what is measured need not be named. */
export type NumbersPrediction = WithoutMeasure<Prediction>;

/** What else is known of numbers at hand. */
export interface NumbersOptions {
  /** What they measure, in words; default `value`. */
  readonly measure?: string;
  readonly unit?: string;
  readonly better?: 'higher' | 'lower' | 'neither';
  /** What they are: the judge chooses methods by it. Default `continuous`. */
  readonly values?: 'continuous' | 'positive' | 'count' | 'yes/no';
  readonly controls?: readonly WithoutMeasure<Control>[];
  /** Error rate, one-sided; default 0.05. */
  readonly alpha?: number;
  /** Default `supported`. */
  readonly expected?: ExpectedVerdict;
  /** Numbers that an arm has, for trends and laws: `{ small: { width: 8 }, large: { width: 64 } }`. */
  readonly covariates?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Judges numbers that are at hand, whoever trained the runs, as the numbers of a hypothesis are judged.
 *
 * @param numbers by arm, one a seed
 * @param predictions as a hypothesis has them
 * @param tests the functions of methods by reference, where they name any
 * @throws AssayError `configuration` where arms have unequally many numbers, or a prediction is wrong, with every
 * problem
 * @example
 * const { verdict } = await judge(
 *   { adam: [0.91, 0.9, 0.92, 0.91, 0.9], sgd: [0.88, 0.87, 0.88, 0.89, 0.87] },
 *   { kind: 'greater', arms: ['adam', 'sgd'], by: 0.01 },
 * );
 */
export function judgeNumbers(
  numbers: NumbersOfArms,
  predictions: NumbersPrediction | readonly NumbersPrediction[],
  options: NumbersOptions = {},
  tests?: CustomTests,
): Judgement {
  const {
    measure = 'value',
    unit = '',
    better = 'neither',
    values = 'continuous',
    covariates = {},
  } = options;
  const arms = Object.keys(numbers);
  const count = numbers[arms[0] ?? '']?.length ?? 0;
  const other = arms.find((arm) => numbers[arm]!.length !== count);
  if (other !== undefined || count === 0)
    throw new AssayError(
      'configuration',
      `Cannot judge numbers: expected as many of each arm, one a seed, got ${arms.map((arm) => `${numbers[arm]!.length} of ${arm}`).join(', ') || 'no arms'}`,
    );
  const named = <P extends object>(all: readonly P[]): (P & { measure: string })[] =>
    all.map((one) => ({ measure, ...one }));
  const claims = {
    alpha: options.alpha ?? 0.05,
    expected: options.expected ?? 'supported',
    predictions: named(Array.isArray(predictions) ? predictions : [predictions as NumbersPrediction]),
    controls: named(options.controls ?? []),
  } as Pick<AnalysisPlan, 'alpha' | 'expected' | 'predictions' | 'controls'>;
  demandClaims(claims, { arms, count, measure, values, covariates });
  const seeds = Array.from({ length: count }, (_, index) => `${index}`);
  const table: MeasureTable = Object.fromEntries(
    arms.map((arm) => [
      arm,
      { [measure]: Object.fromEntries(seeds.map((seed, index) => [seed, { value: numbers[arm]![index]! }])) },
    ]),
  );
  const analysis: AnalysisPlan = {
    ...claims,
    id: 'numbers',
    file: '',
    claim: '',
    arms,
    seeds,
    looks: [count],
    runs: {},
    covariates,
    measures: [],
    ...(tests && { tests }),
    descriptions: { [measure]: { unit, better, values, scale: values === 'positive' ? 'log' : 'linear' } },
  };
  return judgeTable(analysis, table);
}

/** Checks claims by the rules that hypotheses are checked by, as if a trainer had reported the numbers. */
function demandClaims(
  claims: Pick<AnalysisPlan, 'alpha' | 'expected' | 'predictions' | 'controls'>,
  design: Required<Pick<NumbersOptions, 'measure' | 'values' | 'covariates'>> & {
    readonly arms: readonly string[];
    readonly count: number;
  },
): void {
  const { arms, count, measure, values, covariates } = design;
  const validation = validate({
    ...claims,
    id: 'numbers',
    claim: 'numbers at hand',
    workload: {
      model: { kind: 'softmax-regression' },
      data: { kind: 'clusters', classes: 2, dimensions: 1, train: 1000, test: 1 },
      loss: 'cross-entropy',
      trainer: { command: ['none'] },
    },
    optimizer: { kind: 'sgd' },
    arms: Object.fromEntries(
      arms.map((arm) => [arm, { learningRate: 1, batchSize: 1, covariates: covariates[arm] ?? {} }]),
    ),
    stop: { kind: 'steps', steps: 1 },
    replicates: count,
    measures: [{ kind: 'reported', metric: measure, values, name: measure }],
  });
  if (validation.kind === 'invalid')
    throw new AssayError('configuration', 'Cannot judge numbers', { problems: validation.problems });
}
