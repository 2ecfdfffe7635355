import type * as tf from '@tensorflow/tfjs';
import type { DType } from '../types.ts';

/** What an attribute of a kernel may be: in words, and as a test of a value. */
export interface Attribute<T> {
  readonly words: string;
  readonly isOptional: boolean;
  readonly holds: (value: unknown) => value is T;
}

/** The type of an attribute's values. */
export type ValueOf<A> = A extends Attribute<infer T> ? T : never;

const attribute = <T>(words: string, holds: (value: unknown) => boolean): Attribute<T> => ({
  words,
  isOptional: false,
  holds: holds as Attribute<T>['holds'],
});

const isWhole = (value: unknown): boolean => Number.isInteger(value);
const isListOf = (holds: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(holds);
const isOneOf = (words: readonly unknown[]) => (value: unknown) => words.includes(value);

/** An attribute that may be missing. */
export const optional = <T>({ words, holds }: Attribute<T>): Attribute<T | undefined> => ({
  words,
  isOptional: true,
  holds: (value): value is T | undefined => value === undefined || holds(value),
});

/** `true` or `false`. */
export const flag = attribute<boolean>('true or false', isOneOf([true, false]));

/** Any number, NaN and the infinities included. */
export const real = attribute<number>('a number', (value) => typeof value === 'number');

/** What fills a tensor: a number, or a truth. */
export const element = attribute<number | boolean>(
  'a number or a truth',
  (value) => typeof value === 'number' || typeof value === 'boolean',
);

/** A whole number. */
export const whole = attribute<number>('a whole number', isWhole);

/** A list of whole numbers: a shape, a permutation, counts. */
export const wholes = attribute<readonly number[]>('a list of whole numbers', isListOf(isWhole));

/** One whole number, or a list of them: axes, the begin of a slice. */
export const oneOrMore = attribute<number | readonly number[]>(
  'a whole number or a list of them',
  (value) => isWhole(value) || isListOf(isWhole)(value),
);

/** Numbers before and behind, an axis. */
export const frame = attribute<readonly (readonly [number, number])[]>(
  'a list of pairs of whole numbers',
  isListOf((pair) => isListOf(isWhole)(pair) && (pair as unknown[]).length === 2),
);

/** A number for both axes of an image, or one for each. */
export const pair = attribute<number | [number, number]>(
  'a whole number or two',
  (value) => isWhole(value) || (isListOf(isWhole)(value) && (value as unknown[]).length === 2),
);

/** Padding of windows: by a rule, one number, or pairs of numbers for batch, rows, columns and channels. */
export const padding = attribute<'valid' | 'same' | number | tf.backend_util.ExplicitPadding>(
  "'valid', 'same', a whole number or four pairs of them",
  (value) =>
    isOneOf(['valid', 'same'])(value) || isWhole(value) || (frame.holds(value) && value.length === 4),
);

/** What becomes of a fraction of a window. */
export const rounding = attribute<'floor' | 'round' | 'ceil'>(
  "'floor', 'round' or 'ceil'",
  isOneOf(['floor', 'round', 'ceil']),
);

/** A data type. */
export const dtype = attribute<DType>(
  "'float32', 'int32' or 'bool'",
  isOneOf(['float32', 'int32', 'bool'] satisfies DType[]),
);

/** One of some words or numbers. */
export const choice = <const Value extends string | number>(...values: readonly Value[]): Attribute<Value> =>
  attribute(values.join(' or '), isOneOf(values));
