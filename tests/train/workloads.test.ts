import { describe, expect, test } from 'vitest';
import type { Arm } from '../../src/declare/types.ts';
import { decodeTensors } from '../../src/engines/index.ts';
import { initialTensors } from '../../src/models/initial-tensors.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { openStore } from '../../src/store/index.ts';
import { miniBatches } from '../../src/samplers/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from './small-suite.ts';

/** Trains a hypothesis and returns each arm's end states, seed by seed. */
async function ends(fields: object) {
  const { runPlan, analyses } = await planOf(fields);
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  const arm = async (name: string) =>
    Promise.all(
      Object.values(analyses[0]!.runs[name]!).map(async (key) => {
        const record = records.get(key)!;
        return { record, state: decodeTensors((await store.getBlob(record.weights))!) };
      }),
    );
  return { runPlan, analyses, arm };
}

test('three steps of soft-max regression are those of the formula', async () => {
  const { runPlan, arm } = await ends({
    id: 'by-hand',
    workload: {
      model: { kind: 'softmax-regression' },
      data: { kind: 'clusters', classes: 3, dimensions: 2, train: 10, test: 5 },
      loss: 'cross-entropy',
    },
    arms: { base: { learningRate: 0.5, batchSize: 4 }, other: { learningRate: 0.25, batchSize: 4 } },
    stop: { kind: 'epochs', epochs: 1 },
    replicates: 2,
  });
  const { features, labels } = [...runPlan.datasets.values()][0]!.train;
  const job = runPlan.jobs[0]!;
  const start = initialTensors(job.parameters, job.seed);
  const names = Object.keys(start);
  const weight = Float64Array.from(start[names.find((name) => name.includes('weight'))!]!.data);
  const bias = Float64Array.from(start[names.find((name) => name.includes('bias'))!]!.data);
  const batches = miniBatches(job.seed, 'epoch-shuffle', 10);
  for (const size of [4, 4, 2]) {
    const rows = new Int32Array(size);
    batches.next(rows, 0, size);
    const [dw, db] = [new Float64Array(6), new Float64Array(3)];
    for (const row of rows) {
      const x = [features[2 * row]!, features[2 * row + 1]!];
      const scores = [0, 1, 2].map((k) => x[0]! * weight[k]! + x[1]! * weight[3 + k]! + bias[k]!);
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      for (let k = 0; k < 3; k++) {
        const error = (Math.exp(scores[k]!) / total - (labels[row] === k ? 1 : 0)) / size;
        db[k]! += error;
        for (let d = 0; d < 2; d++) dw[3 * d + k]! += error * x[d]!;
      }
    }
    dw.forEach((slope, i) => (weight[i]! -= 0.5 * slope));
    db.forEach((slope, i) => (bias[i]! -= 0.5 * slope));
  }
  const [{ state }] = (await arm('base')) as [Awaited<ReturnType<typeof arm>>[number]];
  const end = Object.entries(state);
  const trained = (part: string) => [...end.find(([name]) => name.includes(part))![1].data];
  // Three steps in float32 against double precision: some units in the last place of numbers of size 1.
  trained('weight').forEach((value, i) => expect(value).toBeCloseTo(weight[i]!, 5));
  trained('bias').forEach((value, i) => expect(value).toBeCloseTo(bias[i]!, 5));
});

const optimizers: readonly OptimizerSpec[] = [
  { kind: 'heavy-ball', momentum: 0.5 },
  { kind: 'nesterov', momentum: 0.5 },
  { kind: 'adam' },
  { kind: 'rmsprop' },
  { kind: 'svag', amplification: 2 },
  { kind: 'noisy-gradient-descent', scale: 0.01 },
  { kind: 'sgd', average: { kind: 'ema', decay: 0.5 } },
  { kind: 'gradient-flow' },
];

test('every way of making a step trains', async () => {
  const nameOf = (optimizer: OptimizerSpec) => ('average' in optimizer ? 'average' : optimizer.kind);
  const arms = Object.fromEntries(
    optimizers.map((optimizer): [string, Arm] => [
      nameOf(optimizer),
      { optimizer, batchSize: 8, learningRate: /adam|rmsprop/.test(optimizer.kind) ? 0.01 : 0.1 },
    ]),
  );
  const idle = { learningRate: 1e-9, batchSize: 8 };
  const { arm } = await ends({
    id: 'optimizers',
    arms: { idle, ...arms },
    stop: { kind: 'epochs', epochs: 2 },
    replicates: 2,
  });
  const start = (await arm('idle')).map(({ record }) => record.final['trainLoss']!);
  for (const name of Object.keys(arms))
    for (const [seed, { record }] of (await arm(name)).entries()) {
      expect(record.outcome.kind, name).toBe('finished');
      expect(record.final['trainLoss'], name).toBeLessThan(0.9 * start[seed]!);
    }
});

