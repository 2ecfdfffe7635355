/** P(W ≤ w) and P(W ≥ w) of a sum W of ranks, each taken with probability one half. */
export interface RankSumTails {
  readonly lower: (w: number) => number;
  readonly upper: (w: number) => number;
}

/**
 * The exact null distribution of the signed-rank sum for any midranks, by the shift algorithm over doubled ranks.
 *
 * Example: for ranks 1, 2, 3 `upper(6)` is 1/8.
 * @see Streitberg & Röhmel 1986
 */
export function signedRankDistribution(ranks: ArrayLike<number>): RankSumTails {
  let reach = 0;
  for (let i = 0; i < ranks.length; i++) reach += Math.round(2 * ranks[i]!);
  const density = new Float64Array(reach + 1);
  density[0] = 1;
  let top = 0;
  for (let i = 0; i < ranks.length; i++) {
    const step = Math.round(2 * ranks[i]!);
    top += step;
    for (let at = top; at >= 0; at--)
      density[at] = 0.5 * (density[at]! + (at >= step ? density[at - step]! : 0));
  }
  // The distribution is symmetric, so an upper tail is a lower tail and no difference from one is ever taken.
  const cumulative = new Float64Array(reach + 1);
  let total = 0;
  for (let at = 0; at <= reach; at++) cumulative[at] = total += density[at]!;
  const lower = (w: number): number => {
    const at = Math.round(2 * w);
    return at < 0 ? 0 : at >= reach ? 1 : Math.min(1, cumulative[at]!);
  };
  return { lower, upper: (w) => lower(reach / 2 - w) };
}

const untied = new Map<number, RankSumTails>();

/** The distribution for ranks 1 … n without ties, remembered. */
export function signedRankUntied(n: number): RankSumTails {
  const known = untied.get(n);
  if (known) return known;
  const tails = signedRankDistribution(Float64Array.from({ length: n }, (_, i) => i + 1));
  untied.set(n, tails);
  return tails;
}
