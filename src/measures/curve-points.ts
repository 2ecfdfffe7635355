/** Points of recorded curves: which set they are of, and which of them reach an epoch. */
import type { CurveReading } from './definition.ts';

/** The set that a curve of a record is taken on. */
export const setOf = (curve: string): CurveReading['set'] => (curve.startsWith('train') ? 'train' : 'test');

/** Epochs are sums of fractions: a point that misses its epoch by rounding alone has reached it. */
const ROUNDING = 1e-9;

/**
 * The place of the first point that reaches each of some epochs, −1 where none does.
 *
 * @param points epochs of the points, ascending
 * @example firstReaching([1, 2, 3], [1.5, 4]) // [1, -1]
 */
export const firstReaching = (points: readonly number[], epochs: readonly number[]): readonly number[] =>
  epochs.map((epoch) => points.findIndex((each) => each >= epoch - ROUNDING));
