import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { DataSpec } from '../../src/datasets/schema.ts';
import type { Examples } from '../../src/datasets/types.ts';
import { batchOf } from '../../src/eager/eager-net.ts';
import { initialTensors } from '../../src/models/initial-tensors.ts';
import { loadData } from '../../src/plan/arms/load-data.ts';
import { miniBatches } from '../../src/samplers/index.ts';
import { measureRuns } from '../../src/measures/runs/index.ts';
import { openStore } from '../../src/store/index.ts';
import { replayRun, trainRuns, type RunRecord } from '../../src/train/index.ts';
import type { MeasureValue } from '../../src/measures/index.ts';
import { engineAvailability } from '../../src/engines/index.ts';
import type { EngineName } from '../../src/engines/types.ts';
import { planSuite } from '../../src/plan/index.ts';
import { loaded, planOf } from '../train/small-suite.ts';
import { plain } from './custom.ts';

const statuses = await engineAvailability();

/** Hypothesis files of `planOf` are said to lie in hypotheses/. */
const module = '../tests/eager/custom.ts';
const custom = (name: string) => ({ kind: 'custom', module, export: name });
const data = { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 10 };
/** Sixty images, some with labels that are not theirs; the last mini-batch of an epoch is smaller than eight. */
const images = {
  kind: 'fashion-mnist',
  train: 60,
  test: 40,
  downsample: 7,
  standardize: true,
  labelNoise: { fraction: 0.3 },
};
const net = { model: { kind: 'mlp', hidden: [8], normalization: 'batch' }, data, loss: 'cross-entropy' };
/** A learning rate that falls, so that time is not proportional to steps. */
const falling = { kind: 'piecewise', values: [0.05, 0.02], at: [1] };
const small = { stop: { kind: 'epochs', epochs: 3 }, replicates: 2 };

/** Losses at the end by arm and seed, and the measures of all runs. */
async function losses(fields: object) {
  const { runPlan, analyses, measurePlan } = await planOf({ ...small, ...fields });
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  const measured = (await measureRuns(measurePlan, records, { store, workers: 1 })).get('small')!;
  const [analysis] = analyses;
  const of = (arm: string) =>
    Object.values(analysis!.runs[arm]!).map((key) => records.get(key)!.final['trainLoss']!);
  return { of, analysis: analysis!, runPlan, records, measured };
}

/** Training loss after a loop of fifteen steps in which the step's number is a number. */
function byHand(arm: 'fading' | 'stepped', train: Examples, seed: string): number {
  const { parameters } = plain({ features: [4], outputs: 3 });
  const start = initialTensors(parameters, seed);
  let weights = parameters.map(({ name }) => tf.tensor(start[name]!.data, [...start[name]!.shape]));
  const batches = miniBatches(seed, 'epoch-shuffle', train.count);
  const lossOf = (rows: Int32Array, factor: number) => (first: tf.Tensor, second: tf.Tensor) => {
    const { features, labels } = batchOf(train, rows);
    const hidden = tf.mul(tf.relu(tf.matMul(features as tf.Tensor2D, first as tf.Tensor2D)), factor);
    const scores = tf.matMul(hidden as tf.Tensor2D, second as tf.Tensor2D);
    return tf.losses.softmaxCrossEntropy(tf.oneHot(labels as tf.Tensor1D, 3), scores) as tf.Scalar;
  };
  for (let step = 0; step < 15; step++) {
    const rows = new Int32Array(12);
    batches.next(rows, 0, rows.length);
    const rate = arm === 'stepped' && step >= 4 ? 0.01 : 0.1;
    const slopes = tf.grads(lossOf(rows, arm === 'fading' ? 0.9 ** step : 1))(weights);
    weights = weights.map((weight, index) => tf.sub(weight, tf.mul(slopes[index]!, rate)));
  }
  const all = Int32Array.from({ length: train.count }, (_, row) => row);
  return lossOf(all, 1)(weights[0]!, weights[1]!).dataSync()[0]!;
}

