import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  batchSizeAt,
  batchSizesOf,
  batchSizeWords,
  largestBatchSize,
  scheduleWords,
  valueAt,
} from '../../src/schedules/index.ts';
import { batchSizeSchema, momentumSchema, scheduleSchema } from '../../src/schedules/schema.ts';
import { rateKinds, sizeKinds } from '../../src/schedules/table.ts';

const epochs = Array.from({ length: 1201 }, (_, index) => index / 40);

describe('every kind of a learning rate', () => {
  test.each(Object.entries(rateKinds))(
    '%s: its example parses, and its values are in range',
    (kind, { example }) => {
      expect(example.kind).toBe(kind);
      expect(scheduleSchema.safeParse(example).error).toBeUndefined();
      expect(momentumSchema.safeParse(example).error).toBeUndefined();
      for (const epoch of epochs) expect(valueAt(example, epoch)).toBeGreaterThanOrEqual(0);
    },
  );
});

describe('every kind of a batch size', () => {
  test.each(Object.entries(sizeKinds))(
    '%s: its example parses, and it takes the sizes that it says',
    (kind, { example }) => {
      expect(example.kind).toBe(kind);
      expect(batchSizeSchema.safeParse(example).error).toBeUndefined();
      const taken = [...new Set(epochs.map((epoch) => batchSizeAt(example, epoch, 0.1)))].sort(
        (a, b) => a - b,
      );
      const sizes = batchSizesOf(example);
      if (sizes === undefined) return;
      expect(taken).toEqual(sizes);
      expect(sizes).toContain(largestBatchSize(example));
    },
  );

  test.each([
    [{ kind: 'steps', start: 3, at: [1, 2], factor: 1.5 }, [3, 5, 7], 7],
    [{ kind: 'steps', start: 64, at: [1], factor: 0.5 }, [32, 64], 64],
    [{ kind: 'cyclic', shape: 'discrete', low: 40, high: 4, period: 8 }, [4, 40], 40],
    [{ kind: 'cosine', start: 16, end: 256, over: 20, levels: 3 }, [16, 136, 256], 16],
    [{ kind: 'warm-up', from: 1, to: 5, over: 2 }, [1, 2, 3, 4, 5], 1],
    [{ kind: 'piecewise', values: [80, 16, 80], at: [4, 12] }, [16, 80], 80],
    [{ kind: 'ratio-locked', ratio: 0.1 }, undefined, undefined],
    [32, [32], 32],
  ] as const)('%j takes the sizes %j, and data must have room for %j', (spec, sizes, largest) => {
    const parsed = batchSizeSchema.parse(spec);
    expect([batchSizesOf(parsed), largestBatchSize(parsed)]).toEqual([sizes, largest]);
  });
});

test('schedules in words', () => {
  const warmUp = { from: 0, over: 1 };
  expect([
    scheduleWords({ kind: 'steps', start: 0.1, at: [6], factor: 0.2 }),
    scheduleWords({ kind: 'steps', start: 0.1, at: [3, 6], factor: 0.2, warmUp }),
    scheduleWords({ kind: 'cyclic', shape: 'discrete', low: 0.02, high: 0.1, period: 4 }),
    scheduleWords({ kind: 'cyclic', shape: 'triangular', low: 0.02, high: 0.1, period: 4 }),
    scheduleWords({ kind: 'cosine', start: 0.1, end: 0, over: 20, warmUp }),
    scheduleWords({ kind: 'warm-up', from: 0, to: 0.1, over: 1 }),
    scheduleWords({ kind: 'piecewise', values: [0.02, 0.1, 0.02], at: [4, 12] }),
    batchSizeWords({ kind: 'warm-up', from: 8, to: 64, over: 5 }),
    batchSizeWords({ kind: 'cyclic', shape: 'discrete', low: 80, high: 16, period: 4 }),
    batchSizeWords({ kind: 'ratio-locked', ratio: 0.002 }),
  ]).toEqual([
    'steps (0.1, times 0.2 at epoch 6)',
    'steps (0.1, times 0.2 at epochs 3, 6; up from 0 until epoch 1)',
    'cyclic (0.02 and 0.1 in turn, 2 epochs each)',
    'cyclic (from 0.02 to 0.1 and back in 4 epochs)',
    'cosine (from 0.1 to 0 over 20 epochs; up from 0 until epoch 1)',
    'warm-up (from 0 to 0.1 over 1 epoch)',
    'piecewise (0.02, from epoch 4 on 0.1, from epoch 12 on 0.02)',
    'warm-up (from 8 to 64 over 5 epochs; 9 sizes)',
    'cyclic (80 and 16 in turn, 2 epochs each)',
    'ratio-locked (learning rate / 0.002)',
  ]);
});

test('docs/schedules.md has a row for every kind', () => {
  const page = readFileSync(new URL('../../docs/schedules.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, kind]) => kind);
  expect(new Set(rows)).toEqual(new Set([...Object.keys(rateKinds), ...Object.keys(sizeKinds)]));
});
