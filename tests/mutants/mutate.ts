import type { Hypothesis } from '../../src/declare/types.ts';
import type { Verdict } from '../../src/judge/types.ts';

/** A hypothesis with one field wrong, and what must become of its verdict. */
export interface Mutant {
  /** What is wrong with it, in words. */
  readonly says: string;
  readonly original: Hypothesis;
  /** The one field that differs: names and indices between dots, as in `arms.linear.learningRate`. */
  readonly path: string;
  readonly becomes: unknown;
  readonly verdict: Verdict;
  /** Seeds of the test where fewer than the original's suffice. */
  readonly seeds?: number;
}

/**
 * A copy of plain data with the value at a path replaced, or added to an object that is there.
 *
 * @throws Error where the path leads through nothing
 * @example changedAt({ a: [{ b: 1 }] }, 'a.0.b', 2) // { a: [{ b: 2 }] }
 */
export function changedAt<T extends object>(data: T, path: string, value: unknown): T {
  const copy = structuredClone(data);
  const names = path.split('.');
  const last = names.pop()!;
  const owner = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], copy);
  if (typeof owner !== 'object' || owner === null)
    throw new Error(`Cannot change ${path}: expected an object before "${last}", got ${String(owner)}`);
  (owner as Record<string, unknown>)[last] = value;
  return copy;
}

/**
 * The paths at which two pieces of plain data differ, down to the first value that is no object on both sides.
 *
 * @example differences({ a: [1, 2], b: 3 }, { a: [1, 4] }) // ['a.1', 'b']
 */
export function differences(one: unknown, other: unknown, path: readonly string[] = []): string[] {
  if (Object.is(one, other)) return [];
  if (!isObject(one) || !isObject(other)) return [path.join('.')];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(one[name], other[name], [...path, name]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
