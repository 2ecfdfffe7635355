import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { parseStable, sha256, stableStringify } from '../../src/store/index.ts';

const plain = fc
  .object({ values: [fc.string(), fc.double(), fc.boolean(), fc.constant(null)], withNullPrototype: false })
  .filter(
    (value) => !JSON.stringify(value).includes('$number') && !JSON.stringify(value).includes('__proto__'),
  );

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, reversed(field)]),
  );
};

describe('stableStringify', () => {
  test.prop([plain])('is read again as it was, NaN, infinities and −0 included', (value) => {
    expect(parseStable(stableStringify(value))).toEqual(value);
  });

  test.prop([plain])('does not depend on the order of fields', (value) => {
    expect(stableStringify(reversed(value))).toBe(stableStringify(value));
  });

  test('leaves out undefined fields and keeps odd numbers', () => {
    expect(stableStringify({ b: undefined, a: [NaN, -Infinity, -0, 0] })).toBe(
      '{"a":[{"$number":"NaN"},{"$number":"-Infinity"},{"$number":"-0"},0]}',
    );
  });

  test.each([
    ['a function', { a: [{ b: () => 1 }] }, '$.a[0].b', 'function'],
    ['a typed array', { a: new Float32Array(1) }, '$.a', 'Float32Array'],
    ['a map', new Map(), '$', 'Map'],
    ['undefined in a list', [undefined], '$[0]', 'undefined'],
    ['a big integer', { a: 1n }, '$.a', 'bigint'],
  ])('refuses %s with its path', (_, value, path, got) => {
    expect(() => stableStringify(value)).toThrow(
      new TypeError(`Cannot write ${path} as JSON: expected plain data, got ${got}`),
    );
  });

  test('refuses a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => stableStringify(cycle)).toThrow('Cannot write $.self as JSON: expected a tree, got a cycle');
  });

  test('sha256 is the published function', () => {
    // FIPS 180-2, appendix B.1
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
