import * as tf from '@tensorflow/tfjs';
import type { Engine, Executable } from '../../engines/types.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import { Artifacts } from '../../plan/artifacts.ts';
import type { Condition } from '../../plan/arms/conditions.ts';
import { jobOf, jobTemplate } from '../../plan/job.ts';
import type { Key } from '../../plan/types.ts';
import { workbenchOf } from '../../plan/workbench.ts';
import { trainGroup } from '../../train/train-group.ts';
import { departure } from '../compare/rounding.ts';

/**
 * An optimizer of the probe's own, with a state and a learning rate outside of it: v ← v / 2 + g, θ ← θ − η v. It does
 * not change when those of the project do.
 */
const accumulator: Optimizer = {
  kind: 'accumulator of the harness probe',
  init: (parameters) =>
    Object.fromEntries(Object.entries(parameters).map(([name, t]) => [`sum/${name}`, tf.zerosLike(t)])),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
    const sums = Object.entries(gradients).map(
      ([name, gradient]) => [name, tf.add(tf.mul(state[`sum/${name}`]!, 0.5), gradient)] as const,
    );
    return {
      parameters: Object.fromEntries(
        sums.map(([name, sum]) => [name, tf.sub(parameters[name]!, tf.mul(learningRate, sum))]),
      ),
      state: Object.fromEntries(sums.map(([name, sum]) => [`sum/${name}`, sum])),
    };
  },
};

const common = { optimizer: { kind: 'sgd' }, sampler: 'epoch-shuffle' } as const;

/**
 * Two problems that use all that the battery uses: an uneven last mini-batch, epochs, a schedule, several looks, noise.
 */
const conditions: readonly Condition[] = [
  {
    ...common,
    model: { kind: 'mlp', hidden: [3] },
    data: { kind: 'clusters', classes: 3, dimensions: 4, train: 22, test: 10, spread: 1.5 },
    loss: 'cross-entropy',
    learningRate: { kind: 'steps', start: 0.2, at: [1], factor: 0.5 },
    batchSize: 4,
    stop: { kind: 'trainLoss', below: 1e-30, checkEvery: 0.5, maxEpochs: 3 },
  },
  {
    ...common,
    model: { kind: 'quadratic', hessian: [1, 2], noiseCovariance: [1, 1] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
    learningRate: 0.1,
    batchSize: 2,
    stop: { kind: 'trainLoss', below: 1e-30, checkEvery: 3, maxEpochs: 9 },
  },
];

/**
 * What the harness makes of two problems of a few dozen numbers, with an optimizer and a seed that never change: the
 * points of every curve. Equal programs train equal runs only where what feeds them is the same (sampler, schedules,
 * noise, initialization, what is carried from one evaluation to the next, evaluation itself); this is what tells.
 *
 * @throws AssayError as planning and the engine do
 * @example await harnessProbe(await engineNamed('onnx')) // [1.93, 1.31, …]
 */
export async function harnessProbe(engine: Engine): Promise<number[]> {
  const points: number[] = [];
  for (const condition of conditions) points.push(...(await curvesOf(condition, engine)));
  return points;
}

/**
 * Whether two probes are the same within rounding: another platform may differ in last bits, another harness in more.
 */
export const sameHarness = (before: readonly number[], after: readonly number[]): boolean =>
  departure(before, after) === undefined;

async function curvesOf(condition: Condition, engine: Engine): Promise<readonly number[]> {
  const artifacts = new Artifacts(engine);
  const plain = await workbenchOf(condition, { tier: 'quick' });
  const bench = { ...plain, optimizer: accumulator, identity: ['harness probe', plain.identity] };
  const template = jobTemplate(bench, { record: 'curves', moments: [] }, artifacts, 1);
  const loaded = new Map<Key, Promise<Executable>>();
  const load = (key: Key): Promise<Executable> => {
    const executable = loaded.get(key) ?? engine.load(artifacts.used.get(key)!);
    loaded.set(key, executable);
    return executable;
  };
  try {
    const runs = await trainGroup([jobOf(template, 'harness/0')], {
      dataset: bench.dataset,
      schedule: template.schedule,
      executable: load,
      stopRequested: () => false,
    });
    const { record } = runs[0]!;
    return Object.keys(record.curves)
      .sort()
      .flatMap((name) => record.curves[name]!.values);
  } finally {
    for (const executable of loaded.values()) await (await executable).dispose();
  }
}
