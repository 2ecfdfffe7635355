import * as tf from '@tensorflow/tfjs';
import { initialValue } from '../../src/models/index.ts';
import type { Model, NamedTensors, ParameterSpec } from '../../src/models/index.ts';
import { stream } from '../../src/random/index.ts';

/** Makes TensorFlow.js compute in plain JavaScript. */
export async function useEagerBackend(): Promise<void> {
  await tf.setBackend('cpu');
  await tf.ready();
}

/** Parameters drawn as a run draws them. */
export function start(specs: readonly ParameterSpec[], seed = 'seed'): NamedTensors {
  const random = stream(seed, 'init');
  return Object.fromEntries(
    specs.map((spec) => [spec.name, tf.tensor(initialValue(spec, random), [...spec.shape])]),
  );
}

/** Output of a model at parameters drawn from a seed. */
export function outputOf(model: Model, features: tf.Tensor, training = true): tf.Tensor {
  const parameters = start(model.parameters);
  const statistics = start(model.statistics);
  return model.forward({ parameters, statistics, features, training }).output;
}
