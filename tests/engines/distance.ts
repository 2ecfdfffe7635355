import { expect } from 'vitest';
import type { Tensors } from '../../src/engines/types.ts';

const groupOf = (name: string): string => name.split('/')[0]!;

/** Largest entry of each group of tensors: `gradient/a` and `gradient/b` are one group. */
function scales(tensors: Tensors): ReadonlyMap<string, number> {
  const largest = new Map<string, number>();
  for (const [name, { data }] of Object.entries(tensors)) {
    let size = largest.get(groupOf(name)) ?? 1e-3;
    for (const value of data) if (Number.isFinite(value)) size = Math.max(size, Math.abs(value));
    largest.set(groupOf(name), size);
  }
  return largest;
}

/**
 * Largest distance of two sets of results, in units of the largest entry of the tensor's group (at least 1e-3), and
 * where it is. Names, shapes and types must be equal.
 */
export function distance(
  expected: Tensors,
  actual: Tensors,
): { readonly name: string; readonly value: number } {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  const scale = scales(expected);
  let worst = { name: '', value: 0 };
  for (const [name, { data, shape }] of Object.entries(expected)) {
    const other = actual[name]!;
    expect(other.shape, name).toEqual(shape);
    expect(other.data.constructor, name).toBe(data.constructor);
    data.forEach((value, i) => {
      const gap = Object.is(value, other.data[i]!) ? 0 : Math.abs(value - other.data[i]!);
      const relative = gap / scale.get(groupOf(name))!;
      if (!(relative <= worst.value)) worst = { name, value: relative };
    });
  }
  return worst;
}
