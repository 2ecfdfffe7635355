import { expect, test } from 'vitest';
import type { BatchSizeSpec } from '../../src/schedules/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from '../train/small-suite.ts';

const moving: readonly BatchSizeSpec[] = [
  { kind: 'warm-up', from: 3, to: 45, over: 2, levels: 3 },
  { kind: 'cosine', start: 45, end: 3, over: 2, levels: 3 },
  { kind: 'piecewise', values: [45, 3, 24], at: [1, 3] },
];

test.each(moving)(
  'a batch size that moves trains on the programs of its levels: $kind',
  async (batchSize) => {
    const arms = { base: { learningRate: 0.1, batchSize }, other: { learningRate: 0.2, batchSize } };
    const { runPlan } = await planOf({ arms, sampler: 'iid', stop: { kind: 'epochs', epochs: 4 } });
    expect(Object.keys(runPlan.jobs[0]!.steps).map(Number)).toEqual([3, 24, 45]);
    const { records, failures } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
    expect(failures).toEqual([]);
    expect([...records.values()].map(({ outcome }) => outcome.kind)).toEqual(Array(6).fill('finished'));
  },
);
