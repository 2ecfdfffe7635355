import type { Random } from '../../src/random/index.ts';
import {
  allPairsEquivalent,
  alphaByLook,
  anova,
  breakdown,
  cramerVonMises,
  different,
  driftForPower,
  energyTest,
  equivalent,
  greater,
  inside,
  jarqueBera,
  andersonDarling,
  kolmogorovSmirnov,
  kruskalWallis,
  less,
  levene,
  mardia,
  sameCurve,
  sequentialBoundaries,
  skewGuardedMean,
  studentOneSample,
  welchAnova,
  type Interval,
  type Region,
  type Spending,
} from '../../src/statistics/index.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { NOISE } from './noise.ts';
import { pairedPopulations } from './populations.ts';

const ALPHA = 0.05;
const ASYMMETRIC: OutsideAssumptions = {
  because: 'assumes differences that are symmetric about their centre',
  choose: '`skewGuardedMean` at each look',
};

/** The claim of a region of the level that its alpha gives; no interval makes no claim. */
const claims = (interval: Interval | undefined, region: Region): boolean =>
  interval !== undefined && inside(interval, region);

const LOOKS = [6, 12, 18, 24] as const;
const information = LOOKS.map((n) => n / 24);

/** Planned looks at a paired mean of 0: a claim at any look counts. */
const looksOf = (guarded: boolean): readonly CalibrationCase[] =>
  (['obrien-fleming', 'pocock'] as const).flatMap((spending: Spending) => {
    const test = guarded ? skewGuardedMean : studentOneSample;
    const design = { information, alpha: ALPHA, spending, replicates: LOOKS.at(-1)! };
    const oneSided = alphaByLook(design, greater());
    const twoSided = alphaByLook(design, different());
    return pairedPopulations.map((population): CalibrationCase => ({
      section: 'Planned looks',
      method: `${guarded ? 'guarded t' : 'paired t'}, alpha spent by ${spending}`,
      data: population.name,
      size: LOOKS.join(', '),
      bounds: {
        greater: ALPHA,
        less: ALPHA,
        equivalence: ALPHA,
        'two-sided': ALPHA,
        'not covered': 2 * ALPHA,
      },
      trial: (random) => {
        const d = population.draw(24, random);
        const errors = {
          greater: false,
          less: false,
          equivalence: false,
          'two-sided': false,
          'not covered': false,
        };
        LOOKS.forEach((n, look) => {
          const run = (region: Region, alpha: number) =>
            test(d.slice(0, n), { region, alpha, effectSizes: false }).interval;
          const interval = run(greater(), oneSided[look]!);
          errors.greater ||= claims(interval, greater());
          errors.less ||= claims(interval, less());
          errors.equivalence ||= claims(interval, equivalent(-8, 0));
          errors['two-sided'] ||= claims(run(different(), twoSided[look]!), different());
          errors['not covered'] ||= interval !== undefined && (interval.lower > 0 || interval.upper < 0);
        });
        return errors;
      },
      ...(population.symmetric || guarded ? {} : { outside: ASYMMETRIC }),
    }));
  });

/** A sequential study of planned power 0.9 stops with the claim at least so often. */
const power: readonly CalibrationCase[] = (['obrien-fleming', 'pocock'] as const).map((spending) => {
  const sizes = [30, 60, 90, 120];
  const design = { information: sizes.map((n) => n / 120), alpha: ALPHA, spending };
  const effect = driftForPower(design, 0.9) / Math.sqrt(120);
  const levels = alphaByLook({ ...design, replicates: 120 }, greater());
  return {
    section: 'Planned looks',
    method: `planned power 0.9, ${spending}`,
    data: 'normal',
    size: sizes.join(', '),
    bounds: { missed: 0.1 },
    trial: (random) => {
      const d = Array.from({ length: 120 }, () => effect + random.normal());
      return {
        missed: !sizes.some(
          (n, look) =>
            studentOneSample(d.slice(0, n), { region: greater(), alpha: levels[look]!, effectSizes: false })
              .p! < levels[look]!,
        ),
      };
    },
  };
});

/** Unequal, unplanned-looking information still spends alpha: looks of Z itself. */
const scores: readonly CalibrationCase[] = [
  [0.1, 0.15, 0.9, 1],
  [0.5, 0.55, 1],
].map((times) => {
  const bounds = sequentialBoundaries({ information: times, alpha: ALPHA });
  return {
    section: 'Planned looks',
    method: 'Z of a Brownian motion',
    data: 'normal',
    size: times.join(', '),
    bounds: { greater: ALPHA },
    trial: (random) => {
      let [value, before, crossed] = [0, 0, false];
      times.forEach((time, look) => {
        value += Math.sqrt(time - before) * random.normal();
        before = time;
        crossed ||= value / Math.sqrt(time) > bounds[look]!;
      });
      return { greater: crossed };
    },
  };
});

const SEEDS = [5, 8, 16] as const;

