import * as tf from '@tensorflow/tfjs';
import { fc, test as property } from '@fast-check/vitest';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildModel, doubleWellPotential, noiseShape, resolveModel } from '../../src/models/index.ts';
import type { Model } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import { useEagerBackend } from './eager.ts';

beforeAll(useEagerBackend);

const landscape = (spec: ModelSpec) => buildModel(spec, noiseShape(resolveModel(spec))!);

function lossAt(model: Model, theta: number[], rows?: number[][]): number {
  const features = tf.tensor2d(rows ?? [theta.map(() => 0)]);
  return model.loss!({
    parameters: { theta: tf.tensor1d(theta) },
    features,
    labels: tf.tensor1d([]),
  }).dataSync()[0]!;
}

function gradientAt(model: Model, theta: number[], rows?: number[][]): number[] {
  const features = tf.tensor2d(rows ?? [theta.map(() => 0)]);
  const gradient = tf.grad((at) =>
    model.loss!({ parameters: { theta: at }, features, labels: tf.tensor1d([]) }),
  );
  return [...gradient(tf.tensor1d(theta)).dataSync()];
}

const quadraticSpec: ModelSpec = {
  kind: 'quadratic',
  hessian: [
    [2, 1],
    [1, 3],
  ],
  noiseCovariance: [
    [4, 2],
    [2, 5],
  ],
};

describe('every landscape', () => {
  const specs: readonly ModelSpec[] = [
    quadraticSpec,
    { kind: 'quadratic', hessian: [1, -2], noiseCovariance: [0, 3] },
    { kind: 'double-well', curvatures: [1, 4], depths: [0, 0.2], noise: 0.5 },
    { kind: 'rosenbrock' },
  ];

  test.each(specs)('$kind: the loss is the mean of its output over the rows', (spec) => {
    const model = landscape(spec);
    const { shape } = model.parameters[0]!;
    const theta = tf.linspace(0.3, -0.7, shape[0]!);
    const features = tf.reshape(tf.linspace(-2, 1, 3 * shape[0]!), [3, shape[0]!]);
    const { output } = model.forward({ parameters: { theta }, statistics: {}, features, training: true });
    expect(output.shape).toEqual([3, 1]);
    const loss = model.loss!({ parameters: { theta }, features, labels: tf.tensor1d([]) });
    expect(loss.shape).toEqual([]);
    // float32 rounding, values up to 100
    expect(loss.dataSync()[0]).toBeCloseTo(tf.mean(output).dataSync()[0]!, 4);
  });
});

describe('quadratic', () => {
  test('has the loss ½ θᵀHθ and the gradient Hθ', () => {
    const model = landscape(quadraticSpec);
    expect(lossAt(model, [1, 2])).toBe(0.5 * (2 + 2 * 2 + 3 * 4));
    expect(gradientAt(model, [1, 2])).toEqual([2 * 1 + 1 * 2, 1 * 1 + 3 * 2]);
  });

  test('turns standard normal rows into gradient noise of the declared covariance', () => {
    const model = landscape(quadraticSpec);
    // The columns of the factor F are the noise of the unit rows; F Fᵀ must be C.
    const [first, second] = [gradientAt(model, [0, 0], [[1, 0]]), gradientAt(model, [0, 0], [[0, 1]])];
    const covariance = [0, 1].map((i) => [0, 1].map((j) => first[i]! * first[j]! + second[i]! * second[j]!));
    expect(covariance).toEqual([
      [4, 2],
      [2, 5],
    ]);
    // and the noise of a mini-batch is the mean of its rows
    const mean = gradientAt(
      model,
      [0, 0],
      [
        [1, 0],
        [0, 1],
      ],
    );
    expect(mean).toEqual(first.map((value, index) => (value + second[index]!) / 2));
  });

  test('takes a singular covariance and a diagonal', () => {
    const singular = landscape({
      kind: 'quadratic',
      hessian: [1, 1],
      noiseCovariance: [
        [1, 1],
        [1, 1],
      ],
    });
    expect(gradientAt(singular, [0, 0], [[1, 5]])).toEqual([1, 1]);
    const diagonal = landscape({ kind: 'quadratic', hessian: [1, 10], noiseCovariance: [4, 0] });
    expect(gradientAt(diagonal, [1, 1], [[1, 1]])).toEqual([1 + 2, 10]);
  });

  const bad: readonly (readonly [Partial<Extract<ModelSpec, { kind: 'quadratic' }>>, RegExp])[] = [
    [
      {
        hessian: [
          [1, 2],
          [3, 1],
        ],
      },
      /hessian of the quadratic: expected a symmetric matrix, got 2 at \(0, 1\) and 3/,
    ],
    [{ hessian: [], noiseCovariance: [] }, /hessian of the quadratic: expected at least one row/],
    [{ hessian: [[1, 2], [2]] }, /expected 2 entries in row 1, got 1/],
    [{ noiseCovariance: [1, 1, 1] }, /noiseCovariance of the quadratic: expected 2 rows .* got 3/],
    [{ noiseCovariance: [1, -1] }, /expected a covariance without negative directions, got a pivot of -1/],
    [
      {
        noiseCovariance: [
          [1, 2],
          [2, 1],
        ],
      },
      /expected a covariance without negative directions/,
    ],
    [{ start: [1] }, /expected a start of 2 values, got 1/],
  ];
  test.each(bad)('%j is refused with the cause', (change, message) => {
    const spec: ModelSpec = { kind: 'quadratic', hessian: [1, 1], noiseCovariance: [1, 1], ...change };
    expect(() => landscape(spec)).toThrow(message);
  });
});

