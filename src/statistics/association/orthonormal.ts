/** Σ a·b. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** What is left of values when their components along orthonormal directions are taken out. */
export function withoutSpan(values: Float64Array, directions: readonly Float64Array[]): Float64Array {
  const rest = Float64Array.from(values);
  for (const direction of directions) {
    const part = dot(rest, direction);
    for (let i = 0; i < rest.length; i++) rest[i]! -= part * direction[i]!;
  }
  return rest;
}

/**
 * Orthonormal directions of what columns add to given ones: Gram–Schmidt, twice. A column that is a combination of
 * those before it adds none.
 *
 * @see Björck 1994, Linear Algebra and its Applications 197:297 (twice is enough)
 * @example orthonormal([Float64Array.of(3, 4)]) // [[0.6, 0.8]]
 */
export function orthonormal(
  columns: readonly Float64Array[],
  given: readonly Float64Array[] = [],
): readonly Float64Array[] {
  const directions: Float64Array[] = [];
  for (const column of columns) {
    const all = [...given, ...directions];
    const rest = withoutSpan(withoutSpan(column, all), all);
    const left = norm(rest);
    // 1e-9: what rounding leaves of a combination of the others.
    if (left > 1e-9 * norm(column)) directions.push(rest.map((value) => value / left));
  }
  return directions;
}
