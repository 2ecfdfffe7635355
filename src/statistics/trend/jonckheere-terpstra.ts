import type { Random } from '../../random/index.ts';
import { holdsNaN, usableBlocks, type Blocks } from '../blocks.ts';
import { groupSizes, ranksOf } from '../descriptives.ts';
import { normalUpper } from '../distributions/distributions.ts';
import { scoreVariance } from '../association/kendall.ts';
import { lowerTailOf, sumOf, upperTailOf } from '../distributions/lattice.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different, greater, less, type Region } from '../region.ts';
import { CHEAP, pairsBetween, scoreLaw, scoreWork } from '../distributions/score-law.ts';
import type { Alternative, TestResult } from '../types.ts';
import { requireCount } from '../require.ts';

export interface JonckheereOptions {
  /** `greater`: values rise from group to group. Default `greater`. */
  readonly alternative?: 'greater' | 'less' | 'two-sided';
  /** Default `exact` where cheap, else `monte-carlo` if `random` is given, else `asymptotic`. */
  readonly how?: 'exact' | 'monte-carlo' | 'asymptotic';
  readonly random?: Random;
  /** Default 9,999. */
  readonly resamples?: number;
}

type Groups = readonly (readonly number[])[];
const REGIONS: Readonly<Record<'greater' | 'less' | 'two-sided', Region>> = {
  greater: greater(),
  less: less(),
  'two-sided': different(),
};

/**
 * The Jonckheere–Terpstra test of a trend over ordered groups of independent values: JT = Σ over pairs of groups of the
 * pairs in order, ties one half. Exact given the ties, by (b + 1)/(m + 1) seeded permutations, or normal with the
 * variance given the ties; two-sided p is twice the smaller tail. Choose it for arms on a ladder that do not share
 * seeds; `page` or `jonckheereWithinBlocks` where they do.
 *
 * Needs two groups with values; `reason` otherwise, and where all values are equal. Estimate: Kendall's S over its
 * largest value given the group sizes, −1 … 1.
 *
 * Example: `jonckheereTerpstra([[1, 2], [3, 4], [5, 6]]).p` is 1/90.
 * @param groups in the order of the claimed trend
 * @see Jonckheere 1954, Biometrika 41:133; Hollander, Wolfe & Chicken 2014, §6.2
 */
export function jonckheereTerpstra(groups: Groups, options: JonckheereOptions = {}): TestResult {
  return trendTest('Jonckheere–Terpstra', [groups.filter((group) => group.length > 0)], options, [
    groups.reduce((total, group) => total + group.length, 0),
  ]);
}

/**
 * The Jonckheere–Terpstra test within seeds: JT is summed over the seeds and values are permuted within each, so that
 * levels may differ from seed to seed (with one value an arm it weighs pairs of arms alike, where `page` weighs them by
 * their distance). Choose it for arms that share seeds and a covariate with equal arms.
 *
 * A seed that lacks an arm enters with the arms it has; n is the number of seeds with two different covariates.
 *
 * Example: `jonckheereWithinBlocks([[1, 2, 3], [2, 3, 4]], [1, 2, 3]).p` is 1/36.
 * @param blocks `[seeds, arms]`
 * @throws RangeError for a block of another length than the covariate
 * @see Skillings & Wolfe 1977; Hirsch, Slack & Smith 1982
 */
export function jonckheereWithinBlocks(
  blocks: Blocks,
  covariate: readonly number[],
  options: JonckheereOptions = {},
): TestResult {
  const usable = usableBlocks(blocks, covariate);
  const method = 'Jonckheere–Terpstra within blocks';
  if (holdsNaN(blocks, covariate))
    return withoutTest(
      method,
      REASONS.notNumbers,
      [usable.length],
      REGIONS[options.alternative ?? 'greater'],
    );
  const strata = usable.map((block) =>
    [...new Set(block.covariate)]
      .sort((a, b) => a - b)
      .map((level) => block.values.filter((_, i) => block.covariate[i] === level)),
  );
  return trendTest(method, strata, options, [usable.length]);
}

