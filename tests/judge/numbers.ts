import type { Holds, Prediction } from '../../src/declare/types.ts';
import { judge } from '../../src/judge/index.ts';
import type { Finding, Judgement } from '../../src/judge/types.ts';
import type { Measured, MeasureTable } from '../../src/measures/types.ts';
import type { MeasureReading } from '../../src/measures/types.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import { stream, type Random } from '../../src/random/index.ts';
import { mean } from '../../src/statistics/index.ts';

/**
 * A value: a text is a missing one, `null` a diverged run, `cutOff` a time that is longer, `curve` the values at 1, 2,
 * 3 …
 */
export type Value =
  number | string | null | { readonly cutOff: number } | { readonly curve: readonly number[] };

/** Values by arm, one a seed. */
export type Numbers = Readonly<Record<string, readonly Value[]>>;

export const readings: Readonly<Record<string, MeasureReading>> = {
  accuracy: { unit: 'fraction', scale: 'linear', values: 'continuous', better: 'higher', worst: 0.1 },
  path: { unit: '', scale: 'linear', values: 'curve', better: 'neither' },
  loss: { unit: 'nats', scale: 'log', values: 'positive', better: 'lower', worst: Infinity },
  width: { unit: '', scale: 'log', values: 'continuous', better: 'neither' },
  depth: { unit: '', scale: 'linear', values: 'continuous', better: 'neither' },
  diverged: { unit: 'fraction', scale: 'linear', values: 'yes/no', better: 'lower' },
  steps: {
    unit: 'steps',
    scale: 'log',
    values: 'time',
    better: 'lower',
    worst: Infinity,
    ends: { a: 1200, b: 1200, c: 1200, d: 1000 },
  },
  reached: { unit: 'fraction', scale: 'linear', values: 'yes/no', better: 'higher' },
  /** Decided by the design in every arm. */
  count: { unit: '', scale: 'log', values: 'count', better: 'lower', decidedIn: ['a', 'b', 'c'] },
};

export interface Given {
  readonly measure?: string;
  readonly covariates?: AnalysisPlan['covariates'];
  readonly controls?: readonly Prediction[];
  readonly expected?: AnalysisPlan['expected'];
  /** Further measures, by name. */
  readonly also?: Readonly<Record<string, Numbers>>;
  readonly details?: boolean;
  /** Numbers of seeds at which the study is judged; default once, with all. */
  readonly looks?: readonly number[];
  /** How the error rate is spent over them. */
  readonly spending?: AnalysisPlan['spending'];
  /** Which of the looks this is; default the last. */
  readonly look?: number;
  /** Which seeds belong to which block, and what the claim says of them. */
  readonly over?: AnalysisPlan['over'];
  /** What the runs of an arm are, by arm: of two equal ones each seed is one run. */
  readonly runs?: Readonly<Record<string, string>>;
}

function measured(value: Value): Measured {
  if (value === null) return { missing: 'the run diverged at step 3', diverged: true };
  if (typeof value === 'string') return { missing: value };
  if (typeof value === 'number') return { value };
  if ('cutOff' in value) return { value: value.cutOff, censored: true };
  return { value: mean(value.curve), curve: { at: value.curve.map((_, i) => i + 1), values: value.curve } };
}

/** Predictions about plain numbers, with their table. */
export function analysisOf(
  numbers: Numbers,
  predictions: readonly Prediction[],
  given: Given = {},
): { readonly analysis: AnalysisPlan; readonly table: MeasureTable } {
  const arms = Object.keys(numbers);
  const seeds = Object.values(numbers)[0]!.map((_, index) => `1/${index}`);
  const all = { [given.measure ?? 'accuracy']: numbers, ...given.also };
  const table: MeasureTable = Object.fromEntries(
    arms.map((arm) => [
      arm,
      Object.fromEntries(
        Object.entries(all).map(([name, values]) => [
          name,
          Object.fromEntries(seeds.map((seed, index) => [seed, measured(values[arm]![index]!)])),
        ]),
      ),
    ]),
  );
  const analysis: AnalysisPlan = {
    id: 'numbers',
    file: 'hypotheses/numbers.hypothesis.ts',
    claim: 'a claim',
    alpha: 0.05,
    expected: given.expected ?? 'supported',
    arms,
    covariates: given.covariates ?? {},
    seeds,
    looks: given.looks ?? [seeds.length],
    ...(given.spending === undefined ? {} : { spending: given.spending }),
    runs: Object.fromEntries(
      Object.entries(given.runs ?? {}).map(([arm, run]) => [
        arm,
        Object.fromEntries(seeds.map((seed) => [seed, `${run} ${seed}`])),
      ]),
    ),
    measures: [],
    descriptions: readings,
    predictions,
    controls: given.controls ?? [],
    ...(given.over === undefined ? {} : { over: given.over }),
  };
  return { analysis, table };
}

/** Judges predictions about plain numbers. */
export function judgeNumbers(
  numbers: Numbers,
  predictions: readonly Prediction[],
  given: Given = {},
): Judgement {
  const { analysis, table } = analysisOf(numbers, predictions, given);
  return judge(analysis, table, {
    details: given.details ?? true,
    ...(given.look === undefined ? {} : { look: given.look }),
  });
}

/** Judges predictions about plain numbers in several blocks, each with seeds of its own. */
export function judgeBlocks(
  blocks: Readonly<Record<string, Numbers>>,
  predictions: readonly Prediction[],
  { holds = 'in-each', ...given }: Given & { readonly holds?: Holds } = {},
): Judgement {
  const arms = Object.keys(Object.values(blocks)[0]!);
  const numbers = Object.fromEntries(
    arms.map((arm) => [arm, Object.values(blocks).flatMap((block) => block[arm]!)]),
  );
  const size = Object.values(blocks)[0]![arms[0]!]!.length;
  const plans = Object.keys(blocks).map((name, index) => ({
    name,
    seeds: Array.from({ length: size }, (_, seed) => `1/${index * size + seed}`),
    covariates: given.covariates ?? {},
    descriptions: readings,
  }));
  return judgeNumbers(numbers, predictions, { looks: [size], ...given, over: { holds, blocks: plans } });
}

/** The first finding of one prediction about plain numbers. */
export const findingOf = (numbers: Numbers, prediction: Prediction, given?: Given): Finding =>
  judgeNumbers(numbers, [prediction], given).findings[0]!;

/** Normal values with a part that arms share seed by seed, as common random numbers give. */
export function simulate(
  means: Readonly<Record<string, number>>,
  seeds: number,
  random: Random = stream('tests', 'simulate'),
  spread = 0.01,
): Numbers {
  const shared = Array.from({ length: seeds }, () => spread * random.normal());
  return Object.fromEntries(
    Object.entries(means).map(([arm, mean]) => [
      arm,
      shared.map((part) => mean + part + spread * random.normal()),
    ]),
  );
}
