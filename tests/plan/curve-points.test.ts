import { expect, test } from 'vitest';
import { hypothesisSchema } from '../../src/declare/schema.ts';
import type { Hypothesis, StopRule } from '../../src/declare/types.ts';
import { planSuite } from '../../src/plan/index.ts';

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
