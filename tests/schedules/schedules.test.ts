import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { batchSizeAt, scheduleValues, valueAt } from '../../src/schedules/index.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../../src/schedules/index.ts';

describe('valueAt', () => {
  const cases: readonly { spec: ScheduleSpec; expected: readonly (readonly [number, number])[] }[] = [
    {
      spec: 0.5,
      expected: [
        [0, 0.5],
        [100, 0.5],
      ],
    },
    {
      spec: { kind: 'steps', start: 1, at: [2, 4], factor: 0.5 },
      expected: [
        [0, 1],
        [1.99, 1],
        [2, 0.5],
        [4, 0.25],
        [9, 0.25],
      ],
    },
    {
      spec: { kind: 'cosine', start: 1, end: 0, over: 5, warmUp: { from: 0, over: 1 } },
      expected: [
        [0, 0],
        [0.5, 0.5],
        [1, 1],
        [3, 0.5],
        [5, 0],
      ],
    },
    {
      spec: { kind: 'steps', start: 1, at: [2, 4], factor: 0.5, warmUp: { from: 0.2, over: 1 } },
      expected: [
        [0, 0.2],
        [0.5, 0.6],
        [1, 1],
        [2, 0.5],
        [4, 0.25],
      ],
    },
    {
      spec: { kind: 'cyclic', shape: 'triangular', low: 1, high: 5, period: 4 },
      expected: [
        [0, 1],
        [1, 3],
        [2, 5],
        [3, 3],
        [4, 1],
        [6, 5],
      ],
    },
    {
      spec: { kind: 'cyclic', shape: 'discrete', low: 1, high: 5, period: 4 },
      expected: [
        [0, 1],
        [1.99, 1],
        [2, 5],
        [3.99, 5],
        [4, 1],
      ],
    },
    {
      spec: { kind: 'cosine', start: 1, end: 0, over: 2 },
      expected: [
        [0, 1],
        [1, 0.5],
        [2, 0],
        [3, 0],
      ],
    },
    {
      spec: { kind: 'warm-up', from: 0, to: 1, over: 4 },
      expected: [
        [0, 0],
        [1, 0.25],
        [4, 1],
        [9, 1],
      ],
    },
    {
      spec: { kind: 'piecewise', values: [0.02, 0.1, 0.05], at: [0.5, 12] },
      expected: [
        [0, 0.02],
        [0.49, 0.02],
        [0.5, 0.1],
        [11.99, 0.1],
        [12, 0.05],
        [99, 0.05],
      ],
    },
  ];

  test.each(cases)('$spec.kind $spec', ({ spec, expected }) => {
    // cos(π / 2) is 6e-17 rather than 0
    for (const [epoch, value] of expected) expect(valueAt(spec, epoch)).toBeCloseTo(value, 15);
  });

  test('scheduleValues takes the value at the start of each step', () => {
    const warmUp: ScheduleSpec = { kind: 'warm-up', from: 0, to: 1, over: 1 };
    expect([...scheduleValues(warmUp, { steps: 5, stepsPerEpoch: 4 })]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([...scheduleValues(warmUp, { positions: [0.5, 2] })]).toEqual([0.5, 1]);
  });
});

describe('batchSizeAt', () => {
  const cases: readonly { spec: BatchSizeSpec; expected: readonly (readonly [number, number])[] }[] = [
    {
      spec: 32,
      expected: [
        [0, 32],
        [9, 32],
      ],
    },
    {
      spec: { kind: 'steps', start: 10, at: [1], factor: 2.5 },
      expected: [
        [0.99, 10],
        [1, 25],
      ],
    },
    {
      spec: { kind: 'cyclic', shape: 'discrete', low: 4, high: 16, period: 2 },
      expected: [
        [0.5, 4],
        [1, 16],
        [2, 4],
      ],
    },
    {
      // levels 10, 20, …, 90; the cosine itself is at 78.3, 50 and 21.7
      spec: { kind: 'cosine', start: 90, end: 10, over: 4 },
      expected: [
        [0, 90],
        [1, 80],
        [2, 50],
        [3, 20],
        [4, 10],
        [9, 10],
      ],
    },
    {
      // levels 8, 24, 40
      spec: { kind: 'warm-up', from: 8, to: 40, over: 2, levels: 3 },
      expected: [
        [0, 8],
        [0.49, 8],
        [0.51, 24],
        [1, 24],
        [1.49, 24],
        [1.51, 40],
        [2, 40],
        [9, 40],
      ],
    },
    {
      spec: { kind: 'warm-up', from: 5, to: 5, over: 1 },
      expected: [
        [0, 5],
        [0.5, 5],
      ],
    },
    {
      spec: { kind: 'piecewise', values: [80, 16, 80], at: [4, 12.5] },
      expected: [
        [0, 80],
        [4, 16],
        [12, 16],
        [12.5, 80],
      ],
    },
  ];
  test.each(cases)('$spec', ({ spec, expected }) => {
    for (const [epoch, size] of expected) expect(batchSizeAt(spec, epoch, 0.1)).toBe(size);
  });

  test('ratio-locked sizes follow the learning rate, and never fall below 1', () => {
    const spec: BatchSizeSpec = { kind: 'ratio-locked', ratio: 0.1 };
    expect([0.5, 1, 0.26, 0.001].map((rate) => batchSizeAt(spec, 0, rate))).toEqual([5, 10, 3, 1]);
  });

  const cycle = fc.record({
    low: fc.integer({ min: 1, max: 20 }),
    high: fc.integer({ min: 20, max: 400 }),
    period: fc.double({ min: 0.1, max: 5, noNaN: true }),
    levels: fc.integer({ min: 2, max: 9 }),
  });
  property.prop([cycle])('a triangular cycle takes at most its levels, ends included', (fields) => {
    const spec: BatchSizeSpec = { kind: 'cyclic', shape: 'triangular', ...fields };
    const positions = Array.from({ length: 201 }, (_, index) => (index / 200) * fields.period);
    const sizes = new Set(positions.map((epoch) => batchSizeAt(spec, epoch, 0.1)));
    expect(sizes.size).toBeLessThanOrEqual(fields.levels);
    expect(Math.min(...sizes)).toBe(fields.low);
    expect(Math.max(...sizes)).toBe(fields.high);
  });

  const way = fc.record({
    from: fc.integer({ min: 1, max: 400 }),
    to: fc.integer({ min: 1, max: 400 }),
    over: fc.double({ min: 0.1, max: 5, noNaN: true }),
    levels: fc.integer({ min: 2, max: 9 }),
  });
  property.prop([way])(
    'a cosine and a warm-up take at most their levels, ends included, and never turn',
    (fields) => {
      const { from, to, over, levels } = fields;
      for (const spec of [
        { kind: 'cosine', start: from, end: to, over, levels },
        { kind: 'warm-up', from, to, over, levels },
      ] satisfies BatchSizeSpec[]) {
        const sizes = Array.from({ length: 251 }, (_, index) => batchSizeAt(spec, (index / 200) * over, 0.1));
        expect(new Set(sizes).size).toBeLessThanOrEqual(levels);
        expect([sizes[0], sizes[200], sizes[250]]).toEqual([from, to, to]);
        expect(sizes).toEqual(sizes.toSorted((a, b) => (a - b) * Math.sign(to - from)));
      }
    },
  );
});