/** Three equivalent-or-not rungs: the truth is on the boundary of equivalence at 4 and of inferiority at 8. */
const ladders: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  SEEDS.map((seeds): CalibrationCase => ({
    section: 'Breakdowns, curves and several arms',
    method: 'location of a breakdown',
    data,
    size: `${seeds} × 5`,
    bounds: { 'claimed to hold too far': ALPHA, 'claimed to break too early': ALPHA },
    trial: (random) => {
      const blocks = Array.from({ length: seeds }, () =>
        [0, 0, -1, -1, -3].map((m, arm) => m + 0.4 * noise(random, arm)),
      );
      const { interval } = breakdown(blocks, [1, 2, 4, 8, 16], { margin: 1, worse: 'less' });
      return {
        'claimed to hold too far': interval!.lower >= 4,
        'claimed to break too early': interval!.upper <= 8,
      };
    },
  })),
);

/** Random walks whose mean is 1 everywhere (all times decide) and curves that differ at one time. */
const curves: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  SEEDS.flatMap((seeds): CalibrationCase[] => [
    {
      section: 'Breakdowns, curves and several arms',
      method: 'same curve, distance 1 at 10 times',
      data,
      size: String(seeds),
      bounds: { 'equivalent everywhere': ALPHA, 'different somewhere': ALPHA },
      trial: (random) => {
        const x = Array.from({ length: seeds }, () => {
          let walk = 0;
          return Array.from({ length: 10 }, (_, time) => 1 + (walk += 0.5 * noise(random, time)));
        });
        const y = x.map((row) => row.map(() => 0));
        const { interval } = sameCurve(x, y, { region: less(1), random, resamples: 199 });
        return {
          'equivalent everywhere': claims(interval, less(1)),
          'different somewhere': claims(interval, greater(1)),
        };
      },
    },
    {
      section: 'Breakdowns, curves and several arms',
      method: 'all pairs of 4 arms, one at distance 1',
      data,
      size: String(seeds),
      bounds: { 'equivalent everywhere': ALPHA, 'different somewhere': ALPHA },
      trial: (random) => {
        const blocks = Array.from({ length: seeds }, () =>
          [0, 0, 0, 1].map((m, arm) => m + 0.5 * noise(random, arm)),
        );
        const { interval } = allPairsEquivalent(blocks, { region: less(1), random, resamples: 199 });
        return {
          'equivalent everywhere': claims(interval, less(1)),
          'different somewhere': claims(interval, greater(1)),
        };
      },
    },
  ]),
);

/** Tests that only say "different": their nulls are equal laws, and equal means of unequal spreads for Welch's. */
const equalLaws: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  SEEDS.flatMap((n): CalibrationCase[] => {
    const sample = (random: Random, size: number = n, arm = 0): number[] =>
      Array.from({ length: size }, () => noise(random, arm));
    const row = (method: string, trial: (random: Random) => number | undefined): CalibrationCase => ({
      section: 'Distributions',
      method,
      data,
      size: String(n),
      bounds: { 'claimed to differ': ALPHA },
      trial: (random) => ({ 'claimed to differ': (trial(random) ?? 1) < ALPHA }),
    });
    const three = (random: Random): number[][] => [
      sample(random, n, 2),
      sample(random, n + 2, 1),
      sample(random, 2 * n),
    ];
    const planar = (random: Random): number[][] =>
      Array.from({ length: n }, () => [random.normal(), random.normal()]);
    const byDraws = (random: Random) => mardia(planar(random), { random, resamples: 99 });
    const ofMany = (each: CalibrationCase): CalibrationCase => ({
      ...each,
      outside: { because: 'takes the law of many points', choose: '`random`: the law of as many' },
    });
    const welch = row("Welch's analysis of variance", (random) => welchAnova(three(random)).p);
    if (data === 'heteroscedastic') return [welch];
    return [
      row('Kolmogorov–Smirnov', (random) => kolmogorovSmirnov(sample(random), sample(random, n + 2)).p),
      row('Cramér–von Mises', (random) => cramerVonMises(sample(random), sample(random, 8)).p),
      row(
        'energy distance, permutation',
        (random) => energyTest(sample(random), sample(random), { random, resamples: 99, enumerateUpTo: 1 }).p,
      ),
      welch,
      row('one-way analysis of variance', (random) => anova(three(random)).p),
      row('Kruskal–Wallis', (random) => kruskalWallis(three(random)).p),
      row('Brown–Forsythe', (random) => levene(three(random)).p),
      ...(data === 'normal'
        ? [
            row('Mardia, skewness', (random) => byDraws(random).skewnessSmall.p),
            row('Mardia, kurtosis', (random) => byDraws(random).kurtosis.p),
            ofMany(row('Mardia, skewness by χ²', (random) => mardia(planar(random)).skewnessSmall.p)),
            ofMany(row('Mardia, kurtosis by its limit', (random) => mardia(planar(random)).kurtosis.p)),
          ]
        : []),
      ...(data === 'normal' && n >= 8
        ? [
            row('Anderson–Darling', (random) => andersonDarling(sample(random)).p),
            row(
              'Jarque–Bera, Monte Carlo',
              (random) => jarqueBera(sample(random), { random, resamples: 99 }).p,
            ),
          ]
        : []),
    ];
  }),
);

/** Sequential designs, ladders, curves, and distributions. */
export const designCases: readonly CalibrationCase[] = [
  ...looksOf(false),
  ...looksOf(true),
  ...power,
  ...scores,
  ...ladders,
  ...curves,
  ...equalLaws,
];
