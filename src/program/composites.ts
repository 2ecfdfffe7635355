import * as tf from '@tensorflow/tfjs';

type Inputs = Readonly<Record<string, tf.Tensor>>;
type Attributes = Readonly<Record<string, unknown>>;

/** A kernel that is recorded as a few simpler ones, so that no transformation needs to know it. */
export type Composite = (inputs: Inputs, attributes: Attributes) => tf.Tensor | readonly tf.Tensor[];

const activations: Readonly<
  Record<string, (x: tf.Tensor, inputs: Inputs, attributes: Attributes) => tf.Tensor>
> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  elu: (x) => tf.elu(x),
  sigmoid: (x) => tf.sigmoid(x),
  prelu: (x, inputs) => tf.prelu(x, inputs['preluActivationWeights']!),
  leakyrelu: (x, _, attributes) => tf.leakyRelu(x, attributes['leakyreluAlpha'] as number),
};

function finish(product: tf.Tensor, inputs: Inputs, attributes: Attributes): tf.Tensor {
  const biased = inputs['bias'] ? tf.add(product, inputs['bias']) : product;
  const activation = activations[(attributes['activation'] ?? 'linear') as string];
  if (activation === undefined)
    throw new RangeError(`Cannot trace a fused kernel: unknown activation '${attributes['activation']}'`);
  return activation(biased, inputs, attributes);
}

/** Kernels recorded as compositions; their derivatives of every order follow from their parts. */
export const composites: Readonly<Record<string, Composite>> = {
  _FusedMatMul: (inputs, attributes) =>
    finish(
      tf.matMul(
        inputs['a']!,
        inputs['b']!,
        attributes['transposeA'] === true,
        attributes['transposeB'] === true,
      ),
      inputs,
      attributes,
    ),
  FusedBatchNorm: ({ x, mean, variance, offset, scale }, attributes) => {
    const inverse = tf.rsqrt(tf.add(variance!, attributes['varianceEpsilon'] as number));
    const normal = tf.mul(tf.sub(x!, mean!), scale ? tf.mul(inverse, scale) : inverse);
    return offset ? tf.add(normal, offset) : normal;
  },
  LogicalXor: ({ a, b }) => tf.notEqual(a!, b!),
  LogSoftmax: ({ logits }, { axis }) => {
    const shifted = tf.sub(logits!, tf.max(logits!, axis as number, true));
    return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis as number, true)));
  },
  Range: (_, { start, stop, step, dtype }) => {
    const [from, to, by] = [start, stop, step] as [number, number, number];
    const count = Math.max(0, Math.ceil((to - from) / by));
    return tf.tensor1d(
      Array.from({ length: count }, (_unused, index) => from + index * by),
      dtype as 'float32' | 'int32',
    );
  },
  LinSpace: (_, { start, stop, num }) => {
    const [from, to, count] = [start, stop, num] as [number, number, number];
    return tf.tensor1d(
      Array.from({ length: count }, (_unused, index) => from + (index * (to - from)) / (count - 1 || 1)),
    );
  },
};
