import type { Random } from '../../src/random/index.ts';
import {
  cliffsDelta,
  interquartileMeanEffect,
  mean,
  meanDifference,
  probabilityOfImprovement,
  ratioOfMeansEffect,
  slope,
  studentOneSample,
  studentTwoSample,
  sumOfSquares,
  type EffectSize,
} from '../../src/statistics/index.ts';
import { missBoundsAt, missesOf } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { ARMS, DISCRETE_VARIANCE, NOISE } from './noise.ts';
import { IMPROVEMENT, LEVEL, pairedPopulations, SIZES, twoSamplePopulations } from './populations.ts';

const ALPHA = 0.05;
const SECTION = 'Intervals of effect sizes';
/** Differences of means: none, and one standard deviation of the narrower arm. */
const SHIFTS = { none: 0, one: 1 } as const;

const STANDARDIZED: OutsideAssumptions = {
  because: 'assumes normal values of one spread, in units of which it measures',
  choose: 'the mean difference, or the probability of improvement',
};
const SKEWED_UNEQUALLY: OutsideAssumptions = {
  because: 'skewed arms of unequal sizes: their means are skewed unequally',
  choose: '`guardedDifference`, for a ratio that of logarithms',
};

/** Errors of one interval where there is an effect, and whether it covers where there is none. */
const MISSES = missBoundsAt(ALPHA);
const BOUNDS = { ...MISSES, 'not covered, no effect': 2 * ALPHA };
const errorsOf = (
  effect: (shift: number) => EffectSize | undefined,
  truth: (shift: number) => number,
  bootstrapped = false,
): Record<string, boolean> => {
  const missed = (shift: number) => missesOf(truth(shift), effect(shift)?.interval);
  if (bootstrapped) return missed(SHIFTS.one);
  return { ...missed(SHIFTS.one), 'not covered, no effect': missed(SHIFTS.none)['not covered'] ?? false };
};

interface Effect {
  readonly name: string;
  readonly run: (x: number[], y: number[], random: Random) => EffectSize | undefined;
  /** Where the means differ by `shift`. */
  readonly truth: (shift: number, data: string, n: number, m: number) => number;
  /** Without an effect its interval is that of the bootstrap in `two-arms.ts`. */
  readonly bootstrapped?: true;
  readonly outside?: (data: string, n: number, m: number) => OutsideAssumptions | undefined;
}

const draws = (random: Random) => ({ random, alpha: ALPHA, resamples: 199 });
const ratio = (shift: number): number => (LEVEL + shift) / LEVEL;
const skewedUnequally = (data: string, n: number, m: number): OutsideAssumptions | undefined =>
  data === 'skewed' && n !== m ? SKEWED_UNEQUALLY : undefined;

/**
 * Standard deviations of the populations; of unequal spreads, the one that the sample's estimates: pooled over arms, or
 * the mean over seeds.
 */
const deviationOfArms = (data: string, n: number, m: number): number =>
  Math.sqrt(
    data === 'discrete'
      ? DISCRETE_VARIANCE
      : data === 'heteroscedastic'
        ? 1 + (8 * (n - 1)) / (n + m - 2)
        : 1,
  );
const PAIRED_VARIANCES: Readonly<Record<string, (n: number) => number>> = {
  'skewed arms': () => 2,
  heteroscedastic: (n) => 1 + (8 * Math.floor(n / 2)) / n,
  discrete: () => DISCRETE_VARIANCE,
};
const deviationOfPairs = (data: string, n: number): number => Math.sqrt(PAIRED_VARIANCES[data]?.(n) ?? 1);

const independentEffects: readonly Effect[] = [
  {
    name: 'mean difference',
    run: (x, y) => meanDifference(x, y, { alpha: ALPHA }),
    truth: (shift) => shift,
    outside: skewedUnequally,
  },
  {
    name: "Hedges' g",
    run: (x, y) => studentTwoSample(x, y, { alpha: ALPHA }).effectSizes[0],
    truth: (shift, data, n, m) => shift / deviationOfArms(data, n, m),
    outside: (data) => (data === 'skewed' || data === 'heteroscedastic' ? STANDARDIZED : undefined),
  },
  {
    name: 'probability of improvement',
    run: (x, y) => probabilityOfImprovement(x, y, ALPHA),
    truth: (shift, data) => IMPROVEMENT[data]!(shift),
  },
  {
    name: "Cliff's delta",
    run: (x, y) => cliffsDelta(x, y, ALPHA),
    truth: (shift, data) => 2 * IMPROVEMENT[data]!(shift) - 1,
  },
  {
    name: 'ratio of means',
    run: (x, y, random) => ratioOfMeansEffect(x, y, draws(random)),
    truth: ratio,
    bootstrapped: true,
    outside: skewedUnequally,
  },
  {
    name: 'difference of interquartile means',
    run: (x, y, random) => interquartileMeanEffect(x, y, draws(random)),
    truth: (shift) => shift,
    bootstrapped: true,
  },
];

