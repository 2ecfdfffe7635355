import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { initialTensors } from '../../src/models/initial-tensors.ts';
import type { Job } from '../../src/plan/types.ts';
import { stream } from '../../src/random/index.ts';
import { decodeTensors } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { miniBatches } from '../../src/samplers/index.ts';
import { stepDraws } from '../../src/train/step-draws.ts';
import { batchOf } from '../../src/eager/eager-net.ts';
import { planOf } from './small-suite.ts';

const data = { kind: 'clusters', classes: 3, dimensions: 4, train: 50, test: 12 };
const model = (name = 'default') => ({ kind: 'custom', module: '../tests/train/draws.ts', export: name });
const planned = (name?: string, fields: object = {}) =>
  planOf({
    workload: { model: model(name), data, loss: 'cross-entropy' },
    // Batches of 12: the last of an epoch has 2 examples.
    arms: { base: { learningRate: 0.1, batchSize: 12 }, other: { learningRate: 0.1, batchSize: 25 } },
    stop: { kind: 'epochs', epochs: 3 },
    replicates: 3,
    measures: ['testAccuracy', 'trainLoss'],
    ...fields,
  });

test('a run is plain TensorFlow.js with the masks and noise of its seed, place and step, and is evaluated without', async () => {
  const { runPlan, analyses } = await planned();
  expect(analyses[0]!.eager).toBeUndefined();
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  const job = runPlan.jobs[0]!;
  expect(job.draws).toEqual({
    2: { 'draw/0/0': { law: 'uniform', shape: [2, 5] }, 'draw/0/1': { law: 'normal', shape: [2, 3] } },
    12: { 'draw/0/0': { law: 'uniform', shape: [12, 5] }, 'draw/0/1': { law: 'normal', shape: [12, 3] } },
  });
  const record = records.get(job.key)!;
  const { train } = runPlan.datasets.get(job.dataset)!;
  const outcome = byHand(job, train);
  const state = decodeTensors((await store.getBlob(record.weights))!);
  for (const [name, values] of Object.entries(outcome.parameters))
    values.forEach((value, index) =>
      // float32 rounding of fifteen steps on two engines
      expect(state[`parameters/${name}`]!.data[index]).toBeCloseTo(value, 5),
    );
  expect(record.final['trainLoss']).toBeCloseTo(outcome.trainLoss, 5);
});

/** The run by plain TensorFlow.js, whose steps are told their masks and noise. */
function byHand(job: Job, train: Parameters<typeof batchOf>[0]) {
  void tf.setBackend('cpu');
  const start = initialTensors(job.parameters, job.seed);
  const [first, second] = ['first', 'second'].map((name) =>
    tf.variable(tf.tensor(start[name]!.data.slice(), [...start[name]!.shape])),
  ) as [tf.Variable, tf.Variable];
  const loss = (rows: Int32Array, mask?: tf.Tensor, noise?: tf.Tensor) => {
    const { features, labels } = batchOf(train, rows);
    const hidden = tf.relu(tf.matMul(features as tf.Tensor2D, first as unknown as tf.Tensor2D));
    const kept = mask === undefined ? hidden : tf.mul(hidden, mask);
    const output = tf.matMul(kept as tf.Tensor2D, second as unknown as tf.Tensor2D);
    const scores = noise === undefined ? output : tf.add(output, noise);
    return tf.losses.softmaxCrossEntropy(tf.oneHot(labels as tf.Tensor1D, 3), scores) as tf.Scalar;
  };
  const batches = miniBatches(job.seed, job.sampler, train.count);
  const sgd = tf.train.sgd(0.1);
  for (let step = 0; step < 15; step++) {
    const rows = new Int32Array(step % 5 === 4 ? 2 : 12);
    batches.next(rows, 0, rows.length);
    const [uniform, normal] = [0, 1].map((place) => stream(job.seed, 'draw', `draw/0/${place}`, step)) as [
      ReturnType<typeof stream>,
      ReturnType<typeof stream>,
    ];
    // Kept with probability 0.6, and then divided by it.
    const mask = Float32Array.from({ length: rows.length * 5 }, () =>
      uniform.uniform() < 0.4 ? 0 : 1 / 0.6,
    );
    const noise = Float32Array.from({ length: rows.length * 3 }, () => 0.1 * normal.normal());
    sgd.minimize(() => loss(rows, tf.tensor2d(mask, [rows.length, 5]), tf.tensor2d(noise, [rows.length, 3])));
  }
  return {
    parameters: { first: [...first.dataSync()], second: [...second.dataSync()] },
    trainLoss: loss(Int32Array.from({ length: train.count }, (_, row) => row)).dataSync()[0]!,
  };
}

