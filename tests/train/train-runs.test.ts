import { beforeAll, describe, expect, test } from 'vitest';
import type { EngineName } from '../../src/engines/types.ts';
import type { SuitePlan } from '../../src/plan/index.ts';
import { openStore } from '../../src/store/index.ts';
import { replayRun, trainRuns, type RunRecord, type TrainResult } from '../../src/train/index.ts';
import { planOf } from './small-suite.ts';

/** All of a record but how long it took. */
const lasting = ({ records }: TrainResult) =>
  [...records.values()]
    .map(({ durationMs: _, ...rest }): Omit<RunRecord, 'durationMs'> => rest)
    .sort((a, b) => (a.key < b.key ? -1 : 1));

let plan: SuitePlan;
let one: TrainResult;
const store = openStore(null);
beforeAll(async () => {
  plan = await planOf();
  one = await trainRuns(plan.runPlan, { store, workers: 1 });
});

describe('a plan of two arms and three seeds', () => {
  test('is trained whole, and every run is finished with its numbers', () => {
    expect(one).toMatchObject({ hits: 0, trained: 6, failures: [], interrupted: false });
    for (const { outcome, steps, epochs, final } of one.records.values()) {
      expect(outcome).toEqual({ kind: 'finished' });
      expect([36, 18]).toContain(steps); // 90 examples: 12 batches of up to 8, or 6 of up to 16, three times
      expect(epochs).toBe(3);
      expect(Object.keys(final).sort()).toEqual(['testAccuracy', 'testLoss', 'trainAccuracy', 'trainLoss']);
      expect(final['trainLoss']).toBeLessThan(Math.log(4)); // below the loss of guessing
    }
  });

  test('gives the same bytes on one and on two workers', async () => {
    const two = await trainRuns(plan.runPlan, { store: openStore(null), workers: 2 });
    expect(lasting(two)).toEqual(lasting(one));
  });

  test('is not trained again where the store holds it', async () => {
    const again = await trainRuns(plan.runPlan, { store, workers: 2 });
    expect(again).toMatchObject({ hits: 6, trained: 0 });
    expect(lasting(again)).toEqual(lasting(one));
  });

  test('is refused once, and nothing is kept, where the engine of its programs cannot be loaded', async () => {
    const artifacts = new Map(
      [...plan.runPlan.artifacts].map(([key, each]) => [key, { ...each, engine: 'abacus' as EngineName }]),
    );
    const empty = openStore(null);
    await expect(
      trainRuns({ ...plan.runPlan, artifacts }, { store: empty, workers: 2 }),
    ).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^Cannot use engine abacus/),
    });
    for (const { key } of plan.runPlan.jobs) expect(await empty.has('records', key)).toBe(false);
  });

  test('replays one run bit for bit', async () => {
    const record = [...one.records.values()][2]!;
    const replayed = await replayRun(plan.runPlan, record.key);
    expect(replayed.weights).toBe(record.weights);
    expect(replayed.final).toEqual(record.final);
  });

  test('starts both arms of a seed from the same weights, and other seeds elsewhere', () => {
    const [first, second] = plan.analyses[0]!.seeds;
    const starts = plan.runPlan.jobs.map(({ seed, parameters }) => ({ seed, parameters }));
    expect(new Set(starts.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(1);
    expect(first).toBe('1/0');
    expect(second).toBe('1/1');
    const ends = [...one.records.values()].map(({ weights }) => weights);
    expect(new Set(ends).size).toBe(6);
  });
});

test('an interrupted call keeps what was finished, and the next one trains only what is missing', async () => {
  const kept = openStore(null);
  const abort = new AbortController();
  const first = await trainRuns(plan.runPlan, {
    store: kept,
    workers: 1,
    signal: abort.signal,
    onProgress: ({ done }) => {
      if (done === 2) abort.abort();
    },
  });
  expect(first.interrupted).toBe(true);
  expect(first.failures).toEqual([]);
  expect(first.trained).toBeGreaterThanOrEqual(2);
  expect(first.trained).toBeLessThan(6);
  const second = await trainRuns(plan.runPlan, { store: kept, workers: 1 });
  expect(second.hits).toBe(first.trained);
  expect(second.hits + second.trained).toBe(6);
  expect(lasting(second)).toEqual(lasting(one));
});

test('a run whose loss is no longer finite is a record that says so', async () => {
  const wild = await planOf({
    id: 'wild',
    arms: { base: { learningRate: 0.1, batchSize: 8 }, double: { learningRate: 1e30, batchSize: 16 } },
    replicates: 2,
  });
  const { records, failures } = await trainRuns(wild.runPlan, { store: openStore(null), workers: 1 });
  expect(failures).toEqual([]);
  const outcomes = [...records.values()].map(({ outcome }) => outcome.kind);
  expect(outcomes.sort()).toEqual(['diverged', 'diverged', 'finished', 'finished']);
  const diverged = [...records.values()].find(({ outcome }) => outcome.kind === 'diverged')!;
  expect(diverged.final).toEqual({});
  expect(diverged.steps).toBeLessThan(18);
});

test('a target loss ends a run at the first check below it', async () => {
  const target = await planOf({
    id: 'target',
    stop: { kind: 'trainLoss', below: 0.9, checkEvery: 0.5, maxEpochs: 40 },
    measures: ['testAccuracy', 'trainLossCurve'],
    replicates: 2,
  });
  const { records } = await trainRuns(target.runPlan, { store: openStore(null), workers: 1 });
  for (const { final, curves, epochs } of records.values()) {
    const losses = curves['trainLoss']!.values;
    expect(final['trainLoss']).toBe(losses.at(-1));
    expect(losses.at(-1)).toBeLessThan(0.9);
    for (const earlier of losses.slice(0, -1)) expect(earlier).toBeGreaterThanOrEqual(0.9);
    expect(curves['trainLoss']!.epochs.at(-1)).toBe(epochs);
    expect(Object.keys(curves).sort()).toEqual(['trainAccuracy', 'trainLoss']);
  }
});
