/** Data that say nothing, too little or nonsense: a result without NaN, or an error that says what was expected. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import * as statistics from '../../src/statistics/index.ts';
import { equivalent, greater } from '../../src/statistics/index.ts';
import { ofOneSample, ofTwoSamples } from './methods.ts';
import { placeOfNaN } from './place-of-nan.ts';

const samples: Readonly<Record<string, readonly number[]>> = {
  empty: [],
  single: [1],
  pair: [1, 2],
  constant: [2, 2, 2, 2, 2, 2, 2, 2],
  zeros: [0, 0, 0, 0, 0, 0, 0, 0],
  NaN: [1, 2, NaN, 4, 5, 6, 7, 8],
  infinite: [1, 2, Infinity, 4, 5, 6, 7, 8],
  'both infinities': [-Infinity, 2, Infinity, 4, 5, 6, 7, 8],
  plain: [3, 1, 4, 1.5, 5, 9, 2, 6],
};
const s = statistics as unknown as Record<string, (...of: unknown[]) => unknown>;
const options = () => ({ random: stream('1', 'bootstrap', 'degenerate'), resamples: 99 });

/** What is wrong with a call; undefined where it gives numbers, or refuses in words. */
function fault(call: () => unknown): string | undefined {
  try {
    return placeOfNaN(call());
  } catch (error) {
    return error instanceof RangeError && error.message.startsWith('Cannot ') ? undefined : String(error);
  }
}

const one = [
  ...ofOneSample,
  ...['andersonDarling', 'jarqueBera', 'shapeOf', 'cohenD', 'median', 'ranksOf', 'wilcoxonNormal'],
  ...['signedRankTails'],
];
const two = [
  ...ofTwoSamples,
  ...['energyTest', 'energyDistance', 'kolmogorovSmirnov', 'cramerVonMises', 'placement', 'welchEstimate'],
  ...[
    'pearson',
    'spearman',
    'kendall',
    'slope',
    'exponent',
    'theilSen',
    'deming',
    'slopePermutation',
    'fitLine',
  ],
  ...['pearsonOf', 'spearmanOf', 'kendallOf', 'kendallTails', 'spearmanTails', 'cohenD', 'rankSumTails'],
];
const grouped = [
  'anova',
  'welchAnova',
  'kruskalWallis',
  'levene',
  'equivalentMeans',
  'independentPairsEquivalent',
  'jonckheereTerpstra',
];
const effects = ['meanDifference', 'ratioOfMeansEffect', 'interquartileMeanEffect'];

const numbers = [NaN, Infinity, -Infinity, -1, 0, 0.5, 1, 2];
const scalars: Readonly<Record<string, (a: number, b: number) => unknown>> = {
  bayesFactorOneSample: (a, b) => s.bayesFactorOneSample!(a, b),
  bayesFactorCorrelation: (a, b) => s.bayesFactorCorrelation!(a, b),
  powerPaired: (a, b) => s.powerPaired!(a, { difference: 0, standardDeviation: b, region: equivalent(1) }),
  powerCorrelation: (a, b) => s.powerCorrelation!(a, b),
  rSquared: (a, b) => s.rSquared!(a, { n: b, predictors: 1, alpha: 0.05 }),
  fisherInterval: (a, b) => s.fisherInterval!(a, 10 * b, 0.95),
  correlationUpper: (a, b) => s.correlationUpper!(a, b, 5),
  correlationLowerBound: (a, b) => s.correlationLowerBound!(a, 0.05, b),
  logEValueOfT: (a, b) => s.logEValueOfT!(b, a),
  logEValueOfWins: (a, b) => s.logEValueOfWins!(a, b),
  partialOf: (a, b) => s.partialOf!(a, b, 0.2),
  sequentialBoundaries: (a, b) => s.sequentialBoundaries!({ information: [a, b] }),
  crossing: (a, b) => s.crossing!([a], [b]),
  conditionalPower: (a, b) => s.conditionalPower!({ z: a, time: 0.5, critical: b }),
  smallestP: (a, b) => s.smallestP!({ kind: 'page', blocks: a, arms: b }),
  normalMixture: (a, b) => s.normalMixture!({ n: a, mean: 1, sigma: b, alpha: 0.05, optimalAt: 5 }),
  scoreVariance: (a) => s.scoreVariance!(a, [], []),
  equivalentRatio: (a) => s.equivalentRatio!(a),
  quantile: (a) => s.quantile!([1, 2, 3], a),
  holm: (a, b) => s.holm!([a, b]),
  locateBreakdown: (a, b) => s.locateBreakdown!([{ factor: a, equivalence: b, inferiority: b }]),
  errorRatio: (a) => s.deming!([1, 2, 3, 4], [1, 3, 2, 4], { errorRatio: a }),
  region: (a, b) => s.studentOneSample!([1, 2, 3], { region: { lower: a, upper: b } }),
  resamples: (a) => {
    const faults = [
      fault(() => s.bootstrapMean!([1, 2, 4], { ...options(), resamples: a })),
      fault(() => s.energyEquivalence!([1, 2, 4], [1, 3, 5], { ...options(), resamples: a })),
      fault(() => s.jarqueBera!([1, 2, 4, 9], { ...options(), resamples: a })),
      fault(() => s.signFlip!([1, 2, 4, 9], { ...options(), enumerateUpTo: 1, resamples: a })),
      fault(() => s.permutation!([1, 2, 4], [2, 3], { ...options(), enumerateUpTo: 1, resamples: a })),
      fault(() =>
        s.allPairsEquivalent!(
          [
            [1, 2],
            [3, 5],
            [2, 2],
          ],
          { ...options(), resamples: a },
        ),
      ),
      fault(() => s.page!([[1, 2, 3]], { ...options(), how: 'monte-carlo', resamples: a })),
      fault(() =>
        s.kendall!([1, 2, 3, 4, 5], [1, 3, 2, 5, 4], { ...options(), how: 'monte-carlo', resamples: a }),
      ),
    ];
    for (const found of faults) if (found !== undefined) throw new Error(found);
  },
};

