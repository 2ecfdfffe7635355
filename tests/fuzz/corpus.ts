import * as tf from '@tensorflow/tfjs';
import type { Tensors } from '../../src/engines/types.ts';
import { gradients } from '../../src/program/index.ts';
import type { ValueType } from '../../src/program/types.ts';

/** A small program on which the compiler was wrong once. */
export interface CorpusCase {
  /** What it did. */
  readonly what: string;
  readonly inputs: Readonly<Record<string, ValueType>>;
  readonly body: (tensors: Readonly<Record<string, tf.Tensor>>) => Readonly<Record<string, tf.Tensor>>;
  /** Where not irregular numbers in [−1, 1]. */
  readonly feeds?: Tensors;
  /** An output whose gradient, by input, is output `d/<input>`: held against differences. */
  readonly loss?: string;
}

export const float = (...shape: number[]): ValueType => ({ shape, dtype: 'float32' });
export const int = (...shape: number[]): ValueType => ({ shape, dtype: 'int32' });

const square = { x: float(3, 3) };
const exponentials = (x: tf.Tensor): tf.Tensor => tf.exp(tf.sub(x, tf.max(x, 1, true)));

const withGradient = (loss: tf.Tensor, x: tf.Tensor): Record<string, tf.Tensor> => ({
  loss,
  'd/x': gradients(loss, [x])[0]!,
});

/** A sum in which every element counts for itself. */
const weighted = (x: tf.Tensor): tf.Scalar => {
  const weights = Float32Array.from({ length: x.size }, (_, i) => 1 + i + (i % 3) / 4);
  return tf.sum(tf.mul(x, tf.tensor(weights, x.shape)));
};

