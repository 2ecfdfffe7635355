import type { Random } from '../../src/random/index.ts';
import {
  energyEquivalence,
  energyTest,
  greater,
  inside,
  less,
  normalCdf,
} from '../../src/statistics/index.ts';
import type { CalibrationCase } from './case.ts';
import { NOISE } from './noise.ts';

const ALPHA = 0.05;
const SIZES = [5, 8, 16] as const;
const UNEQUAL = [
  [5, 10],
  [8, 16],
] as const;

/** E|Z| of Z normal with this mean and variance. */
const meanDistance = (mean: number, variance: number): number => {
  const spread = Math.sqrt(variance);
  const density = Math.exp(-(mean * mean) / (2 * variance)) / Math.sqrt(2 * Math.PI);
  return 2 * spread * density + mean * (2 * normalCdf(mean / spread) - 1);
};

/** Energy distance of N(0, s²) and N(1, t²). */
const ofNormals = (s: number, t: number): number =>
  Math.sqrt(2 * meanDistance(1, s * s + t * t) - meanDistance(0, 2 * s * s) - meanDistance(0, 2 * t * t));

/** Two laws of which the second lies one higher, and their energy distance. */
interface Shifted {
  readonly distance: number;
  readonly draw: (random: Random, arm: 0 | 1) => number;
}
const law = (data: string, distance: number): Shifted => ({
  distance,
  draw: (random, arm) => NOISE[data]!(random, arm) + arm,
});

const SHIFTED: Readonly<Record<string, Shifted>> = {
  normal: law('normal', ofNormals(1, 1)),
  // X − Y is a Laplace variable less one: E|L − 1| = 1 + e⁻¹, E|L| = 1.
  skewed: law('skewed', Math.sqrt(2 / Math.E)),
  heteroscedastic: law('heteroscedastic', ofNormals(1, 2)),
  // Rounded alike, and one is a whole number of halves: by the sum over halves, as the normal's to 1e-11.
  discrete: law('discrete', ofNormals(1, 1)),
};

/** The margin is the true distance. */
const equivalences: readonly CalibrationCase[] = [false, true].flatMap((paired) =>
  Object.entries(SHIFTED).flatMap(([data, { distance, draw }]) => {
    const sizes = [...SIZES.map((n) => [n, n] as const), ...(paired ? [] : UNEQUAL)];
    return sizes.map(([n, m]): CalibrationCase => ({
      section: 'Distributions',
      method: `energy distance, interval${paired ? ', paired' : ''}`,
      data: `${data}, shifted by 1`,
      size: n === m ? String(n) : `${n}, ${m}`,
      bounds: { 'equal to the margin': ALPHA, 'different by more': ALPHA },
      trial: (random) => {
        const x = Array.from({ length: n }, () => draw(random, 0));
        const y = Array.from({ length: m }, () => draw(random, 1));
        const { interval } = energyEquivalence(x, y, {
          region: less(distance),
          random,
          resamples: 199,
          paired,
        });
        return {
          'equal to the margin': interval !== undefined && inside(interval, less(distance)),
          'different by more': interval !== undefined && inside(interval, greater(distance)),
        };
      },
    }));
  }),
);

/**
 * Arms of one law that share seeds, each seed with a level and, where data are heteroscedastic, a spread of its own.
 */
const exchanged: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  SIZES.map((n): CalibrationCase => ({
    section: 'Distributions',
    method: 'energy distance, exchanged within pairs',
    data,
    size: String(n),
    bounds: { 'claimed to differ': ALPHA },
    trial: (random) => {
      const levels = Array.from({ length: n }, () => random.normal());
      const [x, y] = [0, 1].map(() => levels.map((level, seed) => level + noise(random, 2 * (seed % 2))));
      const { p = 1 } = energyTest(x!, y!, { random, paired: true, resamples: 99, enumerateUpTo: 32 });
      return { 'claimed to differ': p < ALPHA };
    },
  })),
);

/** The energy distance: equality up to a margin, and the paired test of equal laws. */
export const energyCases: readonly CalibrationCase[] = [...equivalences, ...exchanged];
