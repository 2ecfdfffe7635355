import type { Random } from '../random/index.ts';
import { holdsNaN, usableBlocks, type Blocks } from './blocks.ts';
import { ranksOf, type Sample } from './descriptives.ts';
import { normalUpper } from './distributions.ts';
import { scoreVariance } from './kendall.ts';
import { lowerTailOf, remembered, sumOf, upperTailOf, type LatticeLaw } from './lattice.ts';
import { REASONS, withoutTest } from './reasons.ts';
import { different, greater, less, type Region } from './region.ts';
import type { Alternative, TestResult } from './types.ts';

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
const EXACT_STATES = 2_000;
const REGIONS: Readonly<Record<'greater' | 'less' | 'two-sided', Region>> = {
  greater: greater(),
  less: less(),
  'two-sided': different(),
};

/**
 * The Jonckheere–Terpstra test of a trend over ordered groups of independent values: JT = Σ over pairs of groups of the pairs in order, ties one half. Exact given the ties, by
 * (b + 1)/(m + 1) seeded permutations, or normal with the variance given the ties; two-sided p is twice the smaller tail. Choose it for arms on a ladder that do not share seeds; `page` or
 * `jonckheereWithinBlocks` where they do.
 *
 * Needs two groups with values; `reason` otherwise, and where all values are equal. Estimate: Kendall's S over its largest value given the group sizes, −1 … 1.
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
 * The Jonckheere–Terpstra test within seeds: JT is summed over the seeds and values are permuted within each, so that levels may differ from seed to seed (with one value an arm it weighs pairs of arms
 * alike, where `page` weighs them by their distance). Choose it for arms that share seeds and a covariate with equal arms.
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
  const states = Math.max(
    ...strata.map((groups) => groups.reduce((total, { length }) => total * (length + 1), 1)),
  );
  const how =
    options.how ?? (states <= EXACT_STATES ? 'exact' : options.random ? 'monte-carlo' : 'asymptotic');
  const doubled = strata.reduce((total, groups) => total + doubledStatistic(groups), 0);
  const pairs = strata.reduce((total, groups) => total + betweenPairs(groups), 0);
  const variance = strata.reduce((total, groups) => total + nullVariance(groups), 0);
  if (!(variance > 0)) return withoutTest(name, REASONS.allTies, n, region, { statistic: doubled / 2 });
  const [upper, lower] = TAILS[how](strata, doubled, (doubled - pairs) / 2 / Math.sqrt(variance), options);
  const estimate = (doubled - pairs) / pairs;
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

/** Pairs of values from different groups; E(2·JT). */
const betweenPairs = (groups: Groups): number => {
  const sizes = groups.map(({ length }) => length);
  const all = sizes.reduce((total, size) => total + size, 0);
  return (all * all - sizes.reduce((total, size) => total + size * size, 0)) / 2;
};

/** Var JT is a quarter of that of Kendall's S with the group as one variable. Example: `nullVariance([[1], [2]])` is ¼. */
export function nullVariance(groups: Groups): number {
  const values = groups.flat();
  if (values.length < 2) return 0;
  const sizes = groups.map(({ length }) => length).filter((size) => size > 1);
  return scoreVariance(values.length, sizes, ranksOf(values).ties) / 4;
}

type Tail = (
  strata: readonly Groups[],
  doubled: number,
  z: number,
  options: JonckheereOptions,
) => [number, number];

const TAILS: Readonly<Record<NonNullable<JonckheereOptions['how']>, Tail>> = {
  exact: (strata, doubled) => {
    const law = sumOf(strata.map(exactLaw));
    return [upperTailOf(law, doubled), lowerTailOf(law, doubled)];
  },
  'monte-carlo': (strata, doubled, _, { random, resamples = 9_999 }) => {
    if (random === undefined)
      throw new RangeError('Cannot permute groups: expected `random` for `monte-carlo`, got none');
    let [above, below] = [1, 1];
    const pools = strata.map((groups) => groups.flat());
    for (let b = 0; b < resamples; b++) {
      let total = 0;
      strata.forEach((groups, s) => {
        const pool = random.shuffle(pools[s]!);
        let start = 0;
        total += doubledStatistic(groups.map(({ length }) => pool.slice(start, (start += length))));
      });
      if (total >= doubled) above++;
      if (total <= doubled) below++;
    }
    return [above / (resamples + 1), below / (resamples + 1)];
  },
  asymptotic: (_, __, z) => [normalUpper(z), normalUpper(-z)],
};

/** The law of 2·JT given the ties: groups of equal values are dealt out in ascending order, state = how many each group has had. */
function exactLaw(groups: Groups): LatticeLaw {
  const sizes = groups.map(({ length }) => length);
  const tied = tieSizes(Float64Array.from(groups.flat()).sort());
  return remembered(() => buildLaw(sizes, tied), `${sizes}|${tied}`, laws);
}

const laws = new Map<string, LatticeLaw>();

function tieSizes(ascending: Sample): number[] {
  const sizes: number[] = [];
  for (let start = 0; start < ascending.length;) {
    let end = start + 1;
    while (end < ascending.length && ascending[end] === ascending[start]) end++;
    sizes.push(end - start);
    start = end;
  }
  return sizes;
}

function buildLaw(sizes: readonly number[], tied: readonly number[]): LatticeLaw {
  let laws = new Map<string, { had: number[]; law: Map<number, number> }>();
  laws.set('', { had: sizes.map(() => 0), law: new Map([[0, 1]]) });
  for (const size of tied) {
    const next: typeof laws = new Map();
    for (const { had, law } of laws.values())
      for (const share of shares(
        size,
        sizes.map((full, g) => full - had[g]!),
      )) {
        const now = had.map((count, g) => count + share[g]!);
        const key = now.join();
        const target = next.get(key) ?? { had: now, law: new Map<number, number>() };
        next.set(key, target);
        const [gain, ways] = [gainOf(had, share), multinomial(share)];
        for (const [value, count] of law)
          target.law.set(value + gain, (target.law.get(value + gain) ?? 0) + count * ways);
      }
    laws = next;
  }
  const law = [...laws.values()][0]!.law; // one state is left: every group full
  const total = [...law.values()].reduce((sum, count) => sum + count, 0);
  const start = Math.min(...law.keys());
  const mass = new Float64Array(Math.max(...law.keys()) - start + 1);
  for (const [value, count] of law) mass[value - start] = count / total;
  return { start, mass };
}

/** What a group of equal values adds to 2·JT: 2 for each earlier value in an earlier group, 1 for each equal one. */
function gainOf(had: readonly number[], share: readonly number[]): number {
  let [gain, before, tied] = [0, 0, 0];
  share.forEach((count, g) => {
    gain += count * (2 * before + tied);
    before += had[g]!;
    tied += count;
  });
  return gain;
}

/** All ways to deal `count` equal values out to groups with room. */
function* shares(count: number, room: readonly number[], group = 0): Generator<number[]> {
  if (group === room.length - 1) {
    if (count <= room[group]!) yield [count];
    return;
  }
  for (let take = 0; take <= Math.min(count, room[group]!); take++)
    for (const rest of shares(count - take, room, group + 1)) yield [take, ...rest];
}

function multinomial(share: readonly number[]): number {
  let [ways, placed] = [1, 0];
  for (const count of share) for (let i = 1; i <= count; i++) ways = (ways * ++placed) / i;
  return ways;
}
