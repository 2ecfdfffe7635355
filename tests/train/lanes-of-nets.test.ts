import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Tensors } from '../../src/engines/types.ts';
import type { Condition } from '../../src/plan/arms/conditions.ts';
import { bothWays, WIDTH } from './both-ways.ts';

// Epochs of 90 examples in mini-batches of 16: the last one of an epoch has 10.
const base: Condition = {
  model: { kind: 'mlp', hidden: [8, 6] },
  data: { kind: 'clusters', classes: 4, dimensions: 6, train: 90, test: 40, spread: 0.5 },
  loss: 'cross-entropy',
  optimizer: { kind: 'sgd' },
  learningRate: 0.1,
  batchSize: 16,
  sampler: 'epoch-shuffle',
  stop: { kind: 'epochs', epochs: 4 },
};

/** Largest distance between entries, in units of the largest entry of that tensor. */
function distance(a: Tensors, b: Tensors): number {
  expect(Object.keys(b)).toEqual(Object.keys(a));
  return Math.max(
    ...Object.entries(a).map(([name, { data }]) => {
      const scale = Math.max(...data.map(Math.abs), 1e-3);
      return Math.max(...data.map((value, index) => Math.abs(value - b[name]!.data[index]!))) / scale;
    }),
  );
}

// Sums of a product may be taken in another order: 2⁻²⁴ an operation, grown over some dozen steps.
const ROUNDING = 2e-5;

const drawing = fileURLToPath(new URL('./draws.ts', import.meta.url));
const drawn = { kind: 'custom', module: drawing } as const;

const cases: Readonly<Record<string, Partial<Condition>>> = {
  'shuffled epochs with a partial last mini-batch': {},
  'mini-batches drawn without replacement': { sampler: 'without-replacement' },
  'mini-batches drawn one example at a time': { sampler: 'iid' },
  'all examples in every step': { sampler: 'full-batch', batchSize: 90 },
  'gaussian mini-batches': { sampler: 'gaussian', batchSize: 30 },
  'several mini-batches a step': { sampler: 'iid', optimizer: { kind: 'svag', amplification: 3 } },
  'draws of the model': { model: drawn },
  'draws of several mini-batches a step': {
    model: drawn,
    optimizer: { kind: 'svag', amplification: 3 },
  },
  'draws that a step uses at four points': { model: drawn, optimizer: { kind: 'gradient-flow' } },
  'noise of the optimizer': { optimizer: { kind: 'noisy-gradient-descent', scale: 0.01 } },
  'running statistics': { model: { kind: 'mlp', hidden: [8], normalization: 'batch' } },
  'state of the optimizer': { optimizer: { kind: 'adam' }, learningRate: 0.01 },
  'parameters averaged along the way': {
    optimizer: { kind: 'sgd', average: { kind: 'ema', decay: 0.9 } },
  },
  'a batch size that grows': { batchSize: { kind: 'steps', start: 8, at: [1, 2], factor: 2 } },
  convolutions: {
    model: { kind: 'cnn', channels: [2, 3] },
    data: { kind: 'fashion-mnist', train: 90, test: 40, downsample: 7 },
  },
};

describe('a replicate in lockstep ends where it ends alone, up to rounding', () => {
  test.each(Object.entries(cases))('%s', async (_name, changes) => {
    const { alone, together } = await bothWays({ ...base, ...changes });
    expect(together).toHaveLength(WIDTH);
    for (const [index, { record, state }] of together.entries()) {
      const solo = alone[index]!;
      expect(record.outcome).toEqual({ kind: 'finished' });
      expect(record).toMatchObject({
        seed: `1/${index}`,
        steps: solo.record.steps,
        epochs: solo.record.epochs,
      });
      expect(distance(solo.state, state)).toBeLessThan(ROUNDING);
      expect(Object.keys(record.final)).toEqual(Object.keys(solo.record.final));
      expect(Object.keys(record.curves)).toEqual(Object.keys(solo.record.curves));
      for (const [name, curve] of Object.entries(record.curves)) {
        const other = solo.record.curves[name]!;
        expect(curve).toMatchObject({ steps: other.steps, epochs: other.epochs, time: other.time });
        // An accuracy is a count, and an example on the border may be counted otherwise: one of 40.
        const tolerance = name.endsWith('Accuracy') ? 0.026 : 1e-4;
        for (const [point, value] of curve.values.entries())
          expect(Math.abs(value - other.values[point]!)).toBeLessThan(tolerance);
      }
    }
    // Lanes are not copies of each other.
    expect(distance(together[0]!.state, together[1]!.state)).toBeGreaterThan(0.01);
  });
});

test('snapshots of a net in lockstep are taken where they are taken alone', async () => {
  const { alone, together } = await bothWays(base, { record: 'end', moments: [{ points: 3, from: 0 }] });
  for (const [index, { snapshots }] of together.entries()) {
    const solo = alone[index]!.snapshots!;
    expect(snapshots!.steps.length).toBeGreaterThan(1);
    expect(snapshots!.steps).toEqual(solo.steps);
    for (const [moment, state] of snapshots!.states.entries())
      expect(distance(solo.states[moment]!, state)).toBeLessThan(ROUNDING);
  }
});

test('a net that diverges is a record as it is alone', async () => {
  const { alone, together } = await bothWays({
    ...base,
    learningRate: 1e12,
    model: { kind: 'linear-regression' },
    data: { kind: 'linear', eigenvalues: [1, 4], noise: 1, train: 90, test: 10 },
    loss: 'mean-squared-error',
  });
  for (const [index, { record }] of together.entries()) {
    expect(record.outcome).toEqual(alone[index]!.record.outcome);
    expect(record.outcome.kind).toBe('diverged');
    expect(record.steps).toBe(alone[index]!.record.steps);
  }
});
