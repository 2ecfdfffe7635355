import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import type { Invariance } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { follow } from './trajectory.ts';

beforeAll(useEagerBackend);

/** A curved landscape without symmetries: L(θ) = Σ log cosh(Aθ − b). */
const A = [
  [1.2, -0.4, 0.3],
  [0.5, 1.1, -0.7],
  [-0.2, 0.6, 0.9],
  [0.8, 0.1, 1.3],
];
const b = [0.9, -1.1, 0.4, 0.7];
const theta0 = [0.5, -0.8, 1.1];
/** Not orthogonal to the axes: a rotation by 0.7 in the first plane, then by 0.4 in the last. */
const rotation = matrixProduct(plane(0, 1, 0.7), plane(1, 2, 0.4));
const shift = [2, -1, 0.5];

interface Change {
  /** Coordinates of the changed problem from those of the plain one. */
  readonly map: (theta: readonly number[]) => number[];
  readonly back: (theta: tf.Tensor) => tf.Tensor;
  readonly gradient: (plain: tf.Tensor) => tf.Tensor;
}

const vector = (values: tf.Tensor) => tf.reshape(values, [-1, 1]) as tf.Tensor2D;
const times = (matrix: number[][], theta: tf.Tensor) =>
  tf.reshape(tf.matMul(tf.tensor2d(matrix), vector(theta)), [-1]);
const timesTransposed = (matrix: number[][], theta: tf.Tensor) =>
  tf.reshape(tf.matMul(tf.tensor2d(matrix), vector(theta), true), [-1]);
const permutation = [
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 0],
];

const linear = (matrix: number[][]): Change => ({
  map: (theta) => matrix.map((row) => row.reduce((sum, entry, index) => sum + entry * theta[index]!, 0)),
  back: (theta) => timesTransposed(matrix, theta),
  gradient: (plain) => times(matrix, plain),
});

const changes: Readonly<Record<Invariance, Change>> = {
  'loss-scale': { map: (theta) => [...theta], back: (theta) => theta, gradient: (plain) => tf.mul(plain, 7) },
  rotation: linear(rotation),
  permutation: linear(permutation),
  translation: {
    map: (theta) => theta.map((value, index) => value + shift[index]!),
    back: (theta) => tf.sub(theta, shift),
    gradient: (plain) => plain,
  },
};

const plainGradient = (theta: tf.Tensor) => timesTransposed(A, tf.tanh(tf.sub(times(A, theta), b)));

/** Largest distance between the changed problem's points and the changed points, and how far training went. */
function departure(spec: OptimizerSpec, change: Change): { departure: number; way: number } {
  const optimizer = buildOptimizer(spec);
  const run = { learningRate: 0.05, steps: 12 };
  const plain = follow(optimizer, {
    ...run,
    start: { theta: theta0 },
    gradient: ({ theta }) => ({ theta: plainGradient(theta!) }),
    further: ({ theta }) => ({ theta: tf.mul(plainGradient(theta!), 0.9) }),
    noise: (step) => ({ theta: tf.mul(tf.tensor1d([0.1, -0.2, 0.3]), step) }),
  });
  const changed = follow(optimizer, {
    ...run,
    start: { theta: change.map(theta0) },
    gradient: ({ theta }) => ({ theta: change.gradient(plainGradient(change.back(theta!))) }),
    further: ({ theta }) => ({ theta: change.gradient(tf.mul(plainGradient(change.back(theta!)), 0.9)) }),
    noise: (step) => ({ theta: tf.mul(tf.tensor1d([0.1, -0.2, 0.3]), step) }),
  });
  const expected = plain.map(({ theta }) => change.map(theta!));
  const distance = (p: readonly number[], q: readonly number[]) =>
    Math.hypot(...p.map((value, index) => value - q[index]!));
  return {
    departure: Math.max(...changed.map(({ theta }, step) => distance(theta!, expected[step]!))),
    way: distance(expected.at(-1)!, expected[0]!),
  };
}

const plainSpecs: readonly OptimizerSpec[] = [
  { kind: 'sgd' },
  { kind: 'heavy-ball', momentum: 0.9 },
  { kind: 'nesterov', momentum: 0.9 },
  { kind: 'adam' },
  { kind: 'adamw', rate: 0.5 },
  { kind: 'rmsprop' },
  { kind: 'adagrad' },
  { kind: 'lion' },
  { kind: 'sign-sgd' },
  { kind: 'sign-sgd', momentum: 0.5 },
  { kind: 'svag', amplification: 3 },
  { kind: 'noisy-gradient-descent', scale: 1 },
  { kind: 'gradient-flow' },
  { kind: 'sgd', weightDecay: { kind: 'coupled', rate: 0.5 } },
  { kind: 'lion', weightDecay: { kind: 'decoupled', rate: 0.5 } },
  { kind: 'sgd', clip: { kind: 'global-norm', limit: 1 } },
  { kind: 'sgd', clip: { kind: 'value', limit: 0.5 } },
];

const all = Object.keys(changes) as Invariance[];
const declared = plainSpecs.flatMap((spec) =>
  (buildOptimizer(spec).invariances ?? []).map((invariance) => ({ spec, invariance })),
);
/** Holds up to the constant ε alone, so it is not declared and not expected to fail by much either. */
const upToEpsilon: readonly string[] = ['adam', 'adamw', 'rmsprop', 'adagrad'];
const undeclared = plainSpecs.flatMap((spec) =>
  all
    .filter((invariance) => !(buildOptimizer(spec).invariances ?? []).includes(invariance))
    .filter((invariance) => !(invariance === 'loss-scale' && upToEpsilon.includes(spec.kind)))
    .map((invariance) => ({ spec, invariance })),
);

describe('declared invariances hold', () => {
  test.each(declared)('$spec: $invariance', ({ spec, invariance }) => {
    // A dozen steps of float32 rounding (6e-8 each) of values near 3, which divisions by small roots amplify.
    expect(departure(spec, changes[invariance]).departure).toBeLessThan(2e-5);
  });
});

describe('invariances that are not declared do not hold', () => {
  test.each(undeclared)('$spec: $invariance', ({ spec, invariance }) => {
    const { departure: distance, way } = departure(spec, changes[invariance]);
    expect(distance).toBeGreaterThan(0.005 * way);
  });
});

function plane(i: number, j: number, angle: number): number[][] {
  const identity: number[][] = [0, 1, 2].map((row) => [0, 1, 2].map((column) => (row === column ? 1 : 0)));
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  identity[i]![i] = cosine;
  identity[j]![j] = cosine;
  identity[i]![j] = -sine;
  identity[j]![i] = sine;
  return identity;
}

function matrixProduct(a: number[][], c: number[][]): number[][] {
  return a.map((row) =>
    c[0]!.map((_, column) => row.reduce((sum, entry, index) => sum + entry * c[index]![column]!, 0)),
  );
}