describe('double well', () => {
  const wells = {
    curvatures: fc.tuple(
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
    ),
    depths: fc.tuple(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
    ),
  };

  property.prop([fc.record(wells)])(
    'has the declared depths and curvatures, and one barrier between',
    (spec) => {
      const { value, barrier } = doubleWellPotential(spec);
      const scale = Math.max(...spec.curvatures, ...spec.depths.map(Math.abs), 1);
      for (const [index, x] of [-1, 1].entries()) {
        expect(value(x)).toBeCloseTo(-spec.depths[index]!, 10);
        const h = 1e-4;
        const curvature = (value(x + h) - 2 * value(x) + value(x - h)) / h ** 2;
        // The third derivative jumps here: error h · scale; and rounding of the values: 1e-16 · scale / h² = 1e-8 ·
        // scale.
        expect(Math.abs(curvature - spec.curvatures[index]!)).toBeLessThan(0.01 * scale);
      }
      expect(Math.abs(barrier.at)).toBeLessThan(1);
      const grid = Array.from({ length: 401 }, (_, index) => value(-1 + index / 200));
      // The grid misses the top by half a spacing: curvature · 0.0025² / 2 of at most 100 · scale.
      expect(Math.max(...grid)).toBeCloseTo(barrier.value, 1);
      const slopes = grid.slice(1).map((height, index) => Math.sign(height - grid[index]!));
      const turns = slopes.slice(1).filter((sign, index) => sign < 0 && slopes[index]! > 0);
      expect(turns).toHaveLength(1);
    },
  );

  test('with equal wells has a barrier of an eighth of the curvature', () => {
    const { barrier } = doubleWellPotential({ curvatures: [8, 8], depths: [0.5, 0.5] });
    expect(barrier.value).toBeCloseTo(0.5, 12);
    expect(barrier.at).toBeCloseTo(0, 8);
  });

  test('the traced loss is the potential, inside and outside, and its gradient the slope', () => {
    const spec = { curvatures: [1, 16] as [number, number], depths: [0, 0.1] as [number, number] };
    const model = landscape({ kind: 'double-well', ...spec, noise: 1 });
    const { value } = doubleWellPotential(spec);
    for (const x of [-3, -1.2, -1, -0.6, 0, 0.4, 1, 1.3, 2]) {
      // float32 rounding of values up to 8
      expect(lossAt(model, [x])).toBeCloseTo(value(x), 5);
      const slope = (value(x + 1e-5) - value(x - 1e-5)) / 2e-5;
      expect(gradientAt(model, [x])[0]).toBeCloseTo(slope, 4); // float32 rounding of values up to 16
    }
  });

  test('adds gradient noise of the declared standard deviation', () => {
    const model = landscape({ kind: 'double-well', curvatures: [1, 1], depths: [0, 0], noise: 0.5 });
    expect(gradientAt(model, [1], [[2]])[0]).toBe(1);
  });
});

describe('rosenbrock', () => {
  test('has its known values and its minimum at ones', () => {
    const model = landscape({ kind: 'rosenbrock' });
    expect(lossAt(model, [0, 0])).toBe(1);
    expect(lossAt(model, [-1.2, 1])).toBeCloseTo(24.2, 4); // float32 rounding
    expect(lossAt(landscape({ kind: 'rosenbrock', start: [0, 0, 0] }), [1, 1, 1])).toBe(0);
    expect(gradientAt(model, [1, 1]).map(Math.abs)).toEqual([0, 0]);
  });

  test('starts at its traditional place', () => {
    const [theta] = landscape({ kind: 'rosenbrock' }).parameters;
    expect(theta!.initializer).toEqual({ kind: 'constant', values: [-1.2, 1] });
  });
});

test('models that need examples have no noise shape', () => {
  expect(noiseShape(resolveModel({ kind: 'softmax-regression' }))).toBeUndefined();
});
