import { allFinite, type Sample } from './descriptives.ts';

/** Refuses a number that is not finite or outside of a closed range. @throws RangeError */
export function requireWithin(
  action: string,
  name: string,
  value: number,
  [least, most]: readonly [number, number],
): void {
  if (!(value >= least && value <= most && Number.isFinite(value)))
    throw new RangeError(`Cannot ${action}: expected ${name} in ${least} … ${most}, got ${value}`);
}

/** Refuses what is no whole number, or a smaller one. @throws RangeError */
export function requireCount(action: string, name: string, value: number, atLeast: number): void {
  if (!(Number.isSafeInteger(value) && value >= atLeast))
    throw new RangeError(
      `Cannot ${action}: expected ${name} to be a whole number from ${atLeast} on, got ${value}`,
    );
}

/** Refuses samples with too few values or with one that is not finite. @throws RangeError */
export function requireSamples(action: string, samples: readonly Sample[], atLeast = 1): void {
  if (samples.some((x) => x.length < atLeast || !allFinite(x)))
    throw new RangeError(
      `Cannot ${action}: expected ${atLeast > 1 ? `${atLeast} or more ` : ''}finite values in each sample, got ${samples.map((x) => `[${Array.from(x).join(', ')}]`).join(' and ')}`,
    );
}

/** @throws RangeError unless both have the same length */
export function requireEqualLengths(x: Sample, y: Sample): void {
  if (x.length !== y.length)
    throw new RangeError(`Cannot pair samples: expected equal lengths, got ${x.length} and ${y.length}`);
}
