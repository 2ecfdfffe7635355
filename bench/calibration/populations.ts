import type { Random } from '../../src/random/index.ts';
import { normalCdf } from '../../src/statistics/index.ts';

/** Differences of pairs whose mean is zero. */
export interface PairedPopulation {
  readonly name: string;
  readonly draw: (n: number, random: Random) => number[];
  /** The centre that the ranks see: median of (d + d′)/2. Zero for symmetric differences. */
  readonly pseudomedian: number;
  readonly symmetric: boolean;
}

const times = (n: number, value: (i: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => value(i));

/** Exponential with mean 1, less its mean: skewness 2. */
const skewed = (random: Random): number => -Math.log(1 - random.uniform()) - 1;

/** Normal to the nearest half: many ties, zeros, and values on the boundary. */
const discrete = (random: Random): number => Math.round(2 * random.normal()) / 2;

/** Half the median of the gamma distribution of shape 2, which is half the sum of two exponentials, less one. */
const SKEWED_PSEUDOMEDIAN = 1.678346990016661 / 2 - 1;

export const pairedPopulations: readonly PairedPopulation[] = [
  {
    name: 'normal',
    draw: (n, random) => times(n, () => random.normal()),
    pseudomedian: 0,
    symmetric: true,
  },
  {
    name: 'skewed arms',
    draw: (n, random) => times(n, () => skewed(random) - skewed(random)),
    pseudomedian: 0,
    symmetric: true,
  },
  {
    name: 'skewed differences',
    draw: (n, random) => times(n, () => skewed(random)),
    pseudomedian: SKEWED_PSEUDOMEDIAN,
    symmetric: false,
  },
  {
    name: 'heteroscedastic',
    draw: (n, random) => times(n, (i) => (i % 2 === 0 ? 1 : 3) * random.normal()),
    pseudomedian: 0,
    symmetric: true,
  },
  {
    name: 'discrete',
    draw: (n, random) => times(n, () => discrete(random)),
    pseudomedian: 0,
    symmetric: true,
  },
];

/**
 * Log-normal less its mean: skewness 6.2, more than any test of a mean bears. The median of half the sum of two was
 * found by quadrature.
 */
export const logNormalDifferences: PairedPopulation = {
  name: 'log-normal differences',
  draw: (n, random) => times(n, () => Math.exp(random.normal()) - Math.exp(0.5)),
  pseudomedian: 1.221583 - Math.exp(0.5),
  symmetric: false,
};

/**
 * Two independent arms of equal means, equal medians of all differences, and an even chance that one is above the
 * other.
 */
export interface TwoSamplePopulation {
  readonly name: string;
  readonly draw: (n: number, m: number, random: Random) => readonly [number[], number[]];
  readonly equalShapes: boolean;
}

export const twoSamplePopulations: readonly TwoSamplePopulation[] = [
  {
    name: 'normal',
    draw: (n, m, random) => [times(n, () => random.normal()), times(m, () => random.normal())],
    equalShapes: true,
  },
  {
    name: 'skewed',
    draw: (n, m, random) => [times(n, () => skewed(random)), times(m, () => skewed(random))],
    equalShapes: true,
  },
  {
    // The smaller sample has the larger spread: the hard case.
    name: 'heteroscedastic',
    draw: (n, m, random) => [times(n, () => 3 * random.normal()), times(m, () => random.normal())],
    equalShapes: false,
  },
  {
    name: 'discrete',
    draw: (n, m, random) => [times(n, () => discrete(random)), times(m, () => discrete(random))],
    equalShapes: true,
  },
];

/** Sizes of independent arms, equal and unequal. */
export const SIZES = [
  [5, 5],
  [8, 8],
  [16, 16],
  [5, 10],
  [8, 16],
  [16, 24],
] as const;

/** What is added to values near zero so that a ratio of means has a meaning. */
export const LEVEL = 10;

/** P(X + shift > Y) + ½·P(X + shift = Y) of the two-sample populations. */
export const IMPROVEMENT: Readonly<Record<string, (shift: number) => number>> = {
  normal: (shift) => normalCdf(shift / Math.SQRT2),
  skewed: (shift) => 1 - Math.exp(-shift) / 2, // X − Y is a Laplace variable
  heteroscedastic: (shift) => normalCdf(shift / Math.sqrt(10)),
  discrete: (shift) => {
    const halves = Array.from({ length: 41 }, (_, i) => i / 2 - 10);
    const mass = halves.map((at) => normalCdf(at + 0.25) - normalCdf(at - 0.25));
    let total = 0;
    halves.forEach((x, i) =>
      halves.forEach((y, j) => (total += mass[i]! * mass[j]! * (0.5 + Math.sign(x + shift - y) / 2))),
    );
    return total;
  },
};
