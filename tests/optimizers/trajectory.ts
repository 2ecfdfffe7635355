import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../src/models/index.ts';
import type { Optimizer } from '../../src/optimizers/index.ts';

/** Values of all parameters at one step. */
export type Point = Readonly<Record<string, readonly number[]>>;

export interface Run {
  readonly start: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
  readonly gradient: (parameters: NamedTensors, step: number) => NamedTensors;
  readonly learningRate: number | readonly number[];
  readonly steps: number;
  readonly momentum?: number;
  readonly noise?: (step: number) => NamedTensors;
  readonly further?: (parameters: NamedTensors, step: number) => NamedTensors;
  /** Give the parameters that evaluations use. */
  readonly evaluated?: boolean;
}

/** Every point that an optimizer visits, the start first. */
export function follow(optimizer: Optimizer, run: Run): readonly Point[] {
  let parameters: NamedTensors = Object.fromEntries(
    Object.entries(run.start).map(([name, values]) => [name, tf.tensor(values as number[])]),
  );
  let state = optimizer.init(parameters);
  const points = [read(parameters)];
  for (let step = 0; step < run.steps; step++) {
    const rate = typeof run.learningRate === 'number' ? run.learningRate : run.learningRate[step]!;
    ({ parameters, state } = optimizer.update({
      parameters,
      gradients: run.gradient(parameters, step),
      state,
      hyperparameters: {
        learningRate: tf.scalar(rate),
        ...(run.momentum === undefined ? {} : { momentum: tf.scalar(run.momentum) }),
      },
      gradientAt: (at) => run.gradient(at, step),
      ...(run.noise ? { noise: run.noise(step) } : {}),
      ...(run.further ? { furtherGradients: [run.further(parameters, step)] } : {}),
    }));
    points.push(read(run.evaluated ? optimizer.evaluated!({ parameters, state }) : parameters));
  }
  return points;
}

const read = (tensors: NamedTensors): Point =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));
