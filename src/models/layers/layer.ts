import type * as tf from '@tensorflow/tfjs';
import type { Model, NamedTensors, ParameterSpec } from '../types.ts';

/** What a layer computes with, beside its input. */
export interface LayerValues {
  readonly parameters: NamedTensors;
  readonly statistics: NamedTensors;
  readonly training: boolean;
}

/** Output of a layer and the new values of the running statistics that it owns. */
export interface LayerResult {
  readonly output: tf.Tensor;
  readonly statistics: NamedTensors;
}

/** A piece of a net: what it owns and what it computes. Data and one pure function. */
export interface Layer {
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: readonly ParameterSpec[];
  readonly apply: (x: tf.Tensor, values: LayerValues) => LayerResult;
}

/**
 * A layer without parameters.
 *
 * @example stateless((x) => tf.relu(x));
 */
export function stateless(compute: (x: tf.Tensor) => tf.Tensor): Layer {
  return { parameters: [], statistics: [], apply: (x) => ({ output: compute(x), statistics: {} }) };
}

/**
 * Layers one after the other.
 *
 * @example sequential([dense('hidden1', shape), stateless(tf.relu), dense('output', next)]);
 */
export function sequential(layers: readonly Layer[]): Layer {
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    statistics: layers.flatMap(({ statistics }) => statistics),
    apply: (x, values) =>
      layers.reduce<LayerResult>(
        (before, layer) => {
          const { output, statistics } = layer.apply(before.output, values);
          return { output, statistics: { ...before.statistics, ...statistics } };
        },
        { output: x, statistics: {} },
      ),
  };
}

/** A net made of one layer: parameters and running statistics in the layer's order. */
export function modelOf(kind: string, layer: Layer): Model {
  return Object.freeze({
    kind,
    parameters: layer.parameters,
    statistics: layer.statistics,
    forward: ({ features, ...values }) => layer.apply(features, values),
  } satisfies Model);
}
