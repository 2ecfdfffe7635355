import { addShifted, remembered, spread, sumOf, type LatticeLaw } from './lattice.ts';

/** Sizes of the groups of equal values, ascending in value; 1 for a value of its own. */
export type GroupSizes = readonly number[];

/** Up to so many additions an exact law is thought cheap: some 30 ms. */
export const CHEAP = 2e7;

const laws = new Map<string, LatticeLaw>();

/**
 * The exact law of Kendall's S, the concordant less the discordant pairs of two variables without association, given
 * the groups of equal values in either. Where one of them has none, the discordant pairs are a sum of independent
 * rank-sum statistics, group g against all before it; otherwise the values of one are dealt out to the groups of the
 * other in ascending order, and the state is how many each group has had. Twice the statistic of Jonckheere and
 * Terpstra is S plus the pairs of values in different groups.
 *
 * @see Kendall 1970, Rank Correlation Methods, chapter 4; Harding 1984, Applied Statistics 33:1 (one variable grouped);
 * Mann & Whitney 1947 (recurrence)
 * @example scoreLaw([1, 1, 1], [1, 1, 1]) // −3, −1, 1, 3 with probabilities 1, 2, 2, 1 of 6
 */
export function scoreLaw(x: GroupSizes, y: GroupSizes): LatticeLaw {
  const [groups, levels] = fewerStatesFirst(x, y);
  const build = (): LatticeLaw =>
    isUntied(x) ? lawOfGroups(y) : isUntied(y) ? lawOfGroups(x) : dealt(groups, levels);
  return remembered(build, `${groups}|${levels}`, laws);
}

/** Additions that `scoreLaw` takes, about. */
export function scoreWork(x: GroupSizes, y: GroupSizes): number {
  const [groups, levels] = fewerStatesFirst(x, y);
  const width = 2 * Math.min(pairsBetween(x), pairsBetween(y)) + 1;
  if (isUntied(x) || isUntied(y))
    return earlier(isUntied(x) ? y : x).reduce(
      (work, [size, before]) => work + (size * before) ** 2 / 4 + (size * before * width) / 2,
      0,
    );
  return statesOf(groups) * waysToDeal(Math.max(...levels), groups.length) * width;
}

/** Pairs of values from different groups: the largest S. */
export function pairsBetween(sizes: GroupSizes): number {
  return earlier(sizes).reduce((pairs, [size, before]) => pairs + size * before, 0);
}

const isUntied = (sizes: GroupSizes): boolean => sizes.every((size) => size === 1);

const statesOf = (sizes: GroupSizes): number => sizes.reduce((states, size) => states * (size + 1), 1);

const fewerStatesFirst = (x: GroupSizes, y: GroupSizes): readonly [GroupSizes, GroupSizes] =>
  statesOf(x) <= statesOf(y) ? [x, y] : [y, x];

/** Each group's size with the number of values before it. */
function earlier(sizes: GroupSizes): [number, number][] {
  let before = 0;
  return sizes.map((size) => [size, (before += size) - size]);
}

/** C(count + groups − 1, count). */
function waysToDeal(count: number, groups: number): number {
  let ways = 1;
  for (let i = 1; i <= count; i++) ways = (ways * (groups - 1 + i)) / i;
  return ways;
}

function lawOfGroups(sizes: GroupSizes): LatticeLaw {
  const discordant = sumOf(earlier(sizes).map(([size, before]) => rankSum(size, before)));
  return spread({ start: -pairsBetween(sizes), mass: discordant.mass }, 2);
}

/**
 * The law of the pairs in which one of n values is below one of m: the largest of all is among the n with probability
 * n/(n + m), and then above all m.
 */
function rankSum(n: number, m: number): LatticeLaw {
  let row = Array.from({ length: m + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= n; i++) {
    const next = [Float64Array.of(1)];
    for (let j = 1; j <= m; j++) {
      const mass = new Float64Array(i * j + 1);
      addShifted(mass, row[j]!, j, i / (i + j));
      addShifted(mass, next[j - 1]!, 0, j / (i + j));
      next.push(mass);
    }
    row = next;
  }
  return { start: 0, mass: row[m]! };
}

function dealt(groups: GroupSizes, levels: GroupSizes): LatticeLaw {
  const bound = pairsBetween(groups);
  const width = 2 * bound + 1;
  const origin = new Float64Array(width);
  origin[bound] = 1;
  let layer = new Map([['', { had: groups.map(() => 0), mass: origin }]]);
  for (const size of levels) {
    const next: typeof layer = new Map();
    for (const { had, mass } of layer.values())
      for (const share of shares(
        size,
        groups.map((full, g) => full - had[g]!),
      )) {
        const now = had.map((count, g) => count + share[g]!);
        const target = next.get(now.join()) ?? { had: now, mass: new Float64Array(width) };
        next.set(now.join(), target);
        addShifted(target.mass, mass, gainOf(had, share), multinomial(share));
      }
    layer = next;
  }
  const { mass } = [...layer.values()][0]!; // one state is left: every group full
  const total = mass.reduce((sum, count) => sum + count, 0);
  return { start: -bound, mass: mass.map((count) => count / total) };
}

/**
 * What equal values add to S, dealt out to groups that have had smaller ones: those in earlier groups count for, those
 * in later ones against.
 */
function gainOf(had: readonly number[], share: readonly number[]): number {
  let [gain, before, after] = [0, 0, had.reduce((sum, count) => sum + count, 0)];
  share.forEach((count, g) => {
    after -= had[g]!;
    gain += count * (before - after);
    before += had[g]!;
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
