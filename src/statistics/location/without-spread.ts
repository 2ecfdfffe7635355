import { allFinite, type Sample } from '../descriptives.ts';
import { roundingOf } from '../unit.ts';

/**
 * Whether values are one number but for rounding: the question that is asked before anything is divided by their
 * spread. Infinite values are no number that rounding could tell from another, and fewer than two have no spread to
 * speak of.
 *
 * @param rounding what rounding may leave between values that are equal; default that of values as large as these.
 * Differences of large numbers keep the rounding of those, so that of what entered is wanted
 * @example withoutSpread([0.1 + 0.2, 0.3]) // true
 */
export function withoutSpread(x: Sample, rounding = roundingOf(x)): boolean {
  if (x.length < 2 || !allFinite(x)) return false;
  let [least, most] = [x[0]!, x[0]!];
  for (let i = 1; i < x.length; i++) {
    least = Math.min(least, x[i]!);
    most = Math.max(most, x[i]!);
  }
  return most - least <= rounding;
}

/**
 * What rounding may leave of logarithms: they are off by a unit in the last place of 1 where their argument is off by
 * one in its own.
 */
export const roundingOfLogarithms = (...samples: readonly Sample[]): number => roundingOf([1], ...samples);
