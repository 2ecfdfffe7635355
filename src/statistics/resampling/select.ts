/**
 * The k-th smallest value (k from 0) of an array that is reordered on the way; linear time on average.
 *
 * Example: `select(Float64Array.of(3, 1, 2), 1) === 2`.
 * @throws RangeError unless 0 ≤ k < length
 * @see Hoare 1961, algorithm 65 (Find)
 */
export function select(values: Float64Array, k: number): number {
  if (!(k >= 0 && k < values.length))
    throw new RangeError(`Cannot select a value: expected 0 ≤ k < ${values.length}, got ${k}`);
  let low = 0;
  let high = values.length - 1;
  while (high > low) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swapped;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return values[k]!;
  }
  return values[k]!;
}

const medianOfThree = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
