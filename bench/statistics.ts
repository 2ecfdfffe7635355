/**
 * Milliseconds a call of the resampling methods, and of everything else that a judgement runs often. `npm run bench:statistics`
 *
 * Medians of repeated calls after a warm-up. Targets on a laptop: 10,000 resamples at n = 20 under 10 ms.
 */
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

/** Medians of 21 calls after five: wall clock, and processor time of this process, which other programs do not lengthen as much. */
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
for (const [name, n, call] of rows) {
  const { wall, processor } = medianMs(call);
  console.log(
    `${name.padEnd(32)} n = ${String(n).padStart(3)} ${wall.toFixed(3).padStart(10)} ${processor.toFixed(3).padStart(12)}`,
  );
}
