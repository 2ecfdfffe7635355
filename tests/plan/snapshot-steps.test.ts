import { describe, expect, test } from 'vitest';
import { snapshotSteps } from '../../src/plan/snapshot-steps.ts';
import { stepLayout } from '../../src/plan/step-layout.ts';
import { planOf } from '../train/small-suite.ts';

const schedule = (examples: number, batchSize: number, epochs: number) =>
  stepLayout({
    learningRate: 0.1,
    batchSize,
    sampler: 'epoch-shuffle',
    stop: { kind: 'epochs', epochs },
    examples,
  });

describe('the steps after which a net is kept', () => {
  test('are equal stretches from the start to the end', () => {
    expect(snapshotSteps({ points: 4, from: 0 }, schedule(10, 2, 4), 10)).toEqual([0, 5, 10, 15, 20]);
    expect(snapshotSteps({ points: 3, from: 0 }, schedule(10, 2, 4), 10)).toEqual([0, 7, 13, 20]);
    expect(snapshotSteps({ points: 2, from: 0.5 }, schedule(10, 2, 4), 10)).toEqual([10, 15, 20]);
    // More points than steps: every step once.
    expect(snapshotSteps({ points: 9, from: 0 }, schedule(2, 1, 1), 2)).toEqual([0, 1, 2]);
  });

  test('are the first that reach declared epochs, in order', () => {
    const batches = schedule(10, 3, 4); // 3, 3, 3, 1: four steps an epoch
    expect(snapshotSteps({ points: 9, from: 0, epochs: [2, 0, 1] }, batches, 10)).toEqual([0, 4, 8]);
    expect(snapshotSteps({ points: 9, from: 0, epochs: [0.5, 0.6] }, batches, 10)).toEqual([2]);
    expect(snapshotSteps({ points: 9, from: 0, epochs: [4, 5] }, batches, 10)).toEqual([16]);
  });
});

describe('the identity of a run', () => {
  const keysOf = async (measures: readonly unknown[]) =>
    (await planOf({ measures })).runPlan.jobs.map(({ key }) => key);

  test('is what it was where no measure looks at the net while it trains', async () => {
    const { runPlan } = await planOf({ measures: ['trainLoss', { kind: 'hessianTrace', examples: 20 }] });
    for (const job of runPlan.jobs) expect(job).not.toHaveProperty('snapshots');
    expect(runPlan.jobs.map(({ key }) => key)).toEqual(await keysOf(['trainLoss']));
  });

  test('holds the moments that all measures of a hypothesis ask for', async () => {
    const { runPlan, measurePlan } = await planOf({
      measures: [
        'trainLoss',
        { kind: 'hessianTraceCurve', epochs: [1, 2], examples: 20 },
        { kind: 'hessianLargestEigenvalueCurve', points: 2, examples: 20 },
      ],
      arms: { base: { learningRate: 0.1, batchSize: 9 }, double: { learningRate: 0.2, batchSize: 18 } },
    });
    // 90 examples, three epochs: 30 or 15 steps, kept at the end of epochs 1 and 2, at the start, half way and at the
    // end.
    const kept = new Set(runPlan.jobs.map(({ snapshots }) => JSON.stringify(snapshots)));
    expect(kept).toEqual(new Set(['[0,10,15,20,30]', '[0,5,8,10,15]']));
    const own = new Set(measurePlan.jobs.map(({ snapshots }) => JSON.stringify(snapshots)));
    expect(own).toEqual(
      new Set([
        '{"steps":[10,20],"end":false}',
        '{"steps":[5,10],"end":false}',
        '{"steps":[0,15,30],"end":true}',
        '{"steps":[0,8,15],"end":true}',
      ]),
    );
    expect(runPlan.jobs[0]!.key).not.toBe((await keysOf(['trainLoss']))[0]);
  });
});
