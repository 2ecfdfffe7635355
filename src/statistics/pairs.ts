import type { Sample } from './descriptives.ts';
import { requireEqualLengths } from './require.ts';
import type { TestOptions } from './options.ts';
import type { TestResult } from './types.ts';
import { ofAnySize } from './unit.ts';

/** x − y, pair by pair. @throws RangeError unless both have the same length */
export function differences(x: Sample, y: Sample): Float64Array {
  requireEqualLengths(x, y);
  return Float64Array.from({ length: x.length }, (_, i) => x[i]! - y[i]!);
}

/**
 * A test of the differences of pairs, which may overflow where the values do not.
 * @throws RangeError for unequal lengths
 */
export const ofPairs = <O extends TestOptions>(
  x: Sample,
  y: Sample,
  options: O,
  test: (d: Sample, options: O) => TestResult,
): TestResult => ofAnySize([x, y], options, ([u, v], inUnit) => test(differences(u!, v!), inUnit));
