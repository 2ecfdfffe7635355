import { beforeAll, describe, expect, test } from 'vitest';
import { decodeTensors } from '../../src/engines/index.ts';
import { initialTensors } from '../../src/models/initial-tensors.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { replayRun, trainRuns, type RunRecord } from '../../src/train/index.ts';
import { planOf } from './small-suite.ts';

const looks = ['trainLoss', { kind: 'hessianTraceCurve', points: 3, examples: 20 }];

const landscape = {
  id: 'landscape',
  workload: {
    model: { kind: 'quadratic', hessian: [1, 3], noiseCovariance: [1, 3] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
  },
  arms: { base: { learningRate: 0.1, batchSize: 4 }, double: { learningRate: 0.2, batchSize: 8 } },
  stop: { kind: 'steps', steps: 30 },
  measures: ['trainLoss', { kind: 'hessianTraceCurve', method: 'exact', points: 3 }],
};

/** All of a record but the key and how long it took. */
const lasting = ({ durationMs: _, key: __, ...rest }: RunRecord) => rest;

describe.each([
  ['alone', { measures: looks }, { measures: ['trainLoss'] }],
  ['in lockstep', landscape, { ...landscape, measures: ['trainLoss'] }],
])('a run that is looked at while it trains, %s', (_, fields, without) => {
  let plan: Awaited<ReturnType<typeof planOf>>;
  let records: readonly RunRecord[];
  const store: Store = openStore(null);
  beforeAll(async () => {
    plan = await planOf(fields);
    const result = await trainRuns(plan.runPlan, { store, workers: 1 });
    expect(result.failures).toEqual([]);
    records = plan.runPlan.jobs.map(({ key }) => result.records.get(key)!);
  });
  const stateOf = async (digest: string) => decodeTensors((await store.getBlob(digest))!);

  test('keeps its start, its end and what was asked for between them', async () => {
    for (const [index, { seed, steps, epochs, weights, snapshots }] of records.entries()) {
      expect(snapshots!.steps).toEqual([0, steps / 3, (2 * steps) / 3, steps]);
      expect(snapshots!.epochs.at(-1)).toBe(epochs);
      expect(snapshots!.time[2]).toBeCloseTo((2 / 3) * snapshots!.time[3]!, 5); // sums of float32 rates
      expect(snapshots!.weights.at(-1)).toBe(weights);
      expect(new Set(snapshots!.weights).size).toBe(4);
      const start = initialTensors(plan.runPlan.jobs[index]!.parameters, seed);
      const kept = await stateOf(snapshots!.weights[0]!);
      for (const [name, tensor] of Object.entries(start)) expect(kept[`parameters/${name}`]).toEqual(tensor);
    }
  });

  test('ends where it ends when nobody looks', async () => {
    const unseen = await planOf(without);
    const ends = await trainRuns(unseen.runPlan, { store: openStore(null), workers: 1 });
    const weights = unseen.runPlan.jobs.map(({ key }) => ends.records.get(key)!.weights);
    expect(records.map((record) => record.weights)).toEqual(weights);
  });

  test('gives the same bytes on two workers, and replayed', async () => {
    const two = await trainRuns(plan.runPlan, { store: openStore(null), workers: 2 });
    expect(plan.runPlan.jobs.map(({ key }) => lasting(two.records.get(key)!))).toEqual(records.map(lasting));
    expect(lasting(await replayRun(plan.runPlan, records[1]!.key))).toEqual(lasting(records[1]!));
  });
});

test('a run that meets its target keeps what it passed, and its end', async () => {
  const { runPlan } = await planOf({
    id: 'target',
    stop: { kind: 'trainLoss', below: 0.9, checkEvery: 0.5, maxEpochs: 40 },
    measures: ['testAccuracy', { kind: 'hessianTraceCurve', points: 40, examples: 20 }],
    replicates: 2,
  });
  const { records } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
  for (const { steps, epochs, weights, snapshots } of records.values()) {
    expect(epochs).toBeLessThan(40);
    expect(snapshots!.steps).toEqual([...new Set(snapshots!.steps)].sort((a, b) => a - b));
    expect(snapshots!.steps.at(-1)).toBe(steps);
    expect(snapshots!.weights.at(-1)).toBe(weights);
    expect(snapshots!.steps.length).toBeGreaterThanOrEqual(Math.floor(epochs) + 1); // one an epoch, and the start
  }
});
