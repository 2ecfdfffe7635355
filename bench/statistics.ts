/**
 * Milliseconds a call of the resampling methods, and of everything else that a judgement runs often. `npm run
 * bench:statistics`
 *
 * Medians of repeated calls after a warm-up. Targets on a laptop: 10,000 resamples at n = 20 under 10 ms, a judgement
 * of 8 arms × 24 replicates with ten predictions of all costs under 150 ms.
 */
import type { Prediction } from '../src/declare/types.ts';
import { judge } from '../src/judge/index.ts';
import type { MeasureTable } from '../src/measures/types.ts';
import type { AnalysisPlan } from '../src/plan/types.ts';
import { stream } from '../src/random/index.ts';
import {
  bootstrapMean,
  equivalent,
  mannWhitney,
  permutation,
  powerPaired,
  replicatesNeeded,
  signFlip,
  studentOneSample,
  wilcoxonSignedRank,
} from '../src/statistics/index.ts';

const random = stream('bench', 'simulate');
const sample = (n: number): number[] => Array.from({ length: n }, () => random.normal());
const region = equivalent(0.5);
const draws = { resamples: 10_000, effectSizes: false, region, random, enumerateUpTo: 1 };

/** What is timed: a name, the number of values, and the call. */
type Row = readonly [name: string, n: number, call: () => unknown];

const rows: readonly Row[] = [20, 200].flatMap((n): Row[] => {
  const [x, y] = [sample(n), sample(n)];
  return [
    ['bootstrap BCa, 10,000', n, () => bootstrapMean(x, { ...draws, kind: 'bca' })],
    ['bootstrap studentized, 10,000', n, () => bootstrapMean(x, draws)],
    ['permutation, 10,000', n, () => permutation(x, y, draws)],
    ['sign-flip, 10,000', n, () => signFlip(x, draws)],
    ['Wilcoxon with interval', n, () => wilcoxonSignedRank(x, { region })],
    ['Mann–Whitney with interval', n, () => mannWhitney(x, y, { region, effectSizes: false })],
    ['paired t', n, () => studentOneSample(x, { region, effectSizes: false })],
    ['paired t with interval of d', n, () => studentOneSample(x, { region })],
    ['exact TOST power', n, () => powerPaired(n, { difference: 0.1, standardDeviation: 1, region })],
    ['replicates needed', n, () => replicatesNeeded(x, region)],
  ];
});

/**
 * Judges a hypothesis of 8 arms and 24 seeds. `every`: with predictions of every cost, resampling of distributions and
 * curves included; otherwise all pairs, a trend and a control.
 */
function judgement(every: boolean): unknown {
  const arms = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
  const seeds = Array.from({ length: 24 }, (_, seed) => `${seed}`);
  const table: MeasureTable = Object.fromEntries(
    arms.map((arm) => [
      arm,
      {
        loss: Object.fromEntries(
          seeds.map((seed) => [
            seed,
            {
              value: Math.exp(0.1 * random.normal()),
              curve: { at: [1, 2, 3, 4, 5], values: sample(5).map((value) => Math.exp(0.1 * value)) },
            },
          ]),
        ),
      },
    ]),
  );
  const measure = 'loss';
  const further: readonly Prediction[] = [
    { measure, kind: 'equivalent', arms: ['a', 'b'], margin: 0.1, method: 'sign-flip' },
    { measure, kind: 'equivalent', arms: ['a', 'b'], margin: 0.1, method: 'wilcoxon' },
    { measure, kind: 'equivalent', arms: ['a', 'b'], margin: 0.1, method: 'bootstrap' },
    { measure, kind: 'scales', along: 'factor', exponent: 0, within: 0.1 },
    { measure, kind: 'breaks', along: 'factor', arms: ['a', 'b', 'c', 'd'], margin: 0.1, between: [1, 4] },
    { measure, kind: 'correlates', with: 'factor', direction: 'positive' },
    { measure, kind: 'sameDistribution', arms: ['a', 'b'], margin: 0.1 },
    { measure, kind: 'sameCurve', arms: ['a', 'b'], margin: 0.1 },
  ];
  const analysis: AnalysisPlan = {
    id: 'bench',
    file: 'bench',
    claim: 'eight arms',
    alpha: 0.05,
    expected: 'supported',
    arms,
    covariates: Object.fromEntries(arms.map((arm, i) => [arm, { factor: 2 ** i }])),
    seeds,
    looks: [24],
    runs: {},
    measures: [],
    descriptions: { loss: { unit: 'nats', scale: 'log', values: 'positive', better: 'lower' } },
    predictions: [
      { measure, kind: 'equivalent', arms, margin: 0.1 },
      { measure, kind: 'trend', along: 'factor', direction: 'increasing' },
      ...(every ? further : []),
    ],
    controls: [{ measure, kind: 'differs', arms: ['a', 'h'] }],
  };
  return judge(analysis, table);
}

const judgements: readonly Row[] = [
  ['judgement of 8 arms', 24, () => judgement(false)],
  ['judgement with every kind', 24, () => judgement(true)],
];

/**
 * Medians of 21 calls after five: wall clock, and processor time of this process, which other programs do not lengthen
 * as much.
 */
function medianMs(call: () => unknown): { wall: number; processor: number } {
  for (let i = 0; i < 5; i++) call();
  const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;
  const [wall, processor]: [number[], number[]] = [[], []];
  for (let i = 0; i < 21; i++) {
    const start = performance.now();
    const used = process.cpuUsage();
    call();
    processor.push(process.cpuUsage(used).user / 1000);
    wall.push(performance.now() - start);
  }
  return { wall: median(wall), processor: median(processor) };
}

console.log(`${''.padEnd(42)} wall ms   processor ms`);
for (const [name, n, call] of [...rows, ...judgements]) {
  const { wall, processor } = medianMs(call);
  console.log(
    `${name.padEnd(32)} n = ${String(n).padStart(3)} ${wall.toFixed(3).padStart(10)} ${processor.toFixed(3).padStart(12)}`,
  );
}
