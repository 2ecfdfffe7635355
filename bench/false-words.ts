/**
 * How often verdicts are false words, and how often true claims are supported, by the full path through the judge.
 *
 *     npm run false-words                               # 4,000 data sets a cell
 *     npm run false-words -- --trials 1000 --only greater
 *     npm run false-words -- --method student           # by a named method instead of the default
 */
import { parseArgs } from 'node:util';
import { judge } from '../src/judge/index.ts';
import type { Verdict } from '../src/judge/types.ts';
import type { Measured, MeasureTable } from '../src/measures/types.ts';
import { analysisAt, isLastLook } from '../src/plan/looks.ts';
import type { AnalysisPlan } from '../src/plan/types.ts';
import { stream, type Random } from '../src/random/index.ts';
import { mean } from '../src/statistics/index.ts';
import {
  falseWords,
  powers,
  type DrawMeasures,
  type DrawnValue,
  type DrawRow,
  type Row,
} from './false-words/rows.ts';

const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '4000' },
    sizes: { type: 'string', default: '4,5,6,8,12,16,20,30' },
    only: { type: 'string', default: '' },
    table: { type: 'string' },
    method: { type: 'string' },
    seed: { type: 'string', default: 'false-words' },
  },
});
const trials = Number(options.trials);
const sizes = options.sizes.split(',').map(Number);
if (!(Number.isInteger(trials) && trials > 0 && sizes.every((n) => Number.isInteger(n) && n > 1)))
  throw new RangeError(
    `Cannot count false words: expected whole numbers of trials and seeds, got ${options.trials} and ${options.sizes}`,
  );

/** The measure that every row has, and what else a row may draw. */
const MEASURES = ['accuracy', 'loss', 'third', 'curve'] as const;

function analysisOf(
  { prediction, covariate = [] }: Pick<Row, 'prediction' | 'covariate'>,
  arms: readonly string[],
  looks: readonly number[],
): AnalysisPlan {
  const readingOf = (name: string) =>
    ({
      unit: '',
      scale: 'linear',
      better: 'higher',
      values: name === 'curve' ? 'curve' : 'continuous',
    }) as const;
  return {
    id: 'false-words',
    file: 'bench',
    claim: '',
    alpha: 0.05,
    expected: 'supported',
    arms,
    covariates: Object.fromEntries(
      arms.map((arm, i) => [arm, covariate[i] === undefined ? {} : { covariate: covariate[i] }]),
    ),
    seeds: Array.from({ length: looks.at(-1)! }, (_, seed) => `${seed}`),
    looks,
    runs: {},
    measures: [],
    descriptions: Object.fromEntries(MEASURES.map((name) => [name, readingOf(name)])),
    predictions: [
      options.method === undefined
        ? prediction
        : ({ ...prediction, method: options.method } as typeof prediction),
    ],
    controls: [],
  };
}

/** What a row draws at one seed, by measure. */
function drawnAt(
  draw: DrawRow | DrawMeasures,
  random: Random,
): Readonly<Record<string, readonly DrawnValue[]>> {
  const drawn = draw(random);
  return Array.isArray(drawn) ? { accuracy: drawn } : (drawn as ReturnType<DrawMeasures>);
}

/** A number, or a curve with its mean, at 1, 2, 3 … */
const measuredAs = (value: DrawnValue): Measured =>
  typeof value === 'number'
    ? { value }
    : { value: mean(value), curve: { at: value.map((_, i) => i + 1), values: value } };

function tableOf(draw: DrawRow | DrawMeasures, n: number, random: Random): MeasureTable {
  const seeds = Array.from({ length: n }, () => drawnAt(draw, random));
  const values = (measure: string, arm: number) =>
    Object.fromEntries(seeds.map((drawn, seed) => [`${seed}`, measuredAs(drawn[measure]![arm]!)]));
  const measures = Object.keys(seeds[0]!);
  return Object.fromEntries(
    seeds[0]![measures[0]!]!.map((_, arm) => [
      `a${arm}`,
      Object.fromEntries(measures.map((measure) => [measure, values(measure, arm)])),
    ]),
  );
}

function verdictOf(analysis: AnalysisPlan, table: MeasureTable): Verdict {
  for (let look = 0; ; look++) {
    const { verdict } = judge(analysisAt(analysis, look), table, { look, details: false });
    if (verdict !== 'inconclusive' || isLastLook(analysis, look)) return verdict;
  }
}

/** Shares of the verdicts of one row at one size, in percent. */
function shares(
  { claim, data, draw, ...row }: Row,
  looks: readonly number[],
): Record<'supported' | 'refuted', number> {
  const random = stream(options.seed, 'simulate', claim, data, looks.join());
  const [values] = Object.values(drawnAt(draw, stream('arms', 'simulate')));
  const arms = values!.map((_, arm) => `a${arm}`);
  const analysis = analysisOf(row, arms, looks);
  const counts = { supported: 0, refuted: 0, inconclusive: 0, invalid: 0 };
  for (let trial = 0; trial < trials; trial++)
    counts[verdictOf(analysis, tableOf(draw, looks.at(-1)!, random))]++;
  return { supported: (100 * counts.supported) / trials, refuted: (100 * counts.refuted) / trials };
}

/** The looks of a row, at its own sizes where it has some. */
const looksOf = (row: Row): readonly (readonly number[])[] =>
  row.looks ?? (row.sizes ?? sizes).map((n) => [n]);

/** What a cell says before its numbers, where the head of the column does not. */
const labelOf = (row: Row, looks: readonly number[]): string =>
  row.looks || row.sizes ? `${looks.join('-')}: ` : '';

const print = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const head = (cells: readonly string[]) => {
  print(cells);
  process.stdout.write(`|${cells.map((_, i) => (i < 2 ? '---|' : '---:|')).join('')}\n`);
};
const chosen = (rows: readonly Row[]) =>
  rows.filter(({ claim, data }) => `${claim}, ${data}`.includes(options.only));

if (options.table !== 'power') {
  process.stdout.write(`\nFalse words, % of ${trials} data sets: supported / refuted at the boundary\n\n`);
  head(['claim', 'data', ...sizes.map((n) => `n = ${n}`)]);
  for (const row of chosen(falseWords)) {
    const cells = looksOf(row).map((looks) => {
      const { supported, refuted } = shares(row, looks);
      return `${labelOf(row, looks)}${supported.toFixed(1)} / ${refuted.toFixed(1)}`;
    });
    print([row.claim, row.data, ...cells]);
  }
}
if (options.table !== 'false-words') {
  process.stdout.write(`\nPower, % of ${trials} data sets\n\n`);
  head(['claim', 'data', ...sizes.map((n) => `n = ${n}`)]);
  for (const row of chosen(powers))
    print([
      row.claim,
      row.data,
      ...looksOf(row).map((looks) => `${labelOf(row, looks)}${shares(row, looks).supported.toFixed(1)}`),
    ]);
}
