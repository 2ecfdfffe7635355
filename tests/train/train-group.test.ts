import { describe, expect, test } from 'vitest';
import type { Condition } from '../../src/plan/arms/conditions.ts';
import type { Recording } from '../../src/plan/job.ts';
import type { TrainedRun } from '../../src/train/types.ts';
import { bothWays } from './both-ways.ts';

// One parameter that starts at a drawn place and grows by 1.1194 a step: runs overflow at different steps.
const growing: Condition = {
  model: { kind: 'quadratic', hessian: [1], noiseCovariance: [0] },
  data: { kind: 'gradient-noise' },
  loss: 'model',
  optimizer: { kind: 'sgd' },
  learningRate: 2.1194,
  batchSize: 2,
  sampler: 'iid',
  stop: { kind: 'steps', steps: 395 },
};
const shrinking: Condition = {
  ...growing,
  learningRate: 0.01,
  stop: { kind: 'trainLoss', below: 0.1, checkEvery: 7, maxEpochs: 200 },
};
const averaged: Condition = {
  ...growing,
  learningRate: 0.3,
  optimizer: { kind: 'sgd', average: { kind: 'ema', decay: 0.9 } },
};

const end: Recording = { record: 'end', moments: [] };
const everything: Recording = { record: 'curves', moments: [{ points: 6, from: 0 }] };

/** All that a run leaves behind, but what names the programs and how long they took. */
const lasting = ({ record, state, snapshots }: TrainedRun) => {
  const { key: _, provenance: __, durationMs: ___, ...rest } = record;
  return { ...rest, state, snapshots };
};

/** Each case: what trains, what it records, calls until it is stopped, and how its runs end. */
const cases: Readonly<Record<string, readonly [Condition, Recording, number, ReadonlySet<string>]>> = {
  'to its last step, with the optimizer’s own average': [
    averaged,
    everything,
    Infinity,
    new Set(['finished']),
  ],
  'until its numbers overflow': [growing, everything, Infinity, new Set(['finished', 'diverged'])],
  'until its numbers overflow, seen at the end alone': [
    growing,
    end,
    Infinity,
    new Set(['finished', 'diverged']),
  ],
  'until its loss is below the target': [shrinking, everything, Infinity, new Set(['finished'])],
  'until its loss is below the target, evaluated for that alone': [
    shrinking,
    end,
    Infinity,
    new Set(['finished']),
  ],
  'until a stop is requested': [averaged, everything, 9, new Set(['interrupted'])],
  'not at all, where a stop is requested at once': [averaged, end, 0, new Set(['interrupted'])],
};

// The programs of a landscape work number by number, so that a replicate axis does not change a bit.
describe('a run leaves the same behind alone and in a group, where it trains', () => {
  test.each(Object.entries(cases))('%s', async (_name, [condition, recording, stopAfter, outcomes]) => {
    const { alone, together } = await bothWays(condition, recording, stopAfter);
    expect(together.map(lasting)).toEqual(alone.map(lasting));
    expect(new Set(alone.map(({ record }) => record.outcome.kind))).toEqual(outcomes);
  });
});

test('runs of a group that meet their target end at steps of their own', async () => {
  const { together } = await bothWays(shrinking, end);
  expect(new Set(together.map(({ record }) => record.steps)).size).toBeGreaterThan(1);
});
