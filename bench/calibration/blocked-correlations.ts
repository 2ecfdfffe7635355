import type { Random } from '../../src/random/index.ts';
import {
  blockedCorrelation,
  blockedTrend,
  greater,
  kendallOf,
  pearsonOf,
  type BlockedTrendOptions,
  type TestResult,
} from '../../src/statistics/index.ts';
import { missBoundsAt, missesOf } from './alternatives.ts';
import type { CalibrationCase } from './case.ts';
import { ARMS, NOISE, seedsByArms, trueTrend } from './noise.ts';

const ALPHA = 0.05;
const SIZES = [5, 8, 16] as const;

const SPEARMAN = { name: 'Spearman', kind: 'spearman' } as const;
const KENDALL = { name: 'Kendall', kind: 'kendall', of: kendallOf } as const;
const PEARSON = { name: 'Pearson', kind: 'pearson', of: pearsonOf } as const;

interface Method {
  readonly name: string;
  /** `draw` gives one variable, `[seeds, arms]`, that rises by so much an arm. */
  readonly run: (draw: (tilt: number) => number[][], options: BlockedTrendOptions) => TestResult;
  /** Default 0. */
  readonly truth?: (data: string, random: Random) => number;
}

/** Spearman's trends and correlations are in `trends.ts`. */
const methods: readonly Method[] = [
  ...[KENDALL, PEARSON].flatMap(({ name, kind, of }): Method[] => [
    {
      name: `${name}, trend, θ = 0`,
      run: (draw, options) => blockedTrend(draw(0), ARMS, { ...options, kind }),
    },
    {
      name: `${name}, trend, θ > 0`,
      run: (draw, options) => blockedTrend(draw(1), ARMS, { ...options, kind }),
      truth: trueTrend(of),
    },
    {
      name: `${name}, two measures`,
      run: (draw, options) => blockedCorrelation(draw(0), draw(0), { ...options, kind }),
    },
  ]),
  // A third that has no part in either: what a common cause leaves of rank correlations is not zero (Korn 1984, American Statistician 38:61).
  ...[SPEARMAN, KENDALL, PEARSON].map(({ name, kind }): Method => ({
    name: `${name}, two measures given a third`,
    run: (draw, options) => blockedCorrelation(draw(0), draw(0), { ...options, kind, given: draw(0) }),
  })),
  {
    name: 'Pearson, two measures given their cause',
    run: (draw, options) => {
      const cause = draw(0);
      const caused = (): number[][] =>
        draw(0).map((row, seed) => row.map((value, arm) => value + cause[seed]![arm]!));
      return blockedCorrelation(caused(), caused(), { ...options, kind: 'pearson', given: cause });
    },
  },
];

/** Correlations and trends over arms that share seeds by every coefficient, partial ones too. */
export const blockedCorrelationCases: readonly CalibrationCase[] = methods.flatMap((method) =>
  Object.entries(NOISE).flatMap(([data, noise]) =>
    SIZES.map((seeds): CalibrationCase => ({
      section: 'Correlations over arms that share seeds',
      method: method.name,
      data,
      size: `${seeds} × ${ARMS.length}`,
      bounds: missBoundsAt(ALPHA),
      trial: (random) => {
        const truth = method.truth?.(data, random) ?? 0;
        const draw = (tilt: number): number[][] => seedsByArms(seeds, tilt, noise, random);
        return missesOf(truth, method.run(draw, { region: greater(truth) }).interval);
      },
    })),
  ),
);