test('the average of the parameters is what is evaluated and kept', async () => {
  const rates = { learningRate: 0.1, batchSize: 8 };
  const { arm } = await ends({
    id: 'averaged',
    arms: {
      last: rates,
      average: { ...rates, optimizer: { kind: 'sgd', average: { kind: 'ema', decay: 0.9 } } },
    },
    replicates: 2,
  });
  const [plain, averaged] = [await arm('last'), await arm('average')];
  expect(Object.keys(averaged[0]!.state)).toEqual(Object.keys(plain[0]!.state));
  expect(averaged[0]!.record.weights).not.toBe(plain[0]!.record.weights);
  expect(averaged[0]!.record.final['trainLoss']).not.toBe(plain[0]!.record.final['trainLoss']);
});

test('a net that is rescaled where it is evaluated has other weights and the same loss', async () => {
  const rates = { learningRate: 0.1, batchSize: 8 };
  const { arm } = await ends({
    id: 'rescaled',
    arms: {
      trained: rates,
      rescaled: {
        ...rates,
        optimizer: { kind: 'sgd', rescale: { grown: 'hidden1', shrunk: 'output', by: 4 } },
      },
    },
    replicates: 2,
  });
  const [trained, rescaled] = [await arm('trained'), await arm('rescaled')];
  rescaled.forEach(({ record, state }, seed) => {
    const first = (tensors: typeof state) => tensors['parameters/hidden1.weight']!.data[0]!;
    // Four is a power of two: no digit of a float32 number changes.
    expect(first(state)).toBe(4 * first(trained[seed]!.state));
    expect(record.final).toEqual(trained[seed]!.record.final);
  });
});

describe('a quadratic with declared gradient noise', () => {
  const quadratic = (
    noiseCovariance: number[],
    arms: Record<string, Arm>,
    steps: number,
    replicates: number,
  ) =>
    ends({
      id: 'quadratic',
      workload: {
        model: { kind: 'quadratic', hessian: [1, 4], noiseCovariance, start: [1, -2] },
        data: { kind: 'gradient-noise' },
        loss: 'model',
      },
      arms,
      stop: { kind: 'steps', steps },
      replicates,
      measures: ['trainLoss'],
      predictions: [{ kind: 'differs', measure: 'trainLoss', arms: Object.keys(arms).slice(0, 2) }],
    });

  test('without noise contracts by 1 − ηh a step', async () => {
    const { arm } = await quadratic(
      [0, 0],
      { slow: { learningRate: 0.1, batchSize: 1 }, fast: { learningRate: 0.2, batchSize: 1 } },
      5,
      2,
    );
    for (const [name, rate] of [
      ['slow', 0.1],
      ['fast', 0.2],
    ] as const) {
      const [{ state, record }] = (await arm(name)) as [Awaited<ReturnType<typeof arm>>[number]];
      const theta = [(1 - rate) ** 5, -2 * (1 - 4 * rate) ** 5];
      // Five steps in float32.
      theta.forEach((value, i) => expect(state['parameters/theta']!.data[i]).toBeCloseTo(value, 6));
      expect(record.final['trainLoss']).toBeCloseTo(0.5 * theta[0]! ** 2 + 2 * theta[1]! ** 2, 6);
    }
  });

  test('reaches the stationary variance ησ²/(S·h·(2 − ηh)), the smaller the larger the batch', async () => {
    const seeds = 120;
    const { arm } = await quadratic(
      [1, 4],
      { one: { learningRate: 0.2, batchSize: 1 }, four: { learningRate: 0.2, batchSize: 4 } },
      60,
      seeds,
    );
    for (const [name, size] of [
      ['one', 1],
      ['four', 4],
    ] as const) {
      const states = await arm(name);
      [1, 4].forEach((curvature, i) => {
        const squares = states.map(({ state }) => state['parameters/theta']!.data[i]! ** 2);
        const variance = squares.reduce((sum, square) => sum + square, 0) / seeds;
        const expected = (0.2 * curvature) / (size * curvature * (2 - 0.2 * curvature));
        // A χ² of 120 degrees has the relative standard deviation √(2/120) = 0.13; four of them.
        expect(Math.abs(variance / expected - 1)).toBeLessThan(0.52);
      });
    }
  });
});
