/**
 * Which refutations stand beside each other at a family-wise rate, by Holm's step-down: the smallest p against alpha/m,
 * the next against alpha/(m − 1), until one fails.
 *
 * @returns for each p whether its refutation stands; `undefined` (no p) never does
 * @see Holm 1979
 * @example standing([0.001, 0.04, undefined], 0.05) // [true, false, false]
 */
export function standing(ps: readonly (number | undefined)[], alpha: number): readonly boolean[] {
  const order = ps
    .map((p, index) => ({ p, index }))
    .filter((entry): entry is { p: number; index: number } => entry.p !== undefined)
    .sort((a, b) => a.p - b.p);
  const stands = ps.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if (!(p < alpha / (ps.length - rank))) break;
    stands[index] = true;
  }
  return stands;
}
