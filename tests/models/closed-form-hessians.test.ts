import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  buildModel,
  linearRegressionHessian,
  logisticRegressionHessian,
  losses,
  quadraticHessian,
  softmaxRegressionHessian,
} from '../../src/models/index.ts';
import type { Hessian, LossKind, NamedTensors } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import { useEagerBackend } from './eager.ts';

beforeAll(useEagerBackend);

const features = [
  [0.5, -1.2],
  [1.5, 0.3],
  [-0.7, 0.8],
  [0.1, 2.0],
];
const weight = [
  [0.4, -0.3, 0.7],
  [-0.6, 0.2, 0.5],
];
const bias = [0.1, -0.2, 0.05];

/** The Hessian by central differences of TensorFlow.js's gradient, in the model's order of parameters. */
function differences(spec: ModelSpec, loss: LossKind, labels: tf.Tensor): Hessian {
  const model = buildModel(spec, { features: [2], outputs: 3 });
  const gradient = (values: readonly number[]) => {
    const at = (w: tf.Tensor, b: tf.Tensor) => {
      const parameters: NamedTensors = { 'affine.weight': w, 'affine.bias': b };
      const { output } = model.forward({
        parameters,
        statistics: {},
        features: tf.tensor2d(features),
        training: true,
      });
      return losses[loss](output, labels);
    };
    const both = tf.grads(at)([tf.tensor2d(values.slice(0, 6), [2, 3]), tf.tensor1d(values.slice(6))]);
    return both.flatMap((tensor) => [...tensor.dataSync()]);
  };
  const start = [...weight.flat(), ...bias];
  const step = 0.02;
  const columns = start.map((_, index) => {
    const moved = (by: number) => gradient(start.map((value, place) => value + (place === index ? by : 0)));
    const [up, down] = [moved(step), moved(-step)];
    return up.map((value, place) => (value - down[place]!) / (2 * step));
  });
  return { size: start.length, values: Float64Array.from(columns.flat()) };
}

function expectEqual(actual: Hessian, expected: Hessian): void {
  expect(actual.size).toBe(expected.size);
  // Differences of float32 gradients over 0.04 round by 6e-8 / 0.04 = 2e-6, their formula is off by 0.02² / 6 · L⁗ ≈
  // 1e-4.
  actual.values.forEach((value, index) =>
    expect(Math.abs(value - expected.values[index]!), `entry ${index}`).toBeLessThan(2e-4),
  );
}

describe('closed-form Hessians', () => {
  test('linear regression', () => {
    const targets = tf.tensor2d(features.map(() => [1, -1, 0.5]));
    expectEqual(
      linearRegressionHessian(features, { outputs: 3 }),
      differences({ kind: 'linear-regression' }, 'mean-squared-error', targets),
    );
  });

  test('soft-max regression', () => {
    const labels = tf.tensor1d([0, 1, 2, 1], 'int32');
    expectEqual(
      softmaxRegressionHessian(features, { weight, bias }),
      differences({ kind: 'softmax-regression' }, 'cross-entropy', labels),
    );
  });

  test('logistic regression is soft-max regression with two classes, the first held at 0', () => {
    const weights = [0.4, -0.6, 0.1];
    const twoClasses = softmaxRegressionHessian(features, {
      weight: weights.slice(0, 2).map((w) => [0, w]),
      bias: [0, weights[2]!],
    });
    const logistic = logisticRegressionHessian(features, weights);
    for (let p = 0; p < 3; p++)
      for (let q = 0; q < 3; q++)
        // both in double precision
        expect(logistic.values[p * 3 + q]).toBeCloseTo(twoClasses.values[(2 * p + 1) * 6 + 2 * q + 1]!, 14);
  });

  test('a quadratic has the declared one', () => {
    expect([...quadraticHessian([1, 10]).values]).toEqual([1, 0, 0, 10]);
    expect([
      ...quadraticHessian([
        [2, 1],
        [1, 3],
      ]).values,
    ]).toEqual([2, 1, 1, 3]);
  });

  test('without a bias the matrix is (2/N) XᵀX', () => {
    expect([...linearRegressionHessian([[1], [3]], { bias: false }).values]).toEqual([10]);
  });
});
