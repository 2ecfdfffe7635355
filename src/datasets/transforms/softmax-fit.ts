import { stream } from '../../random/index.ts';
import type { Examples } from '../types.ts';

const PASSES = 4;
const BATCH = 50;
/** Learning rate = RATE / E‖x‖²: scale-free, and well inside stability, which ends near 4 / E‖x‖² for one example. */
const RATE = 2;

/** A soft-max regression p(class | x) ∝ exp(x·W[:, class] + b[class]). */
export interface SoftmaxRegression {
  readonly classes: number;
  /** `[features, classes]`. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** Values of one example's features: offset + scale · stored. */
function readRow(examples: Examples, row: number, into: Float64Array): void {
  const start = row * into.length;
  for (let j = 0; j < into.length; j++)
    into[j] = examples.offset + examples.scale * examples.features[start + j]!;
}

/** Class probabilities `[classes]` at features `x`, written into `into`. */
export function probabilities(model: SoftmaxRegression, x: Float64Array, into: Float64Array): Float64Array {
  const { classes, weights, biases } = model;
  into.set(biases);
  for (let j = 0; j < x.length; j++) {
    const value = x[j]!;
    if (value === 0) continue;
    for (let c = 0; c < classes; c++) into[c]! += value * weights[j * classes + c]!;
  }
  const peak = into.reduce((most, value) => Math.max(most, value), -Infinity);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += into[c] = Math.exp(into[c]! - peak);
  for (let c = 0; c < classes; c++) into[c]! /= sum;
  return into;
}

/** Calls `visit` with the features and class probabilities of every example in turn. The arrays are reused. */
export function eachPrediction(
  model: SoftmaxRegression,
  examples: Examples,
  visit: (row: number, probabilities: Float64Array) => void,
): void {
  const x = new Float64Array(examples.features.length / examples.count);
  const p = new Float64Array(model.classes);
  for (let row = 0; row < examples.count; row++) {
    readRow(examples, row, x);
    visit(row, probabilities(model, x, p));
  }
}

/**
 * Fits a soft-max regression by mini-batch gradient descent of the mean cross-entropy: 4 passes, batches of 50 in an
 * order from the `order` stream of `seed`, learning rate 2 / E‖x‖² decaying linearly to 0. In double precision and in
 * a fixed order of operations, so that the same data give the same weights on every machine.
 */
export function fitSoftmaxRegression(examples: Examples, classes: number, seed: string): SoftmaxRegression {
  const size = examples.features.length / examples.count;
  const model = { classes, weights: new Float64Array(size * classes), biases: new Float64Array(classes) };
  const x = new Float64Array(size);
  const p = new Float64Array(classes);
  const batch = Math.min(BATCH, examples.count);
  const stepsAPass = Math.floor(examples.count / batch);
  const firstRate = RATE / meanSquaredNorm(examples);
  for (let pass = 0; pass < PASSES; pass++) {
    const order = stream(seed, 'order', 'softmax regression', pass).permutation(examples.count);
    for (let step = 0; step < stepsAPass; step++) {
      const gradient = { weights: new Float64Array(size * classes), biases: new Float64Array(classes) };
      for (const row of order.subarray(step * batch, (step + 1) * batch)) {
        readRow(examples, row, x);
        probabilities(model, x, p);
        p[examples.labels[row]!]! -= 1;
        for (let c = 0; c < classes; c++) gradient.biases[c]! += p[c]!;
        for (let j = 0; j < size; j++) {
          const value = x[j]!;
          if (value === 0) continue;
          for (let c = 0; c < classes; c++) gradient.weights[j * classes + c]! += value * p[c]!;
        }
      }
      const progress = (pass * stepsAPass + step) / (PASSES * stepsAPass);
      const rate = (firstRate * (1 - progress)) / batch;
      for (let i = 0; i < model.weights.length; i++) model.weights[i]! -= rate * gradient.weights[i]!;
      for (let c = 0; c < classes; c++) model.biases[c]! -= rate * gradient.biases[c]!;
    }
  }
  return model;
}

function meanSquaredNorm(examples: Examples): number {
  const x = new Float64Array(examples.features.length / examples.count);
  let sum = 0;
  for (let row = 0; row < examples.count; row++) {
    readRow(examples, row, x);
    for (const value of x) sum += value * value;
  }
  return Math.max(sum / examples.count, Number.MIN_VALUE);
}
