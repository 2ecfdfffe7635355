import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model, NamedTensors, ParameterSpec } from '../../../models/types.ts';

const WIDTH = 16;
const EPSILON = 1e-5;

const normal = (name: string, shape: readonly number[]): ParameterSpec => ({
  name,
  shape,
  initializer: { kind: 'normal', standardDeviation: 1 / Math.sqrt(shape[0]!) },
});
const filled = (name: string, kind: 'zeros' | 'ones', size: number): ParameterSpec => ({
  name,
  shape: [size],
  initializer: { kind },
});

/** x W for x of shape [batch, tokens, inputs]. */
function times(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const [batch, tokens, inputs] = x.shape as [number, number, number];
  const flat = tf.matMul(tf.reshape(x, [batch * tokens, inputs]), weight as tf.Tensor2D);
  return tf.reshape(flat, [batch, tokens, weight.shape[1]!]);
}

/** Each token by its own mean and variance, then scaled. */
function normalized(x: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, EPSILON))), scale);
}

function attended(x: tf.Tensor, parameters: NamedTensors): tf.Tensor {
  const [query, key, value] = ['query', 'key', 'value'].map((name) => times(x, parameters[name]!));
  const scores = tf.mul(
    tf.matMul(query as tf.Tensor3D, key as tf.Tensor3D, false, true),
    1 / Math.sqrt(WIDTH),
  );
  return times(tf.matMul(tf.softmax(scores) as tf.Tensor3D, value as tf.Tensor3D), parameters['mix']!);
}

/**
 * One block of a transformer: the rows of an image are its tokens, with a learnt place each; attention of one head and
 * a net of two layers, both on normalized tokens and added to what came in; the mean of the tokens is classified.
 *
 * @see Vaswani et al. 2017; Xiong et al. 2020 (normalization before each part)
 */
export default function transformerBlock({ features, outputs }: DataShape): Model {
  const [tokens, inputs] = features as [number, number];
  return {
    kind: 'transformer block',
    parameters: [
      normal('embed', [inputs, WIDTH]),
      { name: 'place', shape: [tokens, WIDTH], initializer: { kind: 'normal', standardDeviation: 0.1 } },
      filled('norm1', 'ones', WIDTH),
      ...['query', 'key', 'value', 'mix'].map((name) => normal(name, [WIDTH, WIDTH])),
      filled('norm2', 'ones', WIDTH),
      normal('widen', [WIDTH, 2 * WIDTH]),
      filled('bias', 'zeros', 2 * WIDTH),
      normal('narrow', [2 * WIDTH, WIDTH]),
      normal('output.weight', [WIDTH, outputs]),
      filled('output.bias', 'zeros', outputs),
    ],
    statistics: [],
    forward: ({ parameters, features: images }) => {
      const x = tf.add(
        times(tf.reshape(images, [-1, tokens, inputs]), parameters['embed']!),
        parameters['place']!,
      );
      const seen = tf.add(x, attended(normalized(x, parameters['norm1']!), parameters));
      const wide = tf.relu(
        tf.add(times(normalized(seen, parameters['norm2']!), parameters['widen']!), parameters['bias']!),
      );
      const read = tf.mean(tf.add(seen, times(wide, parameters['narrow']!)), 1);
      const logits = tf.matMul(read as tf.Tensor2D, parameters['output.weight'] as tf.Tensor2D);
      return { output: tf.add(logits, parameters['output.bias']!), statistics: {} };
    },
  };
}
