import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import * as statistics from '../../src/statistics/index.ts';
import { equivalent, greater, less } from '../../src/statistics/index.ts';
import { ofOneSample, ofTwoSamples } from './methods.ts';

const x = [3, 1, 4, 1.5, 5, 9, 2, 6];
const y = [2, 7, 1, 8, 2.5, 8.5, 1.1, 9];
const rows = x.map((value, i) => [value, y[i]!, value + y[i]!]);
const random = () => stream('1', 'bootstrap', 'alpha');
const s = statistics as unknown as Record<string, (...of: unknown[]) => unknown>;

const two = [
  ...ofTwoSamples,
  ...['pearson', 'spearman', 'kendall', 'slope', 'exponent', 'theilSen', 'deming', 'slopePermutation'],
];
const along = ['blockedTrend', 'slopeWithinBlocks', 'exponentWithinBlocks', 'theilSenWithinBlocks'];
const sized = ['standardizedDifference', 'cliffsDelta', 'probabilityOfImprovement'];

/** Every function that takes an error rate. */
const calls: readonly (readonly [string, (alpha: number) => unknown])[] = [
  ...ofOneSample.map((name) => [name, (alpha: number) => s[name]!(x, { alpha, random: random() })] as const),
  ...two.map((name) => [name, (alpha: number) => s[name]!(x, y, { alpha, random: random() })] as const),
  ...along.map((name) => [name, (alpha: number) => s[name]!(rows, [1, 2, 3], { alpha })] as const),
  ...sized.map(
    (name) =>
      [
        name,
        (alpha: number) => (name === 'standardizedDifference' ? s[name]!(x, alpha) : s[name]!(x, y, alpha)),
      ] as const,
  ),
  [
    'partialCorrelation',
    (alpha) =>
      s.partialCorrelation!(
        x,
        y,
        x.map((value) => [value ** 2]),
        { alpha },
      ),
  ],
  ['equivalentMeans', (alpha) => s.equivalentMeans!([x, y], { alpha })],
  ['independentPairsEquivalent', (alpha) => s.independentPairsEquivalent!([x, y], { alpha })],
  ['allPairsEquivalent', (alpha) => s.allPairsEquivalent!(rows, { alpha, random: random() })],
  ['bootstrap', (alpha) => s.bootstrap!([x], statistics.meanOf, { alpha, random: random() })],
  ['breakdown', (alpha) => s.breakdown!(rows, [1, 2, 4], { alpha, margin: 1, worse: 'less' })],
  ['meanDifference', (alpha) => s.meanDifference!(x, y, { alpha })],
  ['rSquared', (alpha) => s.rSquared!(0.5, { n: 20, predictors: 1, alpha })],
  ['interquartileMeanEffect', (alpha) => s.interquartileMeanEffect!(x, y, { alpha, random: random() })],
  [
    'powerPaired',
    (alpha) => s.powerPaired!(8, { difference: 0, standardDeviation: 1, region: equivalent(1), alpha }),
  ],
  ['powerCorrelation', (alpha) => s.powerCorrelation!(20, 0.4, { alpha })],
  ['replicatesNeeded', (alpha) => s.replicatesNeeded!(x, less(9), { alpha })],
  ['alphaByLook', (alpha) => s.alphaByLook!({ information: [0.5, 1], alpha }, greater())],
  ['futilityBounds', (alpha) => s.futilityBounds!({ information: [0.5, 1], alpha, drift: 3 })],
  ['normalMixture', (alpha) => s.normalMixture!({ n: 9, mean: 1, sigma: 1, alpha, optimalAt: 5 })],
  ['empiricalBernstein', (alpha) => s.empiricalBernstein!([0.5, 0.7], alpha)],
  ['summarizeFamily', (alpha) => s.summarizeFamily!([0.01, 0.3], alpha)],
];

describe('an error rate', () => {
  test.for(calls)('%s: outside of 0 … ½ it is refused, inside it is taken', ([, call]) => {
    for (const alpha of [0, 0.5, 1, 5, -0.05, NaN, Infinity])
      expect(() => call(alpha)).toThrow(`expected alpha in (0, 0.5), got ${alpha}`);
    for (const alpha of [1e-9, 0.05, 0.49]) expect(() => call(alpha)).not.toThrow();
  });

  test('is above zero at a look that spends next to nothing, so that any test can be asked there', () => {
    const [first] = statistics.alphaByLook({ information: [2 / 2000, 1], alpha: 0.05 }, greater());
    expect(first).toBe(Number.MIN_VALUE);
    const { interval, p } = statistics.studentOneSample([1, 2], {
      region: statistics.different(),
      alpha: first!,
    });
    expect(p).toBeGreaterThan(first!);
    expect(interval!.lower).toBeLessThan(-1e100);
  });
});
