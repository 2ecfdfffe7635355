import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, ParameterSpec } from './types.ts';

/** Normalizations that a model specification can name. */
export type Normalization = 'none' | 'batch' | 'layer';

/** Added to the variance before its root, as in PyTorch. */
const EPSILON = 1e-5;
/** Weight of the newest batch in the running statistics, as in PyTorch. */
const MOMENTUM = 0.1;

/** What a normalization made of its input, and the new values of its running statistics. */
export interface Normalized {
  readonly output: tf.Tensor;
  readonly statistics: NamedTensors;
}

/** Trainable parameters of a normalization: `<name>.scale`, which starts at 1, and `<name>.shift`, at 0. */
export function normalizationParameters(
  kind: Normalization,
  name: string,
  channels: number,
): readonly ParameterSpec[] {
  if (kind === 'none') return [];
  return [
    { name: `${name}.scale`, shape: [channels], initializer: { kind: 'ones' } },
    { name: `${name}.shift`, shape: [channels], initializer: { kind: 'zeros' } },
  ];
}

/** Running statistics of batch normalization: `<name>.mean`, which starts at 0, and `<name>.variance`, at 1. */
export function normalizationStatistics(
  kind: Normalization,
  name: string,
  channels: number,
): readonly ParameterSpec[] {
  if (kind !== 'batch') return [];
  return [
    { name: `${name}.mean`, shape: [channels], initializer: { kind: 'zeros' } },
    { name: `${name}.variance`, shape: [channels], initializer: { kind: 'ones' } },
  ];
}

/**
 * Normalizes `x` `[batch, ..., channels]`: y = scale · (x − mean) / √(variance + 1e-5) + shift.
 *
 * `batch` takes mean and (biased) variance over all axes but the last while training, and the running statistics
 * otherwise; these follow r ← 0.9 r + 0.1 · batch with the unbiased variance. `layer` takes them over all axes but the
 * first, each example for itself.
 *
 * @throws RangeError where batch normalization trains on one value a channel: its variance is not defined.
 * @see Ioffe & Szegedy 2015, algorithm 1; Ba, Kiros & Hinton 2016, equation 4. Constants as in PyTorch.
 */
export function normalize(
  kind: Normalization,
  name: string,
  input: { x: tf.Tensor; parameters: NamedTensors; statistics: NamedTensors; training: boolean },
): Normalized {
  return rules[kind](name, input);
}

const rules: Readonly<
  Record<Normalization, (name: string, input: Parameters<typeof normalize>[2]) => Normalized>
> = {
  none: (_, { x }) => ({ output: x, statistics: {} }),
  layer: (name, { x, parameters }) => {
    const axes = x.shape.map((_, axis) => axis).slice(1);
    const { centered, variance } = moments(x, axes);
    return { output: rescale(name, parameters, centered, variance), statistics: {} };
  },
  batch: (name, { x, parameters, statistics, training }) => {
    const [mean, variance] = [statistics[`${name}.mean`]!, statistics[`${name}.variance`]!];
    if (!training)
      return {
        output: rescale(name, parameters, tf.sub(x, mean), variance),
        statistics: { [`${name}.mean`]: mean, [`${name}.variance`]: variance },
      };
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
    if (count < 2)
      throw new RangeError(
        `Cannot normalize ${name} over the batch: expected at least 2 values a channel, got shape [${x.shape}]`,
      );
    const batch = moments(x, axes);
    const channels = [x.shape.at(-1)!];
    const batchMean = tf.reshape(batch.mean, channels);
    const unbiased = tf.mul(tf.reshape(batch.variance, channels), count / (count - 1));
    return {
      output: rescale(name, parameters, batch.centered, batch.variance),
      statistics: {
        [`${name}.mean`]: follow(mean, batchMean),
        [`${name}.variance`]: follow(variance, unbiased),
      },
    };
  },
};

/** Mean, centred values and biased variance over `axes`, which stay as axes of length 1. */
function moments(
  x: tf.Tensor,
  axes: number[],
): { mean: tf.Tensor; centered: tf.Tensor; variance: tf.Tensor } {
  const mean = tf.mean(x, axes, true);
  const centered = tf.sub(x, mean);
  return { mean, centered, variance: tf.mean(tf.square(centered), axes, true) };
}

function rescale(
  name: string,
  parameters: NamedTensors,
  centered: tf.Tensor,
  variance: tf.Tensor,
): tf.Tensor {
  const normalized = tf.div(centered, tf.sqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(normalized, parameters[`${name}.scale`]!), parameters[`${name}.shift`]!);
}

function follow(running: tf.Tensor, batch: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(batch, MOMENTUM));
}
