import type { Control, ExpectedVerdict, Prediction } from '../declare/types.ts';
import { quote } from '../declare/problems.ts';
import { didYouMean } from '../declare/suggest.ts';
import { validate } from '../declare/validate.ts';
import { AssayError } from '../errors.ts';
import { judge as judgeTable } from '../judge/index.ts';
import type { Judgement } from '../judge/types.ts';
import type { MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import type { CustomTests } from '../predictions/index.ts';

/**
 * Numbers by arm, one a seed: those at one position have one seed, so arms are compared in pairs. A run that diverged
 * is the worst number: `Infinity` where lower is better, `-Infinity` where higher is. `NaN` is a run without a number,
 * and makes a claim about it invalid.
 */
export type NumbersOfArms = Readonly<Record<string, readonly number[]>>;

type WithoutMeasure<P> = P extends unknown ? Omit<P, 'measure'> & { readonly measure?: string } : never;

/** A prediction about numbers at hand; what is measured need not be named. */
export type NumbersPrediction = WithoutMeasure<Prediction>;

const choices = {
  better: ['higher', 'lower', 'neither'],
  values: ['continuous', 'positive', 'count', 'yes/no'],
} as const;

/** What else is known of numbers at hand. */
export interface NumbersOptions {
  /** What they measure, in words; default `value`. */
  readonly measure?: string;
  readonly unit?: string;
  readonly better?: (typeof choices.better)[number];
  /** What they are: the judge chooses methods by it. Default `continuous`. */
  readonly values?: (typeof choices.values)[number];
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
 * @throws AssayError `configuration` where arms have unequally many numbers, something is no number, or an option or a
 * prediction is wrong, with every problem
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
  demandOptions(options);
  demandNumbers(numbers, better);
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

/** What no diverged run may count as: it would be the best. */
const best = { higher: Infinity, lower: -Infinity, neither: undefined } as const;

/**
 * Refuses what is no number, and diverged runs that would be the best. JSON has no NaN and no Infinity and writes
 * `null`, which arithmetic takes for 0.
 */
function demandNumbers(numbers: NumbersOfArms, better: keyof typeof best): void {
  const wrongOf = (value: unknown): string | undefined => {
    if (typeof value !== 'number')
      return `expected a number (NaN of a run that has none, infinite of one that diverged), got ${quote(value)}`;
    return value === best[better]
      ? `expected a finite number, or ${-value} of a run that diverged, as ${better} is better, got ${value}`
      : undefined;
  };
  const problems = Object.entries(numbers).flatMap(([arm, values]) =>
    values.flatMap((value: unknown, index) => {
      const message = wrongOf(value);
      return message === undefined ? [] : [{ path: `${arm}[${index}]`, message }];
    }),
  );
  if (problems.length > 0) throw new AssayError('configuration', 'Cannot judge numbers', { problems });
}

/** Names of all options: a missing one does not compile. */
const optionNames: Readonly<Record<keyof NumbersOptions, true>> = {
  measure: true,
  unit: true,
  better: true,
  values: true,
  controls: true,
  alpha: true,
  expected: true,
  covariates: true,
};

function demandOptions(options: NumbersOptions): void {
  const known = Object.keys(optionNames);
  const problems = Object.keys(options)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `options.${name}`,
      message: `expected ${known.join(' | ')}, got ${quote(name)}${didYouMean(name, known)}`,
    }));
  for (const [name, allowed] of Object.entries(choices)) {
    const value = options[name as keyof typeof choices];
    if (value !== undefined && !(allowed as readonly unknown[]).includes(value))
      problems.push({
        path: `options.${name}`,
        message: `expected ${allowed.map(quote).join(' | ')}, got ${quote(value)}${didYouMean(value, allowed)}`,
      });
  }
  if (problems.length > 0) throw new AssayError('configuration', 'Cannot judge numbers', { problems });
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
