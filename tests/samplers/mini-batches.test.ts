import { describe, expect, test } from 'vitest';
import { miniBatches, type Sampler } from '../../src/samplers/index.ts';

const draw = (sampler: Sampler, sizes: readonly number[], examples = 12, seed = '7/0') => {
  const batches = miniBatches(seed, sampler, examples);
  return sizes.map((size) => {
    const rows = new Int32Array(size);
    batches.next(rows, 0, size);
    return [...rows];
  });
};
const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);
const all = Array.from({ length: 12 }, (_, row) => row);

describe('epoch-shuffle', () => {
  test('arms with different batch sizes cut the same permutation', () => {
    expect(draw('epoch-shuffle', [4, 4, 4]).flat()).toEqual(draw('epoch-shuffle', [6, 3, 2, 1]).flat());
  });

  test('an epoch takes every example once, and the next one takes them in another order', () => {
    const [first, second] = draw('epoch-shuffle', [12, 12]);
    expect(sorted(first!)).toEqual(all);
    expect(sorted(second!)).toEqual(all);
    expect(first).not.toEqual(second);
  });

  test('a batch that would reach into the next epoch is an error', () => {
    expect(() => draw('epoch-shuffle', [8, 8])).toThrow('expected at most 4 examples, got 8');
  });
});

test('without-replacement draws distinct examples, and another set each time', () => {
  const batches = draw('without-replacement', Array<number>(50).fill(6));
  for (const rows of batches) expect(new Set(rows).size).toBe(6);
  expect(new Set(batches.map((rows) => sorted(rows).join())).size).toBeGreaterThan(40);
});

test('iid draws repeat examples, and the sequence does not depend on the batch size', () => {
  const [rows] = draw('iid', [200]);
  expect(new Set(rows).size).toBeLessThanOrEqual(12);
  expect(draw('iid', [50, 150]).flat()).toEqual(rows);
});

test('full-batch takes all examples in their order, and nothing less', () => {
  expect(draw('full-batch', [12])).toEqual([all]);
  expect(() => draw('full-batch', [6])).toThrow('Cannot draw a mini-batch');
});

test.each(['epoch-shuffle', 'without-replacement', 'iid'] as const)(
  '%s: the same seed gives the same rows, another seed others',
  (sampler) => {
    expect(draw(sampler, [4, 4])).toEqual(draw(sampler, [4, 4]));
    expect(draw(sampler, [4, 4])).not.toEqual(draw(sampler, [4, 4], 12, '7/1'));
  },
);