const tables: Readonly<Record<string, readonly (readonly (number | undefined)[])[]>> = {
  empty: [],
  'empty row': [[]],
  'one seed': [[1, 2, 3]],
  constant: [
    [2, 2, 2],
    [2, 2, 2],
  ],
  NaN: [
    [1, NaN, 2],
    [1, 2, 3],
    [2, 1, 4],
  ],
  infinite: [
    [1, Infinity, 2],
    [1, 2, 3],
    [2, 1, 4],
  ],
  ragged: [
    [1, 2, 3],
    [1, 2],
    [1, 2, 4],
  ],
  holes: [
    [undefined, undefined, undefined],
    [1, undefined, 2],
    [1, 2, 3],
  ],
};
const along = [
  'blockedTrend',
  'slopeWithinBlocks',
  'exponentWithinBlocks',
  'theilSenWithinBlocks',
  'jonckheereWithinBlocks',
];
const covariates = [[1, 2, 3], [1, 1, 1], [NaN, 1, 2], [], [1]];

describe('no NaN, no crash', () => {
  test.for(one)('%s', (name) => {
    for (const [kind, x] of Object.entries(samples))
      expect(
        fault(() => s[name]!(x, options())),
        kind,
      ).toBeUndefined();
  });

  test.for(two)('%s', (name) => {
    for (const [first, x] of Object.entries(samples))
      for (const [second, y] of Object.entries(samples))
        expect(
          fault(() => (name === 'cohenD' ? s[name]!(x, y) : s[name]!(x, y, options()))),
          `${first}, ${second}`,
        ).toBeUndefined();
  });

  test.for(grouped)('%s', (name) => {
    for (const [first, x] of Object.entries(samples))
      for (const [second, y] of Object.entries(samples))
        expect(
          fault(() => s[name]!([x, y])),
          `${first}, ${second}`,
        ).toBeUndefined();
  });

  test.for(effects)('%s', (name) => {
    for (const [first, x] of Object.entries(samples))
      for (const [second, y] of Object.entries(samples))
        expect(
          fault(() => s[name]!(x, y, { ...options(), alpha: 0.05 })),
          `${first}, ${second}`,
        ).toBeUndefined();
  });

  test.for(Object.entries(scalars))('%s', ([, call]) => {
    for (const a of numbers)
      for (const b of call.length > 1 ? numbers : [0])
        expect(
          fault(() => call(a, b)),
          `${a}, ${b}`,
        ).toBeUndefined();
  });

  test.for(Object.entries(tables))('tables: %s', ([, table]) => {
    for (const name of along)
      for (const covariate of covariates)
        expect(
          fault(() => s[name]!(table, covariate)),
          `${name} along ${covariate}`,
        ).toBeUndefined();
    for (const name of ['page', 'allPairsEquivalent'])
      expect(
        fault(() => s[name]!(table, options())),
        name,
      ).toBeUndefined();
    expect(
      fault(() => s.blockedCorrelation!(table, table, { given: table })),
      'given',
    ).toBeUndefined();
    expect(
      fault(() => s.breakdown!(table, [1, 2, 3], { margin: 1, worse: 'less', region: greater(2) })),
    ).toBeUndefined();
  });
});
