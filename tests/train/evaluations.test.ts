import { expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/onnx/engine.ts';
import { SessionCache } from '../../src/engines/session-cache.ts';
import { atEpochs } from '../../src/measures/kinds/record-measures.ts';
import { Artifacts } from '../../src/plan/artifacts.ts';
import type { Condition } from '../../src/plan/arms/conditions.ts';
import { jobOf, jobTemplate, type Recording } from '../../src/plan/job.ts';
import { workbenchOf } from '../../src/plan/workbench.ts';
import { trainGroup } from '../../src/train/train-group.ts';

const condition: Condition = {
  model: { kind: 'mlp', hidden: [8] },
  data: { kind: 'fashion-mnist', train: 2000, test: 700, downsample: 4, standardize: true },
  loss: 'cross-entropy',
  optimizer: { kind: 'sgd' },
  learningRate: 0.1,
  batchSize: 50,
  sampler: 'epoch-shuffle',
  stop: { kind: 'epochs', epochs: 6 },
};

/** What three seeds in lockstep leave behind, and how many examples their evaluations read. */
async function trained(recording: Recording) {
  const bench = await workbenchOf(condition, { tier: 'quick' });
  const artifacts = new Artifacts(onnxEngine);
  const template = jobTemplate(bench, recording, artifacts, 3);
  const sessions = new SessionCache(artifacts.used);
  let evaluated = 0;
  const jobs = ['1/0', '1/1', '1/2'].map((seed) => jobOf(template, seed));
  const runs = await trainGroup(jobs, {
    dataset: bench.dataset,
    schedule: template.schedule,
    stopRequested: () => false,
    executable: async (key) => {
      const executable = await sessions.get(key);
      const run: typeof executable.run = (feeds) => {
        const isStep = 'learningRate' in feeds;
        if (!isStep) evaluated += feeds['rows']?.data.length ?? 0;
        return executable.run(feeds);
      };
      return { ...executable, run };
    },
  });
  const lasting = runs.map(({ record: { durationMs: _, ...record }, state }) => ({ record, state }));
  return { lasting, evaluated };
}

test('curves that are read at some epochs have these points and the end, with the same values', async () => {
  const whole = await trained({ record: 'curves', moments: [] });
  const some = await trained({ record: 'curves', moments: [], epochs: [2, 3.5] });
  const curveOf = ({ lasting }: typeof whole, lane: number) => lasting[lane]!.record.curves['testAccuracy']!;
  for (const lane of [0, 1, 2]) {
    expect(curveOf(some, lane).epochs).toEqual([2, 4, 6]);
    expect(atEpochs(curveOf(some, lane), [2, 3.5])).toEqual(atEpochs(curveOf(whole, lane), [2, 3.5]));
  }
  expect(some.evaluated).toBe(whole.evaluated / 2);
});

test('the test set is evaluated at the end alone where only curves of the training set are read', async () => {
  const { lasting, evaluated } = await trained({ record: 'train-curves', moments: [] });
  const { record } = lasting[0]!;
  expect(Object.keys(record.curves).sort()).toEqual(['trainAccuracy', 'trainLoss']);
  expect(record.curves['trainLoss']!.values).toHaveLength(6);
  expect(record.final['testAccuracy']).toBeGreaterThan(0.2);
  expect(evaluated).toBe(6 * 2000 + 700);
});
