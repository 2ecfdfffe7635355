import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { segments } from '../../src/train/segments.ts';

test('a segment ends where the batch size changes, at a check, and nowhere else', () => {
  const cut = [...segments(Int32Array.of(8, 8, 8, 4, 8, 8), Int32Array.of(2, 6))];
  expect(cut).toEqual([
    { from: 0, to: 2, batchSize: 8, check: true, keep: false },
    { from: 2, to: 3, batchSize: 8, check: false, keep: false },
    { from: 3, to: 4, batchSize: 4, check: false, keep: false },
    { from: 4, to: 6, batchSize: 8, check: true, keep: false },
  ]);
});

test('a long stretch is cut, so that a run answers a stop soon', () => {
  const cut = [...segments(new Int32Array(10_000).fill(64), Int32Array.of(10_000))];
  expect(Math.max(...cut.map(({ from, to }) => (to - from) * 64))).toBeLessThanOrEqual(131_072);
  expect(cut.filter(({ check }) => check)).toHaveLength(1);
});

test('a segment ends where the net is kept', () => {
  const cut = [...segments(new Int32Array(6).fill(8), Int32Array.of(4, 6), [0, 1, 4])];
  expect(cut).toEqual([
    { from: 0, to: 1, batchSize: 8, check: false, keep: true },
    { from: 1, to: 4, batchSize: 8, check: true, keep: true },
    { from: 4, to: 6, batchSize: 8, check: true, keep: false },
  ]);
});

property.prop([
  fc.array(fc.constantFrom(1, 2, 3), { minLength: 1, maxLength: 40 }),
  fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
])('segments cover all steps once, in order, and every check', (sizes, marks) => {
  const checks = marks.filter((mark) => mark <= sizes.length).sort((a, b) => a - b);
  const cut = [...segments(Int32Array.from(sizes), Int32Array.from(checks))];
  expect(cut.flatMap(({ from, to, batchSize }) => Array<number>(to - from).fill(batchSize))).toEqual(sizes);
  expect(cut.filter(({ check }) => check).map(({ to }) => to)).toEqual(checks);
});