test('gamma numbers and whole numbers are those of the seed, place and step too', async () => {
  const { runPlan, analyses } = await planned('others');
  expect(analyses[0]!.eager).toBeUndefined();
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  const job = runPlan.jobs[0]!;
  expect(job.draws![12]).toEqual({
    'draw/0/0': { law: 'gamma', concentration: 4, shape: [12, 1] },
    'draw/0/1': { law: 'uniform', shape: [12] },
  });
  void tf.setBackend('cpu');
  const { train } = runPlan.datasets.get(job.dataset)!;
  const weight = tf.variable(tf.zeros([4, 3]));
  const batches = miniBatches(job.seed, job.sampler, train.count);
  const sgd = tf.train.sgd(0.1);
  for (let step = 0; step < 15; step++) {
    const rows = new Int32Array(step % 5 === 4 ? 2 : 12);
    batches.next(rows, 0, rows.length);
    const [gamma, uniform] = [0, 1].map((place) => stream(job.seed, 'draw', `draw/0/${place}`, step));
    const scales = Array.from(rows, () => gamma!.gamma(4) / 4);
    const doubled = Array.from(rows, () => Math.floor(4 * uniform!.uniform()));
    const factors = scales.map((scale, row) => [0, 1, 2, 3].map((i) => (doubled[row] === i ? 2 : 1) * scale));
    sgd.minimize(() => {
      const { features, labels } = batchOf(train, rows);
      const scores = tf.matMul(
        tf.mul(features, tf.tensor2d(factors)) as tf.Tensor2D,
        weight as unknown as tf.Tensor2D,
      );
      return tf.losses.softmaxCrossEntropy(tf.oneHot(labels as tf.Tensor1D, 3), scores);
    });
  }
  const state = decodeTensors((await store.getBlob(records.get(job.key)!.weights))!);
  weight.dataSync().forEach((value, index) =>
    // float32 rounding of fifteen steps on two engines
    expect(state['parameters/weight']!.data[index]).toBeCloseTo(value, 5),
  );
});

test.each(['default', 'counted', 'layers', 'others'])(
  'runs of model %s end with the same bytes on any number of workers, whatever seeds the code gives',
  async (name) => {
    const [one, two] = [await planned(name), await planned(name)];
    expect(one.runPlan.jobs.map(({ key }) => key)).toEqual(two.runPlan.jobs.map(({ key }) => key));
    const alone = await trainRuns(one.runPlan, { store: openStore(null), workers: 1 });
    const beside = await trainRuns(two.runPlan, { store: openStore(null), workers: 2 });
    expect(alone).toMatchObject({ failures: [], trained: 6 });
    for (const [key, { weights, final }] of alone.records) {
      expect(beside.records.get(key)!.weights).toBe(weights);
      expect(beside.records.get(key)!.final).toEqual(final);
    }
    expect(new Set([...alone.records.values()].map(({ weights }) => weights)).size).toBe(6);
  },
  60_000,
);

test('the numbers of a step are the same however many steps are drawn at once, and follow their law', () => {
  const draws = {
    100: {
      uniform: { law: 'uniform', shape: [100] },
      normal: { law: 'normal', shape: [100] },
      cut: { law: 'truncated-normal', shape: [100] },
      gamma: { law: 'gamma', concentration: 0.5, shape: [100] },
    },
  } as const;
  const all = stepDraws({ draws, seed: '1' }, { from: 0, to: 100, batchSize: 100 });
  const some = stepDraws({ draws, seed: '1' }, { from: 40, to: 42, batchSize: 100 });
  for (const name of Object.keys(all)) expect(some[name]!.data).toEqual(all[name]!.data.slice(4000, 4200));
  // Mean and variance of each law; standard errors of 10,000 numbers are 0.01 and less (0.02 of the variance of gamma
  // numbers), five are allowed and three.
  const laws = { uniform: [0.5, 1 / 12], normal: [0, 1], cut: [0, 0.7737], gamma: [0.5, 0.5] } as const;
  for (const [name, [mean, variance]] of Object.entries(laws)) {
    const values = [...all[name]!.data];
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
    expect(Math.abs(average - mean)).toBeLessThan(0.05);
    expect(Math.abs(spread - variance)).toBeLessThan(0.07);
  }
  expect(Math.max(...all['uniform']!.data)).toBeLessThan(1);
  expect(Math.max(...all['cut']!.data)).toBeLessThanOrEqual(2);
});

test('a job of a model that draws nothing does not speak of draws', async () => {
  const { runPlan } = await planOf({
    workload: {
      model: { kind: 'custom', module: '../tests/models/custom/nets.ts' },
      data,
      loss: 'cross-entropy',
    },
  });
  expect(runPlan.jobs.some((job) => 'draws' in job)).toBe(false);
});
