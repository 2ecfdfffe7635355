import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { stateless } from './layer.ts';
import type { Layer, LayerResult, LayerValues } from './layer.ts';
import type { NamedTensors, ParameterSpec } from '../types.ts';

/** Normalizations that a model specification can name. */
export type Normalization = 'none' | 'batch' | 'layer';

/** Added to the variance before its root, as in PyTorch. */
const EPSILON = 1e-5;
/** Weight of the newest batch in the running statistics, as in PyTorch. */
const MOMENTUM = 0.1;

/**
 * A normalization of `x` `[batch, ..., channels]`: y = scale · (x − mean) / √(variance + 1e-5) + shift, with parameters
 * `<name>.scale` `[channels]`, which starts at 1, and `<name>.shift` `[channels]`, at 0.
 *
 * `batch` takes mean and (biased) variance over all axes but the last while training, and its running statistics
 * `<name>.mean` and `<name>.variance` otherwise; these start at 0 and 1 and follow r ← 0.9 r + 0.1 · batch with the
 * unbiased variance. `layer` takes them over all axes but the first, each example for itself. `none` is the identity.
 *
 * @throws AssayError `program` while tracing where batch normalization trains on one value a channel: it has no
 * variance.
 * @see Ioffe & Szegedy 2015, algorithm 1; Ba, Kiros & Hinton 2016, equation 4. Constants as in PyTorch.
 * @example normalization('batch', 'hidden1', 64).statistics.map(({ name }) => name); // hidden1.mean, hidden1.variance
 */
export function normalization(kind: Normalization, name: string, channels: number): Layer {
  return layers[kind](name, channels);
}

const layers: Readonly<Record<Normalization, (name: string, channels: number) => Layer>> = {
  none: () => stateless((x) => x),
  layer: (name, channels) => ({
    parameters: affineParameters(name, channels),
    statistics: [],
    apply: (x, { parameters }) => {
      const { centered, variance } = moments(x, x.shape.map((_, axis) => axis).slice(1));
      return { output: rescaleExamples(name, parameters, centered, variance), statistics: {} };
    },
  }),
  batch: (name, channels) => ({
    parameters: affineParameters(name, channels),
    statistics: [
      { name: `${name}.mean`, shape: [channels], initializer: { kind: 'zeros' } },
      { name: `${name}.variance`, shape: [channels], initializer: { kind: 'ones' } },
    ],
    apply: (x, values) =>
      values.training ? trainBatch(name, channels, x, values) : evaluateBatch(name, x, values),
  }),
};

function affineParameters(name: string, channels: number): readonly ParameterSpec[] {
  return [
    { name: `${name}.scale`, shape: [channels], initializer: { kind: 'ones' } },
    { name: `${name}.shift`, shape: [channels], initializer: { kind: 'zeros' } },
  ];
}

function trainBatch(name: string, channels: number, x: tf.Tensor, values: LayerValues): LayerResult {
  const count = x.size / channels;
  if (count < 2)
    throw new AssayError(
      'program',
      `Cannot normalize ${name} over the batch: expected at least 2 values a channel, got shape [${x.shape}]`,
    );
  const { mean, centered, variance } = moments(x, x.shape.map((_, axis) => axis).slice(0, -1));
  const unbiased = tf.mul(tf.reshape(variance, [channels]), count / (count - 1));
  const follow = (entry: string, batch: tf.Tensor) =>
    tf.add(tf.mul(values.statistics[entry]!, 1 - MOMENTUM), tf.mul(batch, MOMENTUM));
  return {
    output: rescaleChannels(name, values.parameters, centered, variance),
    statistics: {
      [`${name}.mean`]: follow(`${name}.mean`, tf.reshape(mean, [channels])),
      [`${name}.variance`]: follow(`${name}.variance`, unbiased),
    },
  };
}

function evaluateBatch(name: string, x: tf.Tensor, { parameters, statistics }: LayerValues): LayerResult {
  const [mean, variance] = [statistics[`${name}.mean`]!, statistics[`${name}.variance`]!];
  return {
    output: rescaleChannels(name, parameters, tf.sub(x, mean), variance),
    statistics: { [`${name}.mean`]: mean, [`${name}.variance`]: variance },
  };
}

/** Mean, centred values and biased variance over `axes`, which stay as axes of length 1. */
function moments(
  x: tf.Tensor,
  axes: number[],
): { mean: tf.Tensor; centered: tf.Tensor; variance: tf.Tensor } {
  const mean = tf.mean(x, axes, true);
  const centered = tf.sub(x, mean);
  return { mean, centered, variance: tf.mean(tf.square(centered), axes, true) };
}

/** The layer's form: (x − mean) / √(variance + ε) is one factor an example, the scale one a channel. */
function rescaleExamples(
  name: string,
  parameters: NamedTensors,
  centered: tf.Tensor,
  variance: tf.Tensor,
): tf.Tensor {
  const normalized = tf.div(centered, tf.sqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normalized, parameters[`${name}.scale`]!), parameters[`${name}.shift`]!);
}

/** The batch's form: both factors belong to the channel and meet before they touch the large tensor. */
function rescaleChannels(
  name: string,
  parameters: NamedTensors,
  centered: tf.Tensor,
  variance: tf.Tensor,
): tf.Tensor {
  const factor = tf.div(parameters[`${name}.scale`]!, tf.sqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(centered, factor), parameters[`${name}.shift`]!);
}
