import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { batchSizes, scheduleValues, valueAt } from '../../src/schedules/index.ts';
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

const list = (array: ArrayLike<number>) => Array.from(array);

describe('batchSizes', () => {
  const run = { examples: 10, until: { epochs: 2 }, learningRate: 0.1 } as const;

  test('cuts each epoch from its front and skips what is left over', () => {
    const plan = batchSizes(4, run);
    expect(list(plan.batchSizes)).toEqual([4, 4, 4, 4]);
    expect(list(plan.epochs)).toEqual([0, 0, 1, 1]);
    expect(list(plan.offsets)).toEqual([0, 4, 0, 4]);
    expect(list(plan.positions)).toEqual([0, 0.4, 1, 1.4]);
    expect(plan.segments).toEqual([{ batchSize: 4, firstStep: 0, steps: 4, from: 0, to: 2 }]);
  });

  test('takes the left-over as a smaller mini-batch where asked', () => {
    const plan = batchSizes(4, { ...run, remainder: 'take' });
    expect(list(plan.batchSizes)).toEqual([4, 4, 2, 4, 4, 2]);
    expect(plan.segments.map(({ batchSize, steps }) => [batchSize, steps])).toEqual([
      [4, 2],
      [2, 1],
      [4, 2],
      [2, 1],
    ]);
  });

  test('ratio-locked sizes follow the learning rate', () => {
    const plan = batchSizes(
      { kind: 'ratio-locked', ratio: 0.1 },
      { examples: 20, until: { epochs: 2 }, learningRate: { kind: 'steps', start: 0.5, at: [1], factor: 2 } },
    );
    expect(list(plan.batchSizes)).toEqual([5, 5, 5, 5, 10, 10]);
  });

  test('a triangular cycle takes its declared number of sizes, ends included', () => {
    const spec: BatchSizeSpec = {
      kind: 'cyclic',
      shape: 'triangular',
      low: 10,
      high: 50,
      period: 8,
      levels: 5,
    };
    const plan = batchSizes(spec, { examples: 1000, until: { epochs: 8 }, learningRate: 0.1 });
    expect([...new Set(plan.batchSizes)].sort((a, b) => a - b)).toEqual([10, 20, 30, 40, 50]);
  });

  test('ends after the declared steps, or when the learning rates add up to the declared time', () => {
    expect(batchSizes(4, { ...run, until: { steps: 7 } }).steps).toBe(7);
    // 0.1 added ten times is 0.9999999999999999: rounding must not add an eleventh step
    expect(batchSizes(4, { ...run, until: { time: 1 } }).steps).toBe(10);
  });

  test('a mini-batch larger than the data is refused', () => {
    expect(() => batchSizes(11, run)).toThrow(
      'Cannot draw a mini-batch of 11 at epoch 0: expected at most the 10 examples there are',
    );
  });

  const spec = fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.record({
      kind: fc.constant('cyclic' as const),
      shape: fc.constantFrom('triangular' as const, 'discrete' as const),
      low: fc.integer({ min: 1, max: 20 }),
      high: fc.integer({ min: 20, max: 40 }),
      period: fc.double({ min: 0.1, max: 5, noNaN: true }),
    }),
    fc.record({
      kind: fc.constant('ratio-locked' as const),
      ratio: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
  );

  property.prop([spec, fc.integer({ min: 40, max: 200 }), fc.constantFrom('skip' as const, 'take' as const)])(
    'no mini-batch straddles an epoch, none overlap, and the segments tile the steps',
    (batchSize, examples, remainder) => {
      const learningRate: ScheduleSpec = {
        kind: 'cyclic',
        shape: 'triangular',
        low: 0.1,
        high: 0.4,
        period: 1.3,
      };
      const plan = batchSizes(batchSize, { examples, until: { epochs: 3 }, learningRate, remainder });
      for (let step = 0; step < plan.steps; step++) {
        expect(plan.offsets[step]! + plan.batchSizes[step]!).toBeLessThanOrEqual(examples);
        const next = plan.epochs[step] === plan.epochs[step + 1] ? plan.offsets[step + 1] : undefined;
        if (next !== undefined) expect(next).toBe(plan.offsets[step]! + plan.batchSizes[step]!);
      }
      if (remainder === 'take')
        expect(plan.batchSizes.reduce((sum, size) => sum + size, 0)).toBe(3 * examples);
      const tiled = plan.segments.flatMap(({ batchSize: size, steps }) => Array(steps).fill(size));
      expect(tiled).toEqual(list(plan.batchSizes));
    },
  );
});