describe('what cannot be traced trains eagerly', () => {
  test(
    'an optimizer with private state: from the starts and on the mini-batches of traced runs, so it ends where its like does',
    { timeout: 600_000 },
    async () => {
      const arms = {
        hidden: { learningRate: 0.05, batchSize: 12, optimizer: custom('default') },
        seen: { learningRate: 0.05, batchSize: 12, optimizer: custom('visible') },
      };
      const { of, analysis, runPlan, records, measured } = await losses({
        workload: net,
        arms,
        measures: ['trainLoss', 'hessianTrace', 'distanceFromStart'],
      });
      expect(runPlan.external).toHaveLength(2);
      expect(analysis.eager).toEqual({
        hidden: expect.stringMatching(
          /^Cannot trace optimizer tensorflow\/Private: it keeps state in private fields/,
        ),
      });
      const [hidden, seen] = [of('hidden'), of('seen')];
      // float32 rounding of some twenty steps on two engines
      hidden.forEach((loss, index) => expect(loss).toBeCloseTo(seen[index]!, 5));
      expect(records.get(runPlan.external[0]!.key)!.provenance['engineVersion']).toMatch(
        /^eager 4, TensorFlow\.js/,
      );
      // The net itself is traced, so its end is measured, running statistics and all.
      for (const measure of ['hessianTrace', 'distanceFromStart'])
        for (const [seed, value] of Object.entries(measured['seen']![measure]!)) {
          const other = measured['hidden']![measure]![seed]!;
          // Curvature answers to the rounding of the weights, some ten times as much.
          expect((other as { value: number }).value / (value as { value: number }).value).toBeCloseTo(1, 3);
        }
    },
  );

  test(
    'measures along training are those of the traced arm, point by point, also of a run that ends before its plan',
    { timeout: 600_000 },
    async () => {
      const looks = { points: 8, at: 'time' };
      const { analysis, runPlan, records, measured } = await losses({
        workload: { ...net, data: images },
        arms: {
          hidden: { learningRate: falling, batchSize: 8, optimizer: custom('default') },
          seen: { learningRate: falling, batchSize: 8, optimizer: custom('visible') },
        },
        stop: { kind: 'trainLoss', below: 1.15, checkEvery: 0.5, maxEpochs: 40 },
        measures: [
          'trainLoss',
          { kind: 'trainLossCurve', at: 'time' },
          { kind: 'hessianTraceCurve', ...looks },
          { kind: 'hessianLargestEigenvalueCurve', ...looks, name: 'sharpness' },
          { kind: 'hessianTraceCurve', epochs: [0, 1, 2], name: 'early' },
          { kind: 'testAccuracyAtMemorization', level: 0.25, points: 40 },
        ],
      });
      const seeds = Object.keys(analysis.runs['hidden']!);
      for (const seed of seeds) {
        const [eager, traced] = ['hidden', 'seen'].map((arm) => records.get(analysis.runs[arm]![seed]!)!) as [
          RunRecord,
          RunRecord,
        ];
        expect(eager.epochs).toBeLessThan(40);
        for (const where of ['steps', 'epochs', 'time'] as const)
          expect([eager.snapshots![where], eager.curves['trainLoss']![where]]).toEqual([
            traced.snapshots![where],
            traced.curves['trainLoss']![where],
          ]);
        // The last snapshot is the end.
        expect(eager.snapshots!.weights.at(-1)).toBe(eager.weights);
        for (const measure of [
          'trainLossCurve',
          'hessianTraceCurve',
          'sharpness',
          'early',
          'testAccuracyAtMemorization',
        ]) {
          const [one, other] = ['hidden', 'seen'].map((arm) => measured[arm]![measure]![seed]!) as [
            MeasureValue,
            MeasureValue,
          ];
          expect(one.curve!.at.length).toBeGreaterThan(2);
          // Positions are sums of the same rates; curvature answers to the rounding of the weights.
          one.curve!.values.forEach((value, index) => {
            expect(one.curve!.at[index]).toBeCloseTo(other.curve!.at[index]!, 5);
            expect(value / other.curve!.values[index]!).toBeCloseTo(1, 3);
          });
        }
      }
      const [job] = runPlan.external;
      expect(await replayRun(runPlan, job!.key)).toMatchObject({
        snapshots: records.get(job!.key)!.snapshots,
      });
    },
  );

  test(
    'a state that does not come back is a reason, and unasked ones are nothing',
    { timeout: 600_000 },
    async () => {
      const { runPlan, measurePlan, analyses } = await planOf({
        ...small,
        workload: net,
        arms: {
          hidden: { learningRate: 0.05, batchSize: 12, optimizer: custom('default') },
          other: { learningRate: 0.05, batchSize: 20 },
        },
        measures: ['trainLoss', 'hessianTrace', { kind: 'hessianTraceCurve', points: 3 }],
      });
      const [job] = runPlan.external;
      expect(job!.job.snapshots).toEqual([0, 5, 10, 15]);
      // As if the trainer answered another question: of the steps that it gives back one alone is asked for.
      const other = { ...job!, job: { ...job!.job, snapshots: [5, 7] } };
      const store = openStore(null);
      const { records } = await trainRuns({ ...runPlan, jobs: [], external: [other] }, { store, workers: 1 });
      expect(records.get(job!.key)!.snapshots!.steps).toEqual([5, 7, 15]);
      const measured = (await measureRuns(measurePlan, records, { store, workers: 1 })).get('small')!;
      const [seed] = Object.keys(analyses[0]!.runs['hidden']!);
      expect(measured['hidden']!['hessianTraceCurve']![seed!]).toEqual({
        missing: 'the trainer handed back no state of the net after step 0',
      });
      expect(measured['hidden']!['hessianTrace']![seed!]).toHaveProperty('value');
    },
  );

  test.each(['unseeded', 'seeded'])(
    'a model with a mask of %s draws of 0 or 1: other numbers at each step, the same run twice',
    { timeout: 600_000 },
    async (name) => {
      const fields = {
        measures: ['trainLoss', 'hessianTrace'],
        workload: { model: custom(name), data, loss: 'cross-entropy' },
        arms: {
          base: { learningRate: 0.1, batchSize: 12 },
          other: { learningRate: 0.1, batchSize: 20, workload: { model: { kind: 'mlp', hidden: [4] } } },
        },
        replicates: 2,
        stop: { kind: 'epochs', epochs: 20 },
      };
      const [first, second] = [await losses(fields), await losses(fields)];
      expect(first.analysis.eager?.['base']).toMatch(/Cannot draw random numbers while tracing/);
      expect(first.of('base')).toEqual(second.of('base'));
      expect(Object.values(first.measured['base']!['hessianTrace']!)[0]).toEqual({
        missing: expect.stringMatching(
          /^the arm is trained eagerly, and its net has no programs: Cannot use model noisy.*tf\.multinomial/,
        ),
      });
      // It learns: guessing among three classes costs ln 3.
      for (const loss of first.of('base')) expect(loss).toBeLessThan(0.9);
    },
  );

  test(
    'a model and an optimizer that count their calls: as a loop of TensorFlow.js trains them',
    { timeout: 600_000 },
    async () => {
      const arms = {
        fading: { learningRate: 0.1, batchSize: 12, workload: { model: custom('fading') } },
        stepped: {
          learningRate: 0.1,
          batchSize: 12,
          workload: { model: custom('plain') },
          optimizer: custom('stepped'),
        },
        plain: { learningRate: 0.1, batchSize: 12, workload: { model: custom('plain') } },
      };
      const { analysis, records, runPlan } = await losses({
        workload: { model: custom('plain'), data, loss: 'cross-entropy' },
        arms,
      });
      expect(analysis.eager).toEqual({
        fading: expect.stringMatching(
          /^Cannot trace model fading: .* got at call 2 kernel Multiply with 0\.9, not 1, at .*eager\/custom\.ts:\d+/,
        ),
        stepped: expect.stringMatching(
          /^Cannot trace optimizer stepped: .* got at call 5 kernel Mul.*, at .*eager\/custom\.ts:\d+/,
        ),
      });
      expect(runPlan.jobs.length).toBe(2);
      const { train } = await loadData(data as DataSpec, {});
      const [seed] = Object.keys(analysis.runs['fading']!);
      for (const arm of ['fading', 'stepped'] as const) {
        const record = records.get(analysis.runs[arm]![seed!]!)!;
        // Fifteen steps of the same operations.
        expect(record.final['trainLoss']).toBeCloseTo(byHand(arm, train, seed!), 5);
      }
    },
  );

  test(
    'kernels that programs do not cover: a Fourier transform, and boxes that are cut out',
    { timeout: 600_000 },
    async () => {
      const { of, analysis } = await losses({
        workload: { model: custom('fourier'), data, loss: 'cross-entropy' },
        arms: {
          fourier: { learningRate: 0.05, batchSize: 12 },
          cropped: { learningRate: 0.05, batchSize: 12, workload: { model: custom('cropped') } },
        },
        stop: { kind: 'epochs', epochs: 10 },
      });
      expect(analysis.eager).toEqual({
        fourier: expect.stringMatching(/kernel Complex .*\(programs have no complex numbers\)/),
        cropped: expect.stringMatching(
          /kernel CropAndResize .*\(it samples at places that the numbers decide\)/,
        ),
      });
      // They learn: guessing among three classes costs ln 3.
      for (const loss of [...of('fourier'), ...of('cropped')]) expect(loss).toBeLessThan(1);
    },
  );

  for (const engine of ['tfjs-wasm', 'tfjs-node'] as const) {
    const { available, install } = statuses.find(({ name }) => name === engine)!;
    test.skipIf(!available)(
      `on the backend of ${engine} where that is asked for${available ? '' : ` (needs: ${install})`}`,
      { timeout: 600_000 },
      async () => {
        const arms = {
          hidden: { learningRate: 0.05, batchSize: 12, optimizer: custom('default') },
          other: { learningRate: 0.05, batchSize: 20 },
        };
        const record = async (on: EngineName) => {
          const hypothesis = loaded({ ...small, workload: net, arms });
          const plan = await planSuite([hypothesis], { baseSeed: '1', tier: 'quick', engine: on });
          const [job] = plan.runPlan.external;
          const only = { ...plan.runPlan, jobs: [], external: [job!] };
          const { records, failures } = await trainRuns(only, { store: openStore(null), workers: 1 });
          expect(failures).toEqual([]);
          return records.get(job!.key)!;
        };
        const [cpu, other] = [await record('onnx'), await record(engine)];
        expect(other.key).not.toBe(cpu.key);
        expect(other.provenance['engineVersion']).toMatch(
          engine === 'tfjs-wasm' ? / on its wasm backend$/ : / on its tensorflow backend$/,
        );
        // float32 rounding of fifteen steps on two backends
        expect(other.final['trainLoss']).toBeCloseTo(cpu.final['trainLoss']!, 5);
      },
    );
  }

  test(
    'but not where it fails eagerly too: then the plan stops with what tracing said',
    { timeout: 600_000 },
    async () => {
      await expect(
        planOf({ ...small, workload: { model: custom('failing'), data, loss: 'cross-entropy' } }),
      ).rejects.toThrow(
        /^small, arm base: Cannot use model dropout.*no idea how.*; nor can it be trained eagerly: .*no idea how/,
      );
    },
  );
});
