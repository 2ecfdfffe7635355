import { expect, test } from 'vitest';
import { lanesPerSeed, replicatesOf } from '../../src/plan/lockstep.ts';
import { planOf } from '../train/small-suite.ts';

const stop = { kind: 'epochs', epochs: 1 } as const;
/** Time of a block whose steps cost `shared` once and `own` for each replicate. */
const block = (shared: number, own: number) => (replicates: number) => shared + own * replicates;

test('the less of a step each replicate pays for itself, the more advance together', () => {
  // By seed asked for, all lanes of usual designs counted: 16 lanes 1.48, 8 lanes 1.10, 4 lanes 1.05.
  expect(replicatesOf({ stop }, block(1, 0))).toBe(16);
  expect(replicatesOf({ stop }, block(1, 0.1))).toBe(8);
  expect(replicatesOf({ stop }, block(1, 0.5))).toBe(4);
  expect(replicatesOf({ stop }, block(1, 1))).toBe(4);
});

test('where lockstep is not clearly cheaper each replicate is trained alone', () => {
  // At best a quarter of the time is saved.
  expect(replicatesOf({ stop }, block(1, 3))).toBe(1);
  expect(replicatesOf({ stop }, block(0, 1))).toBe(1);
});

test('runs with a target loss stay alone, for they end at different steps', () => {
  const target = { kind: 'trainLoss', below: 0.1, checkEvery: 1, maxEpochs: 10 } as const;
  expect(replicatesOf({ stop: target }, block(1, 0))).toBe(1);
});

test('a design pays for the lanes that its last block does not need', () => {
  expect(lanesPerSeed(8, 8)).toBe(1);
  expect(lanesPerSeed(8, 6)).toBe(8 / 6);
  expect(lanesPerSeed(1, 5)).toBe(1);
});

test('a small net advances in blocks that do not depend on the number of seeds, and its estimate counts idle lanes', async () => {
  const fields = { stop: { kind: 'epochs', epochs: 40 } } as const;
  const [few, many] = [
    await planOf({ ...fields, replicates: 3 }),
    await planOf({ ...fields, replicates: 12 }),
  ];
  const width = few.runPlan.jobs[0]!.lockstep!.seeds.length;
  expect(width).toBeGreaterThan(3);
  const known = new Map(many.runPlan.jobs.map((job) => [job.key, job]));
  for (const { key, estimatedMs } of few.runPlan.jobs)
    expect(estimatedMs).toBeCloseTo(
      (known.get(key)!.estimatedMs * lanesPerSeed(width, 3)) / lanesPerSeed(width, 12),
      10, // some roundings of doubles
    );
});