function trendTest(
  name: string,
  strata: readonly Groups[],
  options: JonckheereOptions,
  n: readonly number[],
): TestResult {
  const alternative = options.alternative ?? 'greater';
  const region = REGIONS[alternative];
  if (strata.length === 0 || strata.some((groups) => groups.length < 2))
    return withoutTest(name, REASONS.tooFew, n, region);
  if (strata.some((groups) => groups.some((group) => group.some(Number.isNaN))))
    return withoutTest(name, REASONS.notNumbers, n, region);
  const doubled = strata.reduce((total, groups) => total + doubledStatistic(groups), 0);
  const pairs = strata.reduce((total, groups) => total + betweenPairs(groups), 0);
  const work = strata.reduce(
    (total, groups) => total + scoreWork(sizesOf(groups), groupSizes(groups.flat())),
    pairs ** 2 / 4, // of adding the strata's laws
  );
  const how = options.how ?? (work <= CHEAP ? 'exact' : options.random ? 'monte-carlo' : 'asymptotic');
  const variance = strata.reduce((total, groups) => total + nullVariance(groups), 0);
  if (!(variance > 0)) return withoutTest(name, REASONS.allTies, n, region, { statistic: doubled / 2 });
  const score = doubled - pairs;
  const [upper, lower] = TAILS[how](strata, score, score / 2 / Math.sqrt(variance), options);
  const estimate = score / pairs;
  return {
    method: `${name} (${how})`,
    alternative,
    statistic: doubled / 2,
    p: choose(alternative, upper, lower),
    estimate,
    effectSizes: [{ name: 'pairs in order less pairs out of order', estimate }],
    n,
  };
}

const choose = (alternative: Alternative, upper: number, lower: number): number =>
  Math.min(
    1,
    alternative === 'greater' ? upper : alternative === 'less' ? lower : 2 * Math.min(upper, lower),
  );

/** 2·JT: a whole number. */
function doubledStatistic(groups: Groups): number {
  let total = 0;
  groups.forEach((later, h) => {
    for (const earlier of groups.slice(0, h))
      for (const a of earlier) for (const b of later) total += a < b ? 2 : a === b ? 1 : 0;
  });
  return total;
}

const sizesOf = (groups: Groups): number[] => groups.map(({ length }) => length);

/** Pairs of values from different groups; E(2·JT). */
const betweenPairs = (groups: Groups): number => pairsBetween(sizesOf(groups));

/**
 * Var JT is a quarter of that of Kendall's S with the group as one variable. Example: `nullVariance([[1], [2]])` is ¼.
 */
export function nullVariance(groups: Groups): number {
  const values = groups.flat();
  if (values.length < 2) return 0;
  const sizes = groups.map(({ length }) => length).filter((size) => size > 1);
  return scoreVariance(values.length, sizes, ranksOf(values).ties) / 4;
}

type Tail = (
  strata: readonly Groups[],
  score: number,
  z: number,
  options: JonckheereOptions,
) => [number, number];

const TAILS: Readonly<Record<NonNullable<JonckheereOptions['how']>, Tail>> = {
  exact: (strata, score) => {
    const law = sumOf(strata.map((groups) => scoreLaw(sizesOf(groups), groupSizes(groups.flat()))));
    return [upperTailOf(law, score), lowerTailOf(law, score)];
  },
  'monte-carlo': (strata, score, _, { random, resamples = 9_999 }) => {
    if (random === undefined)
      throw new RangeError('Cannot permute groups: expected `random` for `monte-carlo`, got none');
    requireCount('resample', 'resamples', resamples, 1);
    let [above, below] = [1, 1];
    const pools = strata.map((groups) => groups.flat());
    const pairs = strata.reduce((sum, groups) => sum + betweenPairs(groups), 0);
    for (let b = 0; b < resamples; b++) {
      let total = -pairs;
      strata.forEach((groups, s) => {
        const pool = random.shuffle(pools[s]!);
        let start = 0;
        total += doubledStatistic(groups.map(({ length }) => pool.slice(start, (start += length))));
      });
      if (total >= score) above++;
      if (total <= score) below++;
    }
    return [above / (resamples + 1), below / (resamples + 1)];
  },
  asymptotic: (_, __, z) => [normalUpper(z), normalUpper(-z)],
};
