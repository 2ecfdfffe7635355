import { expect, test } from 'vitest';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { openStore } from '../../src/store/index.ts';
import { replayRun, trainRuns } from '../../src/train/index.ts';
import { planOf } from './small-suite.ts';

const arm = (learningRate: number, optimizer: OptimizerSpec = { kind: 'sgd' }) => ({
  learningRate,
  batchSize: 2,
  optimizer,
});

const landscape = (replicates: number, measures: readonly string[] = ['trainLoss']) =>
  planOf({
    id: 'landscape',
    workload: {
      model: { kind: 'double-well', curvatures: [4, 9], depths: [0, 0.1], noise: 1 },
      data: { kind: 'gradient-noise' },
      loss: 'model',
    },
    arms: {
      base: arm(0.05),
      adam: arm(0.02, { kind: 'adam' }),
      amplified: arm(0.05, { kind: 'svag', amplification: 2 }),
      noisy: arm(0.05, { kind: 'noisy-gradient-descent', scale: 0.1 }),
    },
    stop: { kind: 'steps', steps: 300 },
    replicates,
    measures,
  });

test('replicates of a landscape that advance in lockstep end where their seed leads, however many are asked for', async () => {
  const [few, many] = [await landscape(2), await landscape(20)];
  const two = await trainRuns(few.runPlan, { store: openStore(null), workers: 1 });
  const twenty = await trainRuns(many.runPlan, { store: openStore(null), workers: 2 });
  expect(two).toMatchObject({ trained: 8, failures: [] });
  expect(twenty).toMatchObject({ trained: 80, failures: [] });
  for (const [key, record] of two.records) {
    expect(record.outcome.kind).toBe('finished');
    expect(twenty.records.get(key)!.weights).toBe(record.weights);
    expect(twenty.records.get(key)!.final).toEqual(record.final);
  }
  expect(new Set([...twenty.records.values()].map(({ weights }) => weights)).size).toBe(80);
});

test('a run of a group is replayed bit for bit, and only missing runs of a group are kept anew', async () => {
  const plan = await landscape(3);
  const store = openStore(null);
  const { records } = await trainRuns(plan.runPlan, { store, workers: 1 });
  const record = [...records.values()][1]!;
  expect((await replayRun(plan.runPlan, record.key)).weights).toBe(record.weights);
  await store.discard('records', record.key);
  const again = await trainRuns(plan.runPlan, { store, workers: 1 });
  expect(again).toMatchObject({ hits: 11, trained: 1 });
  expect(again.records.get(record.key)!.weights).toBe(record.weights);
});

test('a replicate that diverges is a record of its own and leaves the others alone', async () => {
  const { runPlan, analyses } = await planOf({
    id: 'unstable',
    workload: {
      // The start is drawn, and grows by 1.1194 a step: after 400 steps only those that start far out have overflowed.
      model: { kind: 'quadratic', hessian: [1], noiseCovariance: [0] },
      data: { kind: 'gradient-noise' },
      loss: 'model',
    },
    arms: { base: arm(1e-3), edge: arm(2.1194) },
    stop: { kind: 'steps', steps: 400 },
    replicates: 16,
    measures: ['trainLoss', 'trainLossCurve'],
  });
  const { records } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
  const edge = Object.values(analyses[0]!.runs['edge']!).map((key) => records.get(key)!.outcome.kind);
  expect(new Set(edge)).toEqual(new Set(['finished', 'diverged']));
  for (const { outcome, steps, final, curves } of records.values()) {
    if (outcome.kind === 'finished') {
      expect(steps).toBe(400);
      expect(final['trainLoss']).toBe(curves['trainLoss']!.values.at(-1));
    } else {
      expect(steps).toBeLessThanOrEqual(400);
      expect(final).toEqual({});
      expect(curves['trainLoss']?.steps.at(-1) ?? 0).toBeLessThanOrEqual(steps);
    }
  }
});
