// Nets of TensorFlow.js layers, as people write them.
import * as tf from '@tensorflow/tfjs';

const { layers } = tf;
const l2 = () => tf.regularizers.l2({ l2: 0.01 });

/** By name: makes a new net at each call. */
export const makers: Readonly<Record<string, () => tf.LayersModel>> = {
  dense: () =>
    tf.sequential({
      layers: [
        layers.dense({ units: 5, inputShape: [6], activation: 'relu' }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    }),
  'batch normalization': () =>
    tf.sequential({
      layers: [
        layers.dense({ units: 5, inputShape: [6] }),
        layers.batchNormalization({ momentum: 0.9 }),
        layers.activation({ activation: 'tanh' }),
        layers.dense({ units: 3 }),
      ],
    }),
  'regularizers and a frozen layer': () =>
    tf.sequential({
      layers: [
        layers.dense({ units: 5, inputShape: [6], activation: 'elu', trainable: false }),
        layers.dense({ units: 4, activation: 'tanh', kernelRegularizer: l2(), biasRegularizer: l2() }),
        layers.dense({ units: 3, kernelRegularizer: l2() }),
      ],
    }),
  'a residual net': () => {
    const input = tf.input({ shape: [6] });
    const first = layers.dense({ units: 6, activation: 'relu', kernelInitializer: 'heNormal' }).apply(input);
    const sum = layers.add().apply([input, first as tf.SymbolicTensor]);
    const output = layers
      .dense({ units: 3 })
      .apply(layers.layerNormalization().apply(sum) as tf.SymbolicTensor);
    return tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
  },
  'nets within a net': () => {
    const body = tf.sequential({
      layers: [
        layers.dense({ units: 6, inputShape: [6], activation: 'relu', kernelInitializer: 'heNormal' }),
        layers.dense({ units: 5, kernelInitializer: 'orthogonal', kernelRegularizer: l2() }),
      ],
    });
    const head = tf.sequential({
      layers: [
        layers.batchNormalization({ inputShape: [5], momentum: 0.9 }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const input = tf.input({ shape: [6] });
    const middle = body.apply(input) as tf.SymbolicTensor;
    return tf.model({ inputs: input, outputs: head.apply(middle) as tf.SymbolicTensor });
  },
  'a soft-max layer': () =>
    tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [6] }), layers.softmax()] }),
  'a convolution': () =>
    tf.sequential({
      layers: [
        layers.reshape({ targetShape: [2, 3, 1], inputShape: [6] }),
        layers.conv2d({ filters: 4, kernelSize: 2, padding: 'same', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: [2, 1] }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
  recurrent: () =>
    tf.sequential({
      layers: [
        layers.reshape({ targetShape: [3, 2], inputShape: [6] }),
        layers.bidirectional({ layer: layers.lstm({ units: 3 }) as tf.RNN, mergeMode: 'concat' }),
        layers.dense({ units: 3 }),
      ],
    }),
};

export const dense = makers['dense']!;
export const dropout = () =>
  tf.sequential({
    layers: [
      layers.dense({ units: 8, inputShape: [6], activation: 'relu' }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 3 }),
    ],
  });
export const instance = tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [6] })] });
export const sameAgain = () => instance;
export const seeded = () =>
  tf.sequential({
    layers: [
      layers.dense({
        units: 3,
        inputShape: [6],
        kernelInitializer: tf.initializers.randomNormal({ stddev: 0.5, seed: 7 }),
      }),
    ],
  });
export const skewed = () =>
  tf.sequential({
    layers: [
      layers.dense({
        units: 3,
        inputShape: [6],
        kernelInitializer: tf.initializers.randomUniform({ minval: 0.1, maxval: 1 }),
      }),
    ],
  });
export const wide = () => tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [7] })] });
