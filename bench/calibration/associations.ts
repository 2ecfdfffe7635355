import type { Random } from '../../src/random/index.ts';
import {
  blockedTrend,
  censoredSlope,
  greater,
  lackOfLine,
  mean,
  residualCorrelation,
  spearmanOf,
} from '../../src/statistics/index.ts';
import { missBoundsAt, missesOf } from './alternatives.ts';
import type { CalibrationCase } from './case.ts';
import { ARMS, NOISE, seedsByArms } from './noise.ts';

const ALPHA = 0.05;
const SECTION = 'Associations over arms that share seeds';

/** Arms of which several share a value of the covariate. */
const TIED = [
  [1, 2],
  [1, 2, 2],
  [1, 1, 1, 2],
  [0, 0, 1, 1, 2],
] as const;

const along = (covariate: readonly number[], seeds: number, slope: number, data: string, random: Random) =>
  Array.from({ length: seeds }, () => {
    const level = 3 * random.normal();
    return covariate.map((x, arm) => level + slope * x + NOISE[data]!(random, arm));
  });

/** The true mean correlation of normal values that rise by one a value of the covariate, by 20,000 seeds. */
function trueCorrelation(covariate: readonly number[], random: Random): number {
  return mean(along(covariate, 20_000, 1, 'normal', random).map((row) => spearmanOf(covariate, row)));
}

/** Trends with few seeds, and where arms share values of the covariate. */
const tied: readonly CalibrationCase[] = TIED.flatMap((covariate) => {
  let truth: number | undefined;
  const row = (
    method: string,
    data: string,
    seeds: number,
    trial: CalibrationCase['trial'],
  ): CalibrationCase => ({
    section: SECTION,
    method: `${method}, values ${covariate.join(', ')}`,
    data,
    size: `${seeds} × ${covariate.length}`,
    bounds: missBoundsAt(ALPHA),
    trial,
  });
  return [2, 3, 5, 8, 16].flatMap((seeds) => [
    ...Object.keys(NOISE).map((data) =>
      row('blocked trend, θ = 0', data, seeds, (random) =>
        missesOf(0, blockedTrend(along(covariate, seeds, 0, data, random), covariate).interval),
      ),
    ),
    row('blocked trend, θ > 0', 'normal', seeds, (random) => {
      truth ??= trueCorrelation(covariate, random);
      const blocks = along(covariate, seeds, 1, 'normal', random);
      return missesOf(truth, blockedTrend(blocks, covariate, { region: greater(truth) }).interval);
    }),
  ]);
});

/** How two measures may follow a third. */
export const CURVES: Readonly<Record<string, (third: number) => number>> = {
  linear: (z) => z,
  exponential: (z) => Math.exp(z / 2),
  'in a step': (z) => 3 * Math.tanh(z - 2.5),
  cubic: (z) => (z - 2.5) ** 3,
};

/** Two measures that follow a third, and share a part of their noise beside it. */
const residuals: readonly CalibrationCase[] = Object.entries(CURVES).flatMap(([curve, of]) =>
  [0, 0.5].flatMap((truth) =>
    (
      [
        [5, 4],
        [5, 8],
        [8, 6],
        [16, 6],
        [20, 4],
        [40, 6],
      ] as const
    ).map(([seeds, arms]): CalibrationCase => ({
      section: SECTION,
      method: `correlation of residuals, θ = ${truth}`,
      data: `both follow the third, ${curve}`,
      size: `${seeds} × ${arms}`,
      bounds: missBoundsAt(ALPHA),
      trial: (random) => {
        const table = (value: (seed: number, arm: number) => number): number[][] =>
          Array.from({ length: seeds }, (_, seed) =>
            Array.from({ length: arms }, (__, arm) => value(seed, arm)),
          );
        const third = table((_, arm) => (5 * arm) / (arms - 1) + 0.7 * random.normal());
        const noise = table(() => random.normal());
        const x = table((seed, arm) => of(third[seed]![arm]!) + noise[seed]![arm]!);
        const rest = Math.sqrt(1 - truth * truth);
        const y = table(
          (seed, arm) => of(third[seed]![arm]!) + truth * noise[seed]![arm]! + rest * random.normal(),
        );
        return missesOf(truth, residualCorrelation(x, y, third, { region: greater(truth) }).interval);
      },
    })),
  ),
);

/** Lack of fit where arms lie on a line. */
const lines: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  [3, 5, 8, 16].map((seeds): CalibrationCase => ({
    section: SECTION,
    method: 'lack of fit of a line',
    data,
    size: `${seeds} × ${ARMS.length}`,
    bounds: { 'found lacking': ALPHA },
    trial: (random) => ({
      'found lacking': (lackOfLine(seedsByArms(seeds, 1, noise, random), ARMS).p ?? 1) < ALPHA,
    }),
  })),
);

/** Slopes of places of which one in three or so is only known to lie beyond an end. */
const censored: readonly CalibrationCase[] = Object.entries(NOISE)
  .filter(([data]) => data !== 'skewed') // its median is no simple number
  .flatMap(([data, noise]) =>
    [5, 8, 16].map((seeds): CalibrationCase => ({
      section: SECTION,
      method: 'slope of places, some beyond an end',
      data,
      size: `${seeds} × 3`,
      bounds: missBoundsAt(ALPHA),
      trial: (random) => {
        const blocks = Array.from({ length: seeds }, () =>
          [0, 1, 2].map((x) => {
            const at = x + noise(random, x);
            return { at: Math.min(at, 2.5), beyond: at > 2.5 };
          }),
        );
        return missesOf(1, censoredSlope(blocks, [0, 1, 2], { region: greater(1) }).interval);
      },
    })),
  );

/** Trends with shared values of the covariate, correlations given a third, and lines that fit. */
export const associationCases: readonly CalibrationCase[] = [...tied, ...residuals, ...lines, ...censored];