const pairedEffects: readonly Effect[] = [
  {
    name: 'mean difference, paired',
    run: (x, y) => meanDifference(x, y, { alpha: ALPHA, paired: true }),
    truth: (shift) => shift,
  },
  {
    name: 'd for pairs',
    run: (x, y) =>
      studentOneSample(
        x.map((value, i) => value - y[i]!),
        { alpha: ALPHA },
      ).effectSizes[0],
    truth: (shift, data, n) => shift / deviationOfPairs(data, n),
    outside: (data) => (data === 'skewed arms' || data === 'heteroscedastic' ? STANDARDIZED : undefined),
  },
  {
    name: 'ratio of means, paired',
    run: (x, y, random) => ratioOfMeansEffect(x, y, { ...draws(random), paired: true }),
    truth: ratio,
    bootstrapped: true,
  },
  {
    name: 'difference of interquartile means, paired',
    run: (x, y, random) => interquartileMeanEffect(x, y, { ...draws(random), paired: true }),
    truth: (shift) => shift,
    bootstrapped: true,
  },
];

interface Arms {
  readonly data: string;
  readonly sizes: readonly (readonly [number, number])[];
  readonly draw: (n: number, m: number, random: Random) => readonly [number[], number[]];
}
const independentArms: readonly Arms[] = twoSamplePopulations.map(({ name, draw }) => ({
  data: name,
  sizes: SIZES,
  draw: (n, m, random) => {
    const [x, y] = draw(n, m, random);
    return [x.map((value) => LEVEL + value), y.map((value) => LEVEL + value)];
  },
}));
const pairedArms: readonly Arms[] = pairedPopulations
  .filter(({ symmetric }) => symmetric)
  .map(({ name, draw }) => ({
    data: name,
    sizes: SIZES.filter(([n, m]) => n === m),
    draw: (n, _, random) => {
      const y = Array.from({ length: n }, () => LEVEL + random.normal());
      return [draw(n, random).map((difference, seed) => y[seed]! + difference), y];
    },
  }));

const twoArms = (effects: readonly Effect[], arms: readonly Arms[]): readonly CalibrationCase[] =>
  effects.flatMap((effect) =>
    arms.flatMap(({ data, sizes, draw }) =>
      sizes.map(([n, m]): CalibrationCase => {
        const outside = effect.outside?.(data, n, m);
        return {
          section: SECTION,
          method: effect.name,
          data,
          size: arms === pairedArms ? String(n) : `${n}, ${m}`,
          bounds: effect.bootstrapped ? MISSES : BOUNDS,
          trial: (random) => {
            const [x, y] = draw(n, m, random);
            return errorsOf(
              (shift) =>
                effect.run(
                  x.map((value) => value + shift),
                  y,
                  random,
                ),
              (shift) => effect.truth(shift, data, n, m),
              effect.bootstrapped,
            );
          },
          ...(outside === undefined ? {} : { outside }),
        };
      }),
    ),
  );

const VARIANCES: Readonly<Record<string, (arm: number) => number>> = {
  heteroscedastic: (arm) => (1 + arm) ** 2,
  discrete: () => DISCRETE_VARIANCE,
};

/** R² of a line through points on a ladder of fixed places: λ/(λ + n) with λ = slope²·Σ(x − x̄)²/σ². */
const slopes: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  [5, 8, 16].map((n): CalibrationCase => ({
    section: SECTION,
    method: 'R² of a slope',
    data,
    size: String(n),
    bounds: BOUNDS,
    trial: (random) => {
      const x = Array.from({ length: n }, (_, i): number => ARMS[i % ARMS.length]!);
      const errors = x.map((arm) => noise(random, arm));
      const variance = mean(x.map((arm) => VARIANCES[data]?.(arm) ?? 1));
      return errorsOf(
        (shift) =>
          slope(
            x,
            x.map((arm, i) => shift * arm + errors[i]!),
            { alpha: ALPHA },
          ).effectSizes[0],
        (shift) => {
          const noncentrality = (shift * shift * sumOfSquares(x)) / variance;
          return noncentrality / (noncentrality + n);
        },
      );
    },
    ...(data === 'skewed' || data === 'heteroscedastic'
      ? { outside: { ...STANDARDIZED, choose: 'the slope, by `theilSen` or `slopeWithinBlocks`' } }
      : {}),
  })),
);

/** Intervals of every effect size that results carry, with and without an effect. */
export const effectSizeCases: readonly CalibrationCase[] = [
  ...twoArms(independentEffects, independentArms),
  ...twoArms(pairedEffects, pairedArms),
  ...slopes,
];
