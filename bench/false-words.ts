/**
 * How often verdicts are false words, and how often true claims are supported, by the full path through the judge.
 *
 *     npm run false-words                               # 4,000 data sets a cell
 *     npm run false-words -- --trials 1000 --only greater
 *     npm run false-words -- --method student           # by a named method instead of the default
 */
import { parseArgs } from 'node:util';
import type { Prediction } from '../src/declare/types.ts';
import { judge } from '../src/judge/index.ts';
import type { Verdict } from '../src/judge/types.ts';
import type { MeasureTable } from '../src/measures/types.ts';
import { analysisAt, isLastLook } from '../src/plan/looks.ts';
import type { AnalysisPlan } from '../src/plan/types.ts';
import { stream, type Random } from '../src/random/index.ts';
import { falseWords, powers, type DrawRow, type Row } from './false-words/rows.ts';

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

function analysisOf(prediction: Prediction, arms: readonly string[], looks: readonly number[]): AnalysisPlan {
  const reading = { unit: '', scale: 'linear', better: 'higher', values: 'continuous' } as const;
  return {
    id: 'false-words',
    file: 'bench',
    claim: '',
    alpha: 0.05,
    expected: 'supported',
    arms,
    covariates: {},
    seeds: Array.from({ length: looks.at(-1)! }, (_, seed) => `${seed}`),
    looks,
    runs: {},
    measures: [],
    descriptions: { accuracy: reading },
    predictions: [
      options.method === undefined ? prediction : { ...prediction, method: options.method as 'student' },
    ],
    controls: [],
  };
}

function tableOf(draw: DrawRow, n: number, random: Random): MeasureTable {
  const rows = Array.from({ length: n }, () => draw(random));
  return Object.fromEntries(
    rows[0]!.map((_, arm) => [
      `a${arm}`,
      { accuracy: Object.fromEntries(rows.map((row, seed) => [`${seed}`, { value: row[arm]! }])) },
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
  { claim, data, prediction, draw }: Row,
  looks: readonly number[],
): Record<'supported' | 'refuted', number> {
  const random = stream(options.seed, 'simulate', claim, data, looks.join());
  const arms = draw(stream('arms', 'simulate')).map((_, arm) => `a${arm}`);
  const analysis = analysisOf(prediction, arms, looks);
  const counts = { supported: 0, refuted: 0, inconclusive: 0, invalid: 0 };
  for (let trial = 0; trial < trials; trial++)
    counts[verdictOf(analysis, tableOf(draw, looks.at(-1)!, random))]++;
  return { supported: (100 * counts.supported) / trials, refuted: (100 * counts.refuted) / trials };
}

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
    const cells = (row.looks ?? sizes.map((n) => [n])).map((looks) => {
      const { supported, refuted } = shares(row, looks);
      return `${row.looks ? `${looks.join('-')}: ` : ''}${supported.toFixed(1)} / ${refuted.toFixed(1)}`;
    });
    print([row.claim, row.data, ...cells]);
  }
}
if (options.table !== 'false-words') {
  process.stdout.write(`\nPower, % of ${trials} data sets\n\n`);
  head(['claim', 'data', ...sizes.map((n) => `n = ${n}`)]);
  for (const row of chosen(powers))
    print([row.claim, row.data, ...sizes.map((n) => shares(row, [n]).supported.toFixed(1))]);
}
