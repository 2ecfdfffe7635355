import { concordances, signedSums } from './concordance.ts';
import { sampleCorrelation } from 'simple-statistics';
import { allEqual, centred, ranksOf, type Sample } from '../descriptives.ts';
import { inOwnUnit } from '../unit.ts';
import { requireEqualLengths, requireWithin } from '../require.ts';

/**
 * Pearson's correlation, from deviations (an offset of 1e6 costs only the digits of the data); 0 where a variable does
 * not vary or holds what is not finite.
 *
 * Example: `pearsonOf([1, 2, 3], [2, 4, 6]) === 1`.
 */
export function pearsonOf(first: Sample, second: Sample): number {
  requireEqualLengths(first, second);
  if (first.length < 2 || allEqual(first) || allEqual(second)) return 0;
  // Distances in their own unit too: squares of 1e-200 would vanish.
  const [x, y] = [first, second].map((values) => Array.from(inOwnUnit(centred(inOwnUnit(values))))) as [
    number[],
    number[],
  ];
  const r = sampleCorrelation(x, y);
  return Number.isFinite(r) ? withinOne(r) : 0;
}

/**
 * Spearman's correlation: Pearson's of midranks, in whole numbers; 0 where a variable does not vary. Example:
 * `spearmanOf([1, 2, 4], [3, 9, 5]) === 0.5`.
 */
export function spearmanOf(x: Sample, y: Sample): number {
  requireEqualLengths(x, y);
  const [a, b] = [centredDoubledRanks(x), centredDoubledRanks(y)];
  const spread = Math.sqrt(productOf(a, a) * productOf(b, b));
  return spread === 0 ? 0 : withinOne(productOf(a, b) / spread);
}

/**
 * Kendall's τ_b = S/√((N − T_x)(N − T_y)), S the concordant less the discordant pairs, N all pairs, T the pairs tied in
 * a variable; 0 where a variable does not vary.
 *
 * Example: `kendallOf([1, 2, 3], [1, 3, 2])` is 1/3.
 * @see Kendall 1945, Biometrika 33:239
 */
export function kendallOf(x: Sample, y: Sample): number {
  requireEqualLengths(x, y);
  const [spreadX, spreadY] = [untiedPairs(x), untiedPairs(y)];
  return spreadX === 0 || spreadY === 0 ? 0 : withinOne(kendallScore(x, y) / Math.sqrt(spreadX * spreadY));
}

/**
 * Spearman's correlation with each pair left out in turn, in n·log n steps: without pair i the rank of j, less its mean
 * and doubled, loses the sign of xⱼ − xᵢ, so that the sums of products change by sums of ranks below and above.
 *
 * Example: `spearmanWithout([1, 2, 3, 4], [1, 3, 2, 4])` is 0.5, 1, 1, 0.5.
 */
export function spearmanWithout(x: Sample, y: Sample): Float64Array {
  requireEqualLengths(x, y);
  const [a, b] = [centredDoubledRanks(x), centredDoubledRanks(y)];
  const [ab, aa, bb] = [productOf(a, b), productOf(a, a), productOf(b, b)];
  const [alongY, alongX] = [signedSums(y, a), signedSums(x, b)];
  const [ownX, ownY] = [signedSums(x, a), signedSums(y, b)];
  const [untiedX, untiedY] = [untiedWith(x), untiedWith(y)];
  return concordances(x, y).map((both, i) =>
    ratioOf(
      ab - a[i]! * b[i]! + alongY[i]! + alongX[i]! + both,
      aa - a[i]! ** 2 + 2 * ownX[i]! + untiedX[i]!,
      bb - b[i]! ** 2 + 2 * ownY[i]! + untiedY[i]!,
    ),
  );
}

/**
 * Kendall's τ_b with each pair left out in turn, in n·log n steps. Example: `kendallWithout([1, 2, 3], [1, 3, 2])` is
 * −1, 1, 1.
 */
export function kendallWithout(x: Sample, y: Sample): Float64Array {
  const both = concordances(x, y);
  const [untiedX, untiedY] = [untiedWith(x), untiedWith(y)];
  // Each pair of points is counted at both of its points.
  const [xy, xx, yy] = [both, untiedX, untiedY].map(
    (each) => each.reduce((sum, value) => sum + value, 0) / 2,
  ) as [number, number, number];
  return both.map((own, i) => ratioOf(xy - own, xx - untiedX[i]!, yy - untiedY[i]!));
}

/** For each value, how many others differ from it. */
function untiedWith(x: Sample): Float64Array {
  const counts = new Map<number, number>();
  for (let i = 0; i < x.length; i++) counts.set(x[i]!, (counts.get(x[i]!) ?? 0) + 1);
  return Float64Array.from(x, (value) => x.length - counts.get(value)!);
}

/** A coefficient from its products; 0 where a variable does not vary. */
const ratioOf = (xy: number, xx: number, yy: number): number =>
  xx > 0 && yy > 0 ? withinOne(xy / Math.sqrt(xx * yy)) : 0;

/** What rounding carries beyond ±1 is ±1. */
const withinOne = (r: number): number => Math.max(-1, Math.min(1, r));

/** Up to so many pairs, comparing each with each is faster than sorting them. */
const FEW = 64;

/** S: concordant pairs less discordant pairs. */
export function kendallScore(x: Sample, y: Sample): number {
  requireEqualLengths(x, y);
  if (x.length > FEW) return concordances(x, y).reduce((sum, own) => sum + own, 0) / 2;
  let score = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) score += order(x[i]!, x[j]!) * order(y[i]!, y[j]!);
  return score;
}

/** Comparison rather than subtraction: two infinities are tied. */
const order = (a: number, b: number): number => (a > b ? 1 : a < b ? -1 : 0);

function untiedPairs(x: Sample): number {
  const tied = ranksOf(x).ties.reduce((pairs, size) => pairs + (size * (size - 1)) / 2, 0);
  return (x.length * (x.length - 1)) / 2 - tied;
}

/**
 * The correlation of x and y that is left when z is given: (r_xy − r_xz r_yz)/√((1 − r_xz²)(1 − r_yz²)); 0 where z
 * explains one of them wholly.
 *
 * Example: `partialOf(0.5, 0, 0) === 0.5`.
 * @throws RangeError for a number outside −1 … 1
 */
export function partialOf(xy: number, xz: number, yz: number): number {
  for (const r of [xy, xz, yz]) requireWithin('take a correlation out', 'correlations', r, [-1, 1]);
  const rest = (1 - xz * xz) * (1 - yz * yz);
  // 1e-14: what rounding leaves of 1 − r² when r is 1.
  return rest <= 1e-14 ? 0 : Math.max(-1, Math.min(1, (xy - xz * yz) / Math.sqrt(rest)));
}

/** Midranks less their mean, doubled so that they are whole numbers. */
export function centredDoubledRanks(x: Sample): number[] {
  return Array.from(ranksOf(x).ranks, (rank) => 2 * rank - x.length - 1);
}

/** Σ a·b. */
export function productOf(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0);
}