/** The cases, by the part of the compiler that was wrong. */
export const corpus: Readonly<Record<string, readonly CorpusCase[]>> = {
  'soft-max': [
    {
      what: 'x minus a log-sum-exp over the other axis was a log-soft-max',
      inputs: square,
      body: ({ x }) => ({ y: tf.sub(x!, tf.logSumExp(x!, 1)) }),
    },
    {
      what: 'exponentials less maxima of the other axis were a soft-max',
      inputs: square,
      body: ({ x }) => {
        const exp = tf.exp(tf.sub(x!, tf.max(x!, 1)));
        return { y: tf.div(exp, tf.sum(exp, 1, true)) };
      },
    },
    {
      what: 'what was subtracted first vanished',
      inputs: { x: float(2, 3), q: float(2, 3) },
      body: ({ x, q }) => ({
        y: tf.sub(tf.sub(x!, q!), tf.log(tf.sum(exponentials(x!), 1, true))),
      }),
    },
    {
      what: 'a maximum over everything was one over rows',
      inputs: { x: float(2, 3) },
      body: ({ x }) => ({
        y: tf.sub(x!, tf.add(tf.max(x!), tf.log(tf.sum(exponentials(x!), 1, true)))),
      }),
    },
    {
      what: 'the result kept the rank of x',
      inputs: { x: float(3) },
      body: ({ x }) => ({ y: tf.sub(x!, tf.reshape(tf.logSumExp(x!), [1, 1])) }),
    },
    {
      what: 'the gradient of a squared mean of log-sum-exps did not compile',
      inputs: { x: float(4, 3) },
      body: ({ x }) => withGradient(tf.square(tf.mean(tf.logSumExp(x!, 1))), x!),
      loss: 'loss',
    },
    {
      what: 'the gradient of a coefficient times log-sum-exps did not compile',
      inputs: { x: float(4, 3), s: float() },
      body: ({ x, s }) => withGradient(tf.mul(s!, tf.mean(tf.logSumExp(x!, 1))), x!),
      loss: 'loss',
    },
    {
      what: 'a numerator of one number a column was reshaped to rows',
      inputs: { x: float(2, 3), c: float(1, 1) },
      body: ({ x, c }) => ({
        y: tf.mul(tf.div(c!, tf.sum(exponentials(x!), 1, true)), exponentials(x!)),
      }),
    },
  ],
  'maxima that cancel': [
    {
      what: 'a maximum of the other axis had no gradient',
      inputs: square,
      body: ({ x }) => {
        const max = tf.max(x!, 1);
        return withGradient(weighted(tf.add(tf.log(tf.sum(tf.exp(tf.sub(x!, max)), 1)), max)), x!);
      },
      loss: 'loss',
    },
    {
      what: 'a maximum of the other axis, subtracted twice, had no gradient',
      inputs: square,
      body: ({ x }) => {
        const shift = tf.sub(x!, tf.max(x!, 1));
        return withGradient(weighted(tf.sub(shift, tf.log(tf.sum(tf.exp(shift), 1, true)))), x!);
      },
      loss: 'loss',
    },
    {
      what: 'a maximum had no gradient though the logarithm was subtracted from the other axis',
      inputs: square,
      body: ({ x }) => {
        const shift = tf.sub(x!, tf.max(x!, 1, true));
        return withGradient(weighted(tf.sub(shift, tf.log(tf.sum(tf.exp(shift), 1)))), x!);
      },
      loss: 'loss',
    },
    {
      what: 'a maximum of rows cancels in a log-sum-exp and a log-soft-max',
      inputs: square,
      body: ({ x }) =>
        withGradient(tf.add(weighted(tf.logSumExp(x!, 1)), weighted(tf.square(tf.logSoftmax(x!)))), x!),
      loss: 'loss',
    },
  ],
  'one-hot rows': [
    {
      what: 'an index that is no class was counted as one',
      inputs: { y: int(4) },
      body: ({ y }) => ({ sum: tf.sum(tf.cast(tf.oneHot(y!, 3), 'float32'), 1) }),
      feeds: { y: { data: Int32Array.of(0, -1, 5, 2), shape: [4] } },
    },
    {
      what: 'a row whose label is no class had a gradient',
      inputs: { x: float(3, 3), y: int(3) },
      body: ({ x, y }) =>
        withGradient(tf.losses.softmaxCrossEntropy(tf.oneHot(y!, 3), x!, undefined, 0, tf.Reduction.SUM), x!),
      feeds: { y: { data: Int32Array.of(0, -1, 2), shape: [3] } },
      loss: 'loss',
    },
    {
      what: 'fractions in rows of integers were kept where a cast followed',
      inputs: { y: int(3) },
      body: ({ y }) => ({ rows: tf.cast(tf.oneHot(y!, 3, 0.9, 0.05), 'float32') }),
      feeds: { y: { data: Int32Array.of(0, 1, 2), shape: [3] } },
    },
  ],
  'transposed products': [
    {
      what: 'ONNX Runtime died where both operands are transposed, one is an output and something is added',
      inputs: { x: float(2, 2) },
      body: ({ x }) => {
        const exp = tf.exp(tf.transpose(x!));
        const sum = tf.add(exp, tf.transpose(x!));
        return { sum, product: tf.add(tf.matMul(sum, exp), 0.63) };
      },
    },
    {
      what: 'ONNX Runtime died in the step of an optimizer that keeps its momentum transposed',
      inputs: { w: float(3, 3), g: float(3, 3), m: float(3, 3) },
      body: ({ w, g, m }) => {
        const turned = tf.transpose(g!);
        const direction = tf.div(turned, tf.add(tf.norm(turned), 1e-7));
        const momentum = tf.add(tf.mul(tf.transpose(m!), 0.9), direction);
        return { m: momentum, w: tf.sub(w!, tf.matMul(momentum, direction)) };
      },
    },
  ],
  'constant factors': [
    {
      what: 'two small factors became 0',
      inputs: { x: float(3) },
      body: ({ x }) => ({
        twice: tf.mul(tf.mul(x!, 1e-30), 1e-30),
        divided: tf.div(tf.div(x!, 1e30), 1e30),
        tensor: tf.mul(tf.mul(x!, 1e-30), tf.tensor1d([1e-30, 1e-25, 1e-20])),
      }),
      feeds: { x: { data: Float32Array.of(1e35, 3e36, 2e37), shape: [3] } },
    },
  ],
  'products in lockstep': [
    {
      what: 'rows of all replicates met a shared stack of matrices as if it were one',
      inputs: { x: float(2, 2) },
      body: ({ x }) => ({ y: tf.matMul(x!, tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2])) }),
    },
  ],
  convolutions: [
    {
      what: 'a bias of three numbers for one channel did not run',
      inputs: { x: float(1, 3, 3, 1), w: float(2, 2, 1, 1), b: float(3) },
      body: ({ x, w, b }) => ({
        y: tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'), b!),
      }),
    },
  ],
  'parametric rectifiers': [
    {
      what: 'slopes of more axes than x did not run',
      inputs: { x: float(3), a: float(2, 3) },
      body: ({ x, a }) => ({ y: tf.prelu(x!, a!) }),
    },
  ],
  integers: [
    {
      what: 'a division by zero threw',
      inputs: { a: int(4), b: int(4) },
      body: ({ a, b }) => ({ quotient: tf.floorDiv(a!, b!), rest: tf.mod(a!, b!) }),
      feeds: {
        a: { data: Int32Array.of(7, -7, 5, 0), shape: [4] },
        b: { data: Int32Array.of(0, 2, 0, 3), shape: [4] },
      },
    },
  ],
  NaN: [
    {
      what: 'maxima and minima lost it',
      inputs: { x: float(20), y: float(2, 3) },
      body: ({ x, y }) => ({
        max: tf.max(x!),
        min: tf.min(x!),
        scale: tf.div(1, tf.maximum(1, tf.max(tf.abs(x!)))),
        rows: tf.max(y!, 1),
        columns: tf.min(y!, 0, true),
        softmax: tf.softmax(y!),
        written: tf.div(exponentials(y!), tf.sum(exponentials(y!), 1, true)),
      }),
      feeds: {
        x: { data: Float32Array.from({ length: 20 }, (_, n) => (n === 3 ? NaN : n - 10)), shape: [20] },
        y: { data: Float32Array.of(1, NaN, 3, 4, 5, 6), shape: [2, 3] },
      },
    },
  ],
  'integers of NaN': [
    {
      what: 'it was the lowest integer',
      inputs: { x: float(3) },
      body: ({ x }) => ({ y: tf.cast(x!, 'int32') }),
      feeds: { x: { data: Float32Array.of(NaN, -1.5, 2.5), shape: [3] } },
    },
  ],
  'empty tensors': [
    {
      what: 'a feed without elements was refused',
      inputs: { x: float(2), e: float(0) },
      body: ({ x, e }) => ({ y: tf.concat([x!, e!]) }),
    },
  ],
};
