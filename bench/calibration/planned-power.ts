import type { Random } from '../../src/random/index.ts';
import {
  binomialRate,
  blockedTrend,
  countYes,
  different,
  equivalent,
  greater,
  pairedRates,
  pearson,
  powerCorrelation,
  powerOfPairedRates,
  powerOfRate,
  powerPaired,
  powerTrend,
  powerTwoSample,
  sampleSize,
  slopeWithinBlocks,
  studentOneSample,
  studentPaired,
  studentTwoSample,
  type Region,
} from '../../src/statistics/index.ts';
import type { CalibrationCase } from './case.ts';
import { ARMS, seedsByArms } from './noise.ts';

const ALPHA = 0.05;
const POWER = 0.9;

/** A row: a study planned to find its effect with probability `POWER` misses it at most in the others. */
const row = (method: string, size: string, finds: (random: Random) => boolean): CalibrationCase => ({
  section: 'Planned power',
  method: `planned power ${POWER}, ${method}`,
  data: 'normal',
  size,
  bounds: { missed: 1 - POWER },
  trial: (random) => ({ missed: !finds(random) }),
});

/** The effect with which a power that grows with it is `POWER`, by halving. */
function effectFor(power: (effect: number) => number, largest: number): number {
  let [low, high] = [0, largest];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (power(middle) < POWER) low = middle;
    else high = middle;
  }
  return high;
}

const normals = (random: Random, n: number, mean = 0): number[] =>
  Array.from({ length: n }, () => mean + random.normal());

/**
 * Claims of a difference: how large it is, in standard deviations, and where it is claimed to lie, if the effect (or
 * margin) is e.
 */
const CLAIMS: Readonly<
  Record<string, (e: number) => { readonly difference: number; readonly region: Region }>
> = {
  'one-sided': (e) => ({ difference: e, region: greater() }),
  'two-sided': (e) => ({ difference: e, region: different() }),
  TOST: (e) => ({ difference: 0, region: equivalent(e) }),
};

const differences: readonly CalibrationCase[] = Object.entries(CLAIMS).flatMap(([name, claim]) => [
  ...[5, 8, 16].flatMap((n) => {
    const planned = claim(effectFor((e) => powerPaired(n, { ...claim(e), standardDeviation: 1 }), 20));
    const options = { region: planned.region, alpha: ALPHA, effectSizes: false };
    return [
      row(
        `t of one sample, ${name}`,
        String(n),
        (random) => studentOneSample(normals(random, n, planned.difference), options).p! < ALPHA,
      ),
      row(`paired t, ${name}`, String(n), (random) => {
        const y = normals(random, n).map((level) => 5 * level);
        const x = y.map((level) => level + planned.difference + random.normal());
        return studentPaired(x, y, options).p! < ALPHA;
      }),
    ];
  }),
  ...[
    [5, 5],
    [8, 8],
    [16, 16],
    [5, 10],
    [16, 24],
  ].map(([n, m]) => {
    const power = (e: number) => powerTwoSample(n!, { ...claim(e), standardDeviation: 1 }, { m: m! });
    const { difference, region } = claim(effectFor(power, 20));
    return row(`t of independent arms, ${name}`, `${n}, ${m}`, (random) => {
      const [x, y] = [normals(random, n!, difference), normals(random, m!)];
      return studentTwoSample(x, y, { region, alpha: ALPHA, effectSizes: false }).p! < ALPHA;
    });
  }),
]);

const correlations: readonly CalibrationCase[] = (['one', 'two'] as const).flatMap((sided) =>
  [8, 16, 24].map((n) => {
    const r = effectFor((rho) => powerCorrelation(n, rho, { sided }), 1 - 1e-9);
    const region = sided === 'one' ? greater() : different();
    return row(`correlation, ${sided}-sided`, String(n), (random) => {
      const x = normals(random, n);
      const y = x.map((value) => r * value + Math.sqrt(1 - r * r) * random.normal());
      return pearson(x, y, { region, alpha: ALPHA }).p! < ALPHA;
    });
  }),
);

/** Tests of a trend over arms that share seeds, planned by simulation as `powerTrend` does by default. */
const TRENDS: Readonly<Record<string, typeof blockedTrend | typeof slopeWithinBlocks>> = {
  'blocked trend': blockedTrend,
  'slope within blocks': slopeWithinBlocks,
};
const trends: readonly CalibrationCase[] = Object.entries(TRENDS).flatMap(([name, test]) =>
  [
    { slope: 0.6, guess: 5 },
    { slope: 0.42, guess: 8 },
    { slope: 0.28, guess: 16 },
  ].map(({ slope, guess }) => {
    const decides = (table: number[][]): boolean =>
      (test(table, ARMS, { region: greater(), alpha: ALPHA }).p ?? 1) < ALPHA;
    const powerOf = (seeds: number, random: Random): number =>
      powerTrend({ covariate: ARMS, slope, standardDeviation: 1, seeds }, decides, { random }).power;
    let planned: number | undefined;
    return row(`${name}, by simulation`, `for a slope of ${slope}`, (random) => {
      planned ??= sampleSize(POWER, (seeds) => powerOf(seeds, random), { guess })!;
      return decides(seedsByArms(planned, slope, () => random.normal(), random));
    });
  }),
);

/** Rates are discrete: the effect is the rate with which n runs have the power exactly. */
const rates: readonly CalibrationCase[] = [5, 8, 16].flatMap((n) => {
  const above: Region = greater(0.5);
  const rate = effectFor((e) => powerOfRate(n, { rate: e, region: above }), 1);
  const difference: Region = greater(0);
  const firstOnly = effectFor(
    (e) => powerOfPairedRates(n, { firstOnly: e, secondOnly: 0, region: difference }),
    1,
  );
  const draws = (random: Random, p: number): number[] =>
    Array.from({ length: n }, () => (random.uniform() < p ? 1 : 0));
  return [
    row('one rate', String(n), (random) => {
      const yes = countYes(draws(random, rate));
      return binomialRate(yes, n, { region: above, alpha: ALPHA }).p! < ALPHA;
    }),
    row('paired rates', String(n), (random) => {
      const x = draws(random, firstOnly);
      return pairedRates(x, Array(n).fill(0), { region: difference, alpha: ALPHA }).p! < ALPHA;
    }),
  ].map((each) => ({ ...each, data: 'yes/no' }));
});

/** Studies whose size was planned find what they were planned for so often. */
export const plannedPowerCases: readonly CalibrationCase[] = [
  ...differences,
  ...correlations,
  ...trends,
  ...rates,
];
