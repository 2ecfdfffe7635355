import type { Random } from '../../src/random/index.ts';
import {
  blockedCorrelation,
  blockedTrend,
  greater,
  inside,
  jonckheereTerpstra,
  jonckheereWithinBlocks,
  kendall,
  less,
  page,
  partialCorrelation,
  pearson,
  ranksOf,
  slope,
  slopePermutation,
  slopeWithinBlocks,
  spearman,
  spearmanOf,
  theilSenWithinBlocks,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { missBoundsAt, missesOf } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { ARMS, NOISE, seedsByArms, trueTrend } from './noise.ts';

const ALPHA = 0.05;
const SIZES = [5, 8, 16] as const;
type Errors = Record<string, boolean>;

/** What a test's interval misses. */
const atTruth = (truth: number, run: (region: Region) => TestResult): Errors =>
  missesOf(truth, run(greater(truth)).interval);
const LOCATED = missBoundsAt(ALPHA);

interface Method {
  readonly name: string;
  readonly bounds: Readonly<Record<string, number>>;
  readonly tilt: number;
  readonly trial: (blocks: number[][], random: Random, data: string) => Errors;
}

const trueCorrelation = trueTrend(spearmanOf);

const methods: readonly Method[] = [
  {
    name: "Page's L",
    bounds: { greater: ALPHA, less: ALPHA },
    tilt: 0,
    trial: (blocks) => ({
      greater: page(blocks).p! < ALPHA,
      less: page(blocks, { alternative: 'less' }).p! < ALPHA,
    }),
  },
  {
    name: 'Jonckheere–Terpstra within blocks',
    bounds: { greater: ALPHA, less: ALPHA },
    tilt: 0,
    trial: (blocks) => ({
      greater: (jonckheereWithinBlocks(blocks, ARMS).p ?? 1) < ALPHA,
      less: (jonckheereWithinBlocks(blocks, ARMS, { alternative: 'less' }).p ?? 1) < ALPHA,
    }),
  },
  {
    name: 'blocked trend, θ = 0',
    bounds: LOCATED,
    tilt: 0,
    trial: (blocks) => atTruth(0, (region) => blockedTrend(blocks, ARMS, { region })),
  },
  {
    name: 'blocked trend, θ > 0',
    bounds: LOCATED,
    tilt: 1,
    trial: (blocks, random, data) =>
      atTruth(trueCorrelation(data, random), (region) => blockedTrend(blocks, ARMS, { region })),
  },
  {
    name: 'blocked correlation',
    bounds: LOCATED,
    tilt: 0,
    trial: (blocks, random, data) => {
      const other = seedsByArms(blocks.length, 0, NOISE[data]!, random);
      return atTruth(0, (region) => blockedCorrelation(other, blocks, { region }));
    },
  },
  {
    name: 'slope within blocks',
    bounds: LOCATED,
    tilt: 1,
    trial: (blocks) => atTruth(1, (region) => slopeWithinBlocks(blocks, ARMS, { region })),
  },
  {
    name: 'Theil–Sen within blocks',
    bounds: LOCATED,
    tilt: 1,
    trial: (blocks) => atTruth(1, (region) => theilSenWithinBlocks(blocks, ARMS, { region })),
  },
];

const blocked: readonly CalibrationCase[] = methods.flatMap((method) =>
  Object.entries(NOISE).flatMap(([data, noise]) =>
    (method.name.startsWith('blocked') ? [2, 3, ...SIZES] : SIZES).map((seeds): CalibrationCase => ({
      section: 'Trends over arms that share seeds',
      method: method.name,
      data,
      size: `${seeds} × ${ARMS.length}`,
      bounds: method.bounds,
      trial: (random) => method.trial(seedsByArms(seeds, method.tilt, noise, random), random, data),
    })),
  ),
);

const byOrders: OutsideAssumptions = {
  because: 'assumes normal errors; of a skewed x with a skewed y the correlation is itself skewed',
  choose: '`slopePermutation`, or `spearman`',
};
const byRanks: OutsideAssumptions = { ...byOrders, choose: '`partialCorrelation` of ranks' };

interface PairMethod {
  readonly name: string;
  readonly run: (x: number[], y: number[], region: Region, random: Random) => TestResult;
  /** Of skewed data. */
  readonly outside?: OutsideAssumptions;
}
const given = (x: readonly number[]): number[][] => x.map((_, i) => [(i * 7) % 5]);
const pairMethods: readonly PairMethod[] = [
  { name: 'Pearson', run: (x, y, region) => pearson(x, y, { region }), outside: byOrders },
  { name: 'Spearman', run: (x, y, region) => spearman(x, y, { region }) },
  { name: 'Kendall', run: (x, y, region) => kendall(x, y, { region }) },
  {
    name: 'partial correlation',
    run: (x, y, region) => partialCorrelation(x, y, given(x), { region }),
    outside: byRanks,
  },
  {
    name: 'partial correlation of ranks',
    run: (x, y, region) => partialCorrelation(ranksOf(x).ranks, ranksOf(y).ranks, given(x), { region }),
  },
  { name: 'slope', run: (x, y, region) => slope(x, y, { region }), outside: byOrders },
  {
    name: 'slope by permutation',
    run: (x, y, region, random) =>
      slopePermutation(x, y, { region, random, resamples: 499, enumerateUpTo: 1 }),
  },
  {
    name: 'Jonckheere–Terpstra',
    run: (_, y, region) =>
      jonckheereTerpstra(
        [0, 1, 2, 3].map((group) => y.filter((__, i) => i % 4 === group)),
        { alternative: region.upper === Infinity ? 'greater' : 'less' },
      ),
  },
];

const pairs: readonly CalibrationCase[] = pairMethods.flatMap((method) =>
  Object.keys(NOISE)
    .filter((data) => data !== 'heteroscedastic')
    .flatMap((data) =>
      [5, 8, 16, 24].map((n): CalibrationCase => ({
        section: 'Association of independent pairs, none present',
        method: method.name,
        data,
        size: String(n),
        bounds: { greater: ALPHA, less: ALPHA },
        trial: (random) => {
          const [x, y] = [0, 1].map(() => Array.from({ length: n }, () => NOISE[data]!(random, 0))) as [
            number[],
            number[],
          ];
          const { p, interval } = method.run(x, y, greater(), random);
          return {
            greater: (p ?? 1) < ALPHA,
            less: interval ? inside(interval, less()) : (method.run(x, y, less(), random).p ?? 1) < ALPHA,
          };
        },
        ...(data === 'skewed' && method.outside !== undefined ? { outside: method.outside } : {}),
      })),
    ),
);

const strong: readonly CalibrationCase[] = SIZES.map((n) => ({
  section: 'Association of independent pairs, ρ = 0.7',
  method: 'Pearson',
  data: 'normal',
  size: String(n),
  bounds: LOCATED,
  trial: (random) => {
    const x = Array.from({ length: n }, () => random.normal());
    const y = x.map((value) => 0.7 * value + Math.sqrt(0.51) * random.normal());
    return atTruth(0.7, (region) => pearson(x, y, { region }));
  },
}));

/** Trends and correlations at the boundary of their nulls. */
export const trendCases: readonly CalibrationCase[] = [...blocked, ...pairs, ...strong];
