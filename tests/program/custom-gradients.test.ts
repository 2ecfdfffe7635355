import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { gradients, hessianVectorProduct, replay, trace, withoutGradient } from '../../src/program/index.ts';
import { useEagerBackend } from '../models/eager.ts';

beforeAll(useEagerBackend);

type Op = (x: tf.Tensor) => tf.Tensor;
const custom = (value: Op, gradient: (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor): Op =>
  tf.customGrad((input, save) => {
    const x = input as tf.Tensor;
    (save as tf.GradSaveFunc)([x]);
    return {
      value: value(x),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy, saved[0]!),
    };
  }) as Op;

const reverse = custom(tf.clone, (dy) => tf.neg(dy));
const stop = custom(tf.clone, (dy) => tf.zerosLike(dy));
const straightThrough = custom(tf.sign, (dy) => dy);
const safeRoot = custom(tf.sqrt, (dy, x) => tf.div(tf.mul(dy, 0.5), tf.sqrt(tf.add(x, 0.01))));
const clipped = custom(tf.clone, (dy) => tf.clipByValue(dy, -0.1, 0.1));

const losses: Readonly<Record<string, (w: tf.Tensor) => tf.Tensor>> = {
  'gradient reversal': (w) => tf.square(reverse(tf.tanh(w))),
  'stop gradient': (w) => tf.mul(tf.tanh(w), stop(tf.square(w))),
  'straight through': (w) => tf.square(tf.add(straightThrough(w), w)),
  'a formula of its own': (w) => tf.mul(w, safeRoot(tf.add(tf.square(w), 0.1))),
  'a clipped gradient': (w) => tf.square(clipped(tf.exp(w))),
  'inside tf.tidy and map': (w) => tf.tidy(() => [tf.square(w)].map((x) => reverse(x))[0]!),
  'beside the library: log soft-max and losses': (w) =>
    tf.add(
      tf.logSoftmax(reverse(w)),
      // A quarter for each of the four places that it is added to.
      tf.mul(
        0.25,
        tf.losses.softmaxCrossEntropy(tf.tensor2d([[1, 0, 0, 0]]), tf.reshape(reverse(w), [1, 4])),
      ),
    ),
};

const point = [0.7, -0.4, 1.3, 0.2];
const direction = [1, -2, 0.5, 0.25];
const vector = { shape: [4], dtype: 'float32' } as const;

/** What an element's own second derivative makes of a direction. */
const diagonal =
  (second: (w: number) => number) =>
  (at: readonly number[], along: readonly number[]): number[] =>
    at.map((w, index) => second(w) * along[index]!);

/**
 * By hand: the gradient is differentiated with the gradients that `tf.customGrad` gives for the values in it. (Nested
 * `tf.grad` of TensorFlow.js 4.22 drops terms: it gives 0 for the stopped gradient.)
 */
const secondDerivatives: Readonly<Record<string, (at: number[], along: number[]) => number[]>> = {
  'gradient reversal': diagonal((w) => {
    const [t, slope] = [Math.tanh(w), 1 - Math.tanh(w) ** 2];
    return 2 * slope ** 2 + 4 * t ** 2 * slope;
  }),
  'stop gradient': diagonal((w) => -2 * Math.tanh(w) * (1 - Math.tanh(w) ** 2) * w ** 2),
  'straight through': diagonal(() => 8),
  'a formula of its own': diagonal((w) => {
    const root = Math.sqrt(w ** 2 + 0.11);
    return (3 * w) / root - w ** 3 / root ** 3;
  }),
  'a clipped gradient': diagonal((w) => 0.1 * Math.exp(w)),
  'inside tf.tidy and map': diagonal(() => -2),
  'beside the library: log soft-max and losses': (at, along) => {
    const sum = at.reduce((total, w) => total + Math.exp(w), 0);
    const shares = at.map((w) => Math.exp(w) / sum);
    const mean = shares.reduce((total, share, index) => total + share * along[index]!, 0);
    return shares.map((share, index) => -3 * share * (along[index]! - mean));
  },
};

const values = (tensor: tf.Tensor) => [...tensor.dataSync()];
const near = (found: readonly number[], expected: readonly number[]) =>
  // float32 rounding of a handful of operations in another order
  found.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));

describe.each(Object.entries(losses))('tf.customGrad: %s', (name, loss) => {
  const total = (w: tf.Tensor) => tf.sum(loss(w)) as tf.Scalar;

  test('has the gradient that TensorFlow.js takes', () => {
    const program = trace('gradient', { w: vector }, ({ w }) => ({ g: gradients(total(w), [w])[0]! }));
    const { g } = replay(program, { w: tf.tensor1d(point) });
    near(values(g!), values(tf.grad(total)(tf.tensor1d(point))));
  });

  test('has the second derivative of that gradient', () => {
    const program = trace('product', { w: vector }, ({ w }) => ({
      p: hessianVectorProduct(total(w), [w], [tf.tensor1d(direction)])[0]!,
    }));
    const { p } = replay(program, { w: tf.tensor1d(point) });
    near(values(p!), secondDerivatives[name]!(point, direction));
  });
});

test('a parameter is reached through a straight-through estimator, and through a stopped one only formally', () => {
  trace('reached', { w: vector }, ({ w }) => {
    expect(withoutGradient(straightThrough(w), [w])).toEqual([]);
    expect(withoutGradient(tf.sign(w), [w])).toEqual([0]);
    return {};
  });
});

test.each(['int32', 'bool'] as const)(
  'a gradient stops at a cast to %s, which TensorFlow.js passes through; straight through is said by tf.customGrad',
  (dtype) => {
    const cut = (x: tf.Tensor) => tf.cast(tf.cast(x, dtype), 'float32');
    const through = custom(cut, (dy) => dy);
    const twice = (body: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor) =>
      tf.sum(tf.mul(body(x), 2)) as tf.Scalar;
    const ours = (body: (x: tf.Tensor) => tf.Tensor) => {
      const program = trace('cast', { w: vector }, ({ w }) => {
        expect(withoutGradient(cut(w), [w])).toEqual([0]);
        return { g: gradients(twice(body)(w), [w])[0]! };
      });
      return values(replay(program, { w: tf.tensor1d(point) }).g!);
    };
    expect(ours(cut)).toEqual(point.map(() => 0));
    expect(values(tf.grad(twice(cut))(tf.tensor1d(point)))).toEqual(point.map(() => 2));
    expect(ours(through)).toEqual(point.map(() => 2));
  },
);

test('a gradient of another shape is told with the place', () => {
  const wrong = custom(tf.clone, (dy) => tf.sum(dy));
  expect(() =>
    trace('wrong', { w: vector }, ({ w }) => ({ g: gradients(tf.sum(wrong(w)) as tf.Scalar, [w])[0]! })),
  ).toThrow(
    /expected the gradient that tf\.customGrad is given for input 1 to have its shape \[4\], got \[\]; called at .*custom-gradients\.test\.ts:\d+/,
  );
});

test('a gradient inside the loss, by tf.grad, is that of tf.customGrad too', () => {
  const program = trace('nested', { w: vector }, ({ w }) => ({
    g: tf.grad((x: tf.Tensor) => tf.sum(tf.square(reverse(x))) as tf.Scalar)(w),
  }));
  near(
    values(replay(program, { w: tf.tensor1d(point) })['g']!),
    point.map((value) => -2 * value),
  );
});
