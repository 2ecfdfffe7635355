/** How often a bracket is widened before the search ends. */
const DOUBLINGS = 100;

/**
 * Where a falling function crosses zero: from the bracket [low, high], widened by doubling until the signs differ, by
 * false position with the Illinois rule, to 1e-13 of the larger of 1 and the root. On a scale where the function is
 * almost a line some eight evaluations do.
 *
 * Example: `fallingRoot((x) => 2 - x, { low: 0, high: 1 })` is 2.
 * @throws RangeError where the function gives NaN, or no bracket is found within 100 doublings
 * @see Dowell & Jarratt 1971
 */
export function fallingRoot(
  excess: (x: number) => number,
  { low, high }: { low: number; high: number },
): number {
  let atLow = excess(low);
  let atHigh = excess(high);
  const width = high - low;
  for (let n = 0; atLow < 0 && n < DOUBLINGS; n++) atLow = excess((low -= width * 2 ** n));
  for (let n = 0; atHigh > 0 && n < DOUBLINGS; n++) atHigh = excess((high += width * 2 ** n));
  if (!(atLow >= 0 && atHigh <= 0))
    throw new RangeError(
      `Cannot find a root: expected a function that falls through zero, got ${atLow} at ${low} and ${atHigh} at ${high}`,
    );
  let side = 0;
  for (let step = 0; step < 100 && high - low > 1e-13 * Math.max(1, Math.abs(low)); step++) {
    const middle = atLow === atHigh ? (low + high) / 2 : (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = excess(middle);
    if (Math.abs(value) < 1e-14 || middle <= low || middle >= high) return middle;
    if (value > 0) {
      [low, atLow] = [middle, value];
      if (side === 1) atHigh /= 2;
      side = 1;
    } else {
      [high, atHigh] = [middle, value];
      if (side === -1) atLow /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}
