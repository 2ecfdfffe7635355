import type { Random } from '../../src/random/index.ts';
import {
  allPairsEquivalent,
  equivalentMeans,
  greater,
  independentPairsEquivalent,
  inside,
  less,
  mean,
  sameCurve,
  type Interval,
  type Region,
} from '../../src/statistics/index.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { DISCRETE_VARIANCE, NOISE } from './noise.ts';

const ALPHA = 0.05;
const SIZES = [
  [5, 5, 5],
  [8, 8, 8],
  [16, 16, 16],
  [10, 8, 5],
  [16, 8, 16],
] as const;
type Sizes = (typeof SIZES)[number];
/** One pair of the three is at distance 1, the others well inside. */
const MEANS = [0, 0.5, 1] as const;
/** So small that the pair at distance 1 decides alone. */
const SPREAD = 0.2;

const STANDARDIZED: OutsideAssumptions = {
  because: 'assumes normal values of one spread, in units of which it measures',
  choose: '`independentPairsEquivalent`, in the unit of the measure',
};
const SKEWED_UNEQUALLY: OutsideAssumptions = {
  because: 'skewed arms of unequal sizes: their means are skewed unequally',
  choose: '`guardedDifference` of each pair at the same alpha',
};

/** √(Σ (n/n̄)(μ − μ̄)²)/σ, what `equivalentMeans` measures. */
function spreadOfMeans(sizes: Sizes, deviation: number): number {
  const each = mean(sizes);
  const centre = mean(sizes.map((n, arm) => (n / each) * MEANS[arm]!));
  const squares = sizes.map((n, arm) => (n / each) * (MEANS[arm]! - centre) ** 2);
  return Math.sqrt(3 * mean(squares)) / deviation;
}

/** `[arms][seeds]` as `[seeds][arms]`. */
const seedsOf = (groups: number[][]): number[][] =>
  groups[0]!.map((_, seed) => groups.map((group) => group[seed]!));

interface Method {
  readonly name: string;
  /** Of the noise, 1 being that of the population. */
  readonly spread: number;
  readonly truth: (sizes: Sizes, data: string) => number;
  /** `others` have the same noise, and means of zero. */
  readonly run: (
    groups: number[][],
    region: Region,
    more: { readonly random: Random; readonly others: number[][] },
  ) => Interval | undefined;
  /** Arms that share seeds, and so have one size. */
  readonly paired?: boolean;
  readonly outside?: (sizes: Sizes, data: string) => OutsideAssumptions | undefined;
}

const methods: readonly Method[] = [
  {
    name: 'equivalent means of 3 arms, F',
    spread: 1,
    truth: (sizes, data) => spreadOfMeans(sizes, data === 'discrete' ? Math.sqrt(DISCRETE_VARIANCE) : 1),
    run: (groups, region) => equivalentMeans(groups, { region }).interval,
    outside: (_, data) => (data === 'skewed' || data === 'heteroscedastic' ? STANDARDIZED : undefined),
  },
  {
    name: 'all pairs of 3 independent arms, two at distance 1',
    spread: SPREAD,
    truth: () => 1,
    run: (groups, region) => independentPairsEquivalent(groups, { region }).interval,
    outside: (sizes, data) => (data === 'skewed' && sizes[0] !== sizes[2] ? SKEWED_UNEQUALLY : undefined),
  },
  {
    name: 'all pairs of 3 arms that share seeds, two at distance 1',
    spread: SPREAD,
    truth: () => 1,
    run: (groups, region, { random }) =>
      allPairsEquivalent(seedsOf(groups), { region, random, resamples: 199 }).interval,
    paired: true,
  },
  {
    name: 'same curve, distance 1 at the last of 3 times',
    spread: SPREAD,
    truth: () => 1,
    run: (groups, region, { random, others }) =>
      sameCurve(seedsOf(groups), seedsOf(others), { region, random, resamples: 199 }).interval,
    paired: true,
  },
];

/** Three arms, or times, whose means differ by the margin. */
export const severalArmCases: readonly CalibrationCase[] = methods.flatMap((method) =>
  Object.entries(NOISE).flatMap(([data, noise]) =>
    SIZES.filter((sizes) => !method.paired || new Set(sizes).size === 1).map((sizes): CalibrationCase => {
      const truth = method.truth(sizes, data);
      const outside = method.outside?.(sizes, data);
      const draw = (random: Random, means: readonly number[]): number[][] =>
        sizes.map((n, arm) =>
          Array.from({ length: n }, () => means[arm]! + method.spread * noise(random, arm)),
        );
      return {
        section: 'Breakdowns, curves and several arms',
        method: method.name,
        data,
        size: method.paired ? String(sizes[0]) : sizes.join(', '),
        bounds: { 'equivalent everywhere': ALPHA, 'different somewhere': ALPHA },
        trial: (random) => {
          const groups = draw(random, MEANS);
          const others = method.paired ? draw(random, [0, 0, 0]) : [];
          const claims = (region: Region): boolean => {
            const interval = method.run(groups, region, { random, others });
            return interval !== undefined && inside(interval, region);
          };
          return {
            'equivalent everywhere': claims(less(truth)),
            'different somewhere': claims(greater(truth)),
          };
        },
        ...(outside === undefined ? {} : { outside }),
      };
    }),
  ),
);
