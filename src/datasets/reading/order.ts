/**
 * The canonical order of a data set with classes: every front part of it is stratified.
 *
 * Example k of the n examples of its class (counted in file order) goes to position (k + ½) / n; ties go by class. With
 * equal class sizes this deals the classes in turn: 0, 1, …, 9, 0, 1, … So "the first 10,000" means the same examples
 * whether they come from the shipped subset or from the full set.
 *
 * @param labels class numbers `[count]`
 * @returns the example numbers in canonical order `[count]`
 * @example stratifiedOrder(Uint8Array.of(0, 0, 1, 1)) // Int32Array [0, 2, 1, 3]
 */
export function stratifiedOrder(labels: ArrayLike<number>): Int32Array {
  const sizes = new Map<number, number>();
  const ranks = Array.from(labels, (label) => {
    const rank = sizes.get(label) ?? 0;
    sizes.set(label, rank + 1);
    return rank;
  });
  const position = Float64Array.from(ranks, (rank, i) => (rank + 0.5) / sizes.get(labels[i]!)!);
  return Int32Array.from(ranks.keys()).sort(
    (a, b) => position[a]! - position[b]! || labels[a]! - labels[b]! || a - b,
  );
}
