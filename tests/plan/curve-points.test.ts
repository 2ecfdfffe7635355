import { expect, test } from 'vitest';
import { hypothesisSchema } from '../../src/declare/schema.ts';
import type { Hypothesis, StopRule } from '../../src/declare/types.ts';
import { planSuite } from '../../src/plan/index.ts';
import { planOf } from '../train/small-suite.ts';

const checksOf = async (stop: StopRule, measure: object = { kind: 'trainLossCurve' }) => {
  const hypothesis = hypothesisSchema.parse({
    id: 'test/curve',
    claim: 'a curve is recorded',
    workload: {
      model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1] },
      data: { kind: 'gradient-noise' },
      loss: 'model',
    },
    optimizer: { kind: 'sgd' },
    arms: { a: { learningRate: 0.05, batchSize: 4 } },
    stop,
    replicates: 3,
    measures: [measure, 'trainLoss'],
    predictions: [{ kind: 'equals', measure: 'trainLoss', arm: 'a', value: 1, margin: 1 }],
  }) as unknown as Hypothesis;
  const { runPlan } = await planSuite([{ file: 'x', hypothesis, warnings: [] }], {
    baseSeed: '1',
    tier: 'quick',
    engine: 'onnx',
  });
  return [...runPlan.constants.values()].map((schedule) => schedule['checks']!.data.length);
};

test('a long run without epochs records some two hundred points, however its length is declared', async () => {
  for (const stop of [
    { kind: 'steps', steps: 6000 },
    { kind: 'time', time: 300 },
  ] as const) {
    const [points] = await checksOf(stop);
    // Two hundred and the rounding of the interval down to whole steps.
    expect(points).toBeGreaterThanOrEqual(200);
    expect(points).toBeLessThanOrEqual(220);
  }
});

test('a time to a target is looked for as often as it asks', async () => {
  const target = { measure: 'trainLoss', below: 0.5 };
  const points = async (more: object) =>
    (await checksOf({ kind: 'steps', steps: 600 }, { kind: 'stepsTo', target, ...more }))[0];
  expect(await points({})).toBe(200);
  expect(await points({ checkEvery: 1 })).toBe(600);
  expect(await points({ checkEvery: 50 })).toBe(200); // never less often than a curve is recorded
});

/** What a run of ten epochs records, and the epochs at which it is evaluated. */
const planned = async (measures: readonly unknown[]) => {
  const { runPlan } = await planOf({
    id: 'curves-of-a-net',
    arms: { a: { learningRate: 0.05, batchSize: 9 } },
    stop: { kind: 'epochs', epochs: 10 },
    measures: [...measures, 'trainLoss'],
    predictions: [{ kind: 'equals', measure: 'trainLoss', arm: 'a', value: 1, margin: 1 }],
  });
  const { record, schedule } = runPlan.jobs[0]!;
  return [record, [...runPlan.constants.get(schedule)!['checks']!.data].map((step) => step / 10)];
};

test('runs are evaluated where their measures read a curve, on the sets that they read', async () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const at = (kind: string, ...epochs: number[]) => ({ kind, epochs, name: `${kind}${epochs.join('')}` });
  expect(await planned(['testAccuracy'])).toEqual(['end', [10]]);
  expect(await planned(['trainLossCurve'])).toEqual(['train-curves', ten]);
  expect(await planned(['testLossCurve'])).toEqual(['curves', ten]);
  expect(await planned([at('testAccuracyCurve', 2, 4), at('trainLossCurve', 4, 8.5)])).toEqual([
    'curves',
    [2, 4, 9, 10],
  ]);
  expect(await planned([at('trainLossCurve', 4), 'trainAccuracyCurve'])).toEqual(['train-curves', ten]);
  // A measure of the net that reads a curve where there is one reads all of it.
  expect(await planned([at('trainLossCurve', 4), 'excessLoss'])).toEqual(['train-curves', ten]);
  expect(await planned(['excessLoss'])).toEqual(['end', [10]]);
  const target = { measure: 'testAccuracy', above: 0.5 };
  expect(await planned([{ kind: 'epochsTo', target }])).toEqual(['curves', ten]);
});
