/** How many of the ascending numbers are at least `value`. */
export function countAtLeast(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}

/**
 * The number among ascending draws that is exceeded so seldom that (count + 1)/(draws + 1) < alpha; infinite with too
 * few draws.
 */
export function quantileAbove(ascending: Float64Array, alpha: number): number {
  const draws = ascending.length;
  let spare = Math.ceil(alpha * (draws + 1)) - 2;
  while (spare >= 0 && (spare + 1) / (draws + 1) >= alpha) spare--;
  return spare < 0 ? Infinity : ascending[draws - 1 - spare]!;
}
