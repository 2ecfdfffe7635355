import { beforeAll, describe, expect, test } from 'vitest';
import { judge } from '../../src/judge/index.ts';
import { measureRuns } from '../../src/measures/runs/index.ts';
import type { MeasureTable } from '../../src/measures/index.ts';
import type { EngineName } from '../../src/engines/types.ts';
import type { SuitePlan } from '../../src/plan/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { trainRuns, type TrainResult } from '../../src/train/index.ts';
import { planOf } from '../train/small-suite.ts';

const measured = {
  id: 'measured',
  workload: {
    model: { kind: 'softmax-regression' },
    data: { kind: 'clusters', classes: 4, dimensions: 6, train: 90, test: 40, spread: 0.5 },
    loss: 'cross-entropy',
  },
  replicates: 2,
  measures: [
    'testAccuracy',
    'weightNorm',
    'distanceFromStart',
    { kind: 'hessianTrace', method: 'exact', name: 'exactTrace' },
    { kind: 'hessianTrace', relativeError: 0.02 },
  ],
};

let plan: SuitePlan;
let trained: TrainResult;
let table: MeasureTable;
const store: Store = openStore(null);
beforeAll(async () => {
  plan = await planOf(measured);
  trained = await trainRuns(plan.runPlan, { store, workers: 1 });
  table = (await measureRuns(plan.measurePlan, trained.records, { store, workers: 2 })).get('measured')!;
});

/** A store that holds the trained nets and none of their measures. */
async function withEndStates(): Promise<Store> {
  const fresh = openStore(null);
  for (const { weights } of trained.records.values()) await fresh.putBlob((await store.getBlob(weights))!);
  return fresh;
}

const valueOf = (arm: string, measure: string, seed: string): number => {
  const value = table[arm]![measure]![seed]!;
  if ('missing' in value) throw new Error(value.missing);
  return value.value;
};

describe('measures of trained nets', () => {
  test('hold a few states in memory at a time, however many runs there are', async () => {
    const fresh = await withEndStates();
    const [open, most] = [{ now: 0 }, { now: 0 }];
    const counted: Store = {
      ...fresh,
      getBlob: async (digest) => {
        most.now = Math.max(most.now, ++open.now);
        return fresh.getBlob(digest);
      },
      put: async (kind, key, value) => {
        if (kind === 'measures') open.now--;
        return fresh.put(kind, key, value);
      },
    };
    await measureRuns(plan.measurePlan, trained.records, { store: counted, workers: 1 });
    expect(most.now).toBeGreaterThan(1);
    expect(most.now).toBeLessThanOrEqual(4); // one worker, and four tasks for it
  });

  test('fill every cell of the table, under the names that predictions use', () => {
    for (const arm of ['base', 'double'])
      for (const measure of ['testAccuracy', 'weightNorm', 'distanceFromStart', 'exactTrace', 'hessianTrace'])
        for (const seed of ['1/0', '1/1']) expect(valueOf(arm, measure, seed)).toBeGreaterThan(0);
  });

  test('by probes agree with the exact trace within four of their standard errors', () => {
    for (const arm of ['base', 'double']) {
      const estimate = table[arm]!['hessianTrace']!['1/0']!;
      const exact = valueOf(arm, 'exactTrace', '1/0');
      if ('missing' in estimate) throw new Error(estimate.missing);
      expect(Math.abs(estimate.value - exact)).toBeLessThan(4 * estimate.standardError! + 1e-4 * exact);
    }
  });

  test('are refused once where the engine of their programs cannot be loaded', async () => {
    const artifacts = new Map(
      [...plan.measurePlan.artifacts].map(([key, each]) => [
        key,
        { ...each, engine: 'abacus' as EngineName },
      ]),
    );
    const measuring = measureRuns({ ...plan.measurePlan, artifacts }, trained.records, {
      store: await withEndStates(),
      workers: 2,
    });
    await expect(measuring).rejects.toMatchObject({ code: 'configuration' });
  });

  test('are kept: a second call computes nothing and gives the same table', async () => {
    const steps: number[] = [];
    const again = await measureRuns(plan.measurePlan, trained.records, {
      store,
      workers: 2,
      onProgress: ({ done }) => steps.push(done),
    });
    expect(steps).toEqual([]);
    expect(again.get('measured')).toEqual(table);
  });

  test('are judged', () => {
    expect(judge(plan.analyses[0]!, table).findings[0]!.n).toBe(2);
  });
});

test('a run that diverged or was not trained has a named reason, and the others their numbers', async () => {
  const wild = await planOf({
    id: 'wild',
    arms: { base: { learningRate: 0.1, batchSize: 8 }, double: { learningRate: 1e30, batchSize: 16 } },
    replicates: 2,
    measures: ['testAccuracy', 'weightNorm', 'diverged'],
  });
  const kept = openStore(null);
  const { records } = await trainRuns(wild.runPlan, { store: kept, workers: 1 });
  const absent = wild.analyses[0]!.runs['base']!['1/1']!;
  const some = new Map([...records].filter(([key]) => key !== absent));
  const cells = (await measureRuns(wild.measurePlan, some, { store: kept, workers: 1 })).get('wild')!;
  expect(cells['base']!['weightNorm']!['1/0']).toHaveProperty('value');
  expect(cells['base']!['weightNorm']!['1/1']).toEqual({ missing: 'the run was not trained' });
  expect(cells['double']!['weightNorm']!['1/0']).toMatchObject({ diverged: true });
  expect(cells['double']!['diverged']!['1/0']).toEqual({ value: 1 });
  expect(judge(wild.analyses[0]!, cells).verdict).toBe('invalid');
});
