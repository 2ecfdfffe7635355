import { requireCount } from '../require.ts';

/** What decides how small an exact p value can get: the number of equally likely arrangements under the null. */
export type Arrangement =
  | { readonly kind: 'sign-flip' | 'wilcoxon'; readonly pairs: number }
  | { readonly kind: 'page'; readonly blocks: number; readonly arms: number }
  | { readonly kind: 'two-sample'; readonly sizes: readonly [number, number] };

const logFactorial = (n: number): number => {
  let sum = 0;
  for (let i = 2; i <= n; i += 1) sum += Math.log(i);
  return sum;
};

const logArrangements: {
  readonly [K in Arrangement['kind']]: (of: Extract<Arrangement, { kind: K }>) => number;
} = {
  'sign-flip': ({ pairs }) => pairs * Math.LN2,
  wilcoxon: ({ pairs }) => pairs * Math.LN2,
  page: ({ blocks, arms }) => blocks * logFactorial(arms),
  'two-sample': ({ sizes: [first, second] }) =>
    logFactorial(first + second) - logFactorial(first) - logFactorial(second),
};

/**
 * The smallest one-sided p that an exact permutation test can give: one over the number of arrangements.
 *
 * Sign flips and signed ranks of n pairs: 2⁻ⁿ. Page's trend over k arms in n blocks: (k!)⁻ⁿ. Two samples of n and m:
 * n! m! / (n + m)!. A design whose smallest p is not below alpha can never decide anything.
 *
 * @example smallestP({ kind: 'sign-flip', pairs: 4 }) // 0.0625: cannot reach 0.05
 */
export function smallestP(arrangement: Arrangement): number {
  const { kind: _, ...counts } = arrangement;
  for (const count of Object.values(counts).flat())
    requireCount('count arrangements', 'their numbers', count, 0);
  const count = logArrangements[arrangement.kind] as (of: Arrangement) => number;
  return Math.exp(-count(arrangement));
}
