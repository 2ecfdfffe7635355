import { expect, test } from 'vitest';
import { measureDefinitions } from '../../src/measures/index.ts';
import { excessLoss } from '../../src/measures/kinds/excess-loss.ts';
import type { StateMeasure } from '../../src/measures/index.ts';
import { buildModel } from '../../src/models/index.ts';
import { stream } from '../../src/random/index.ts';
import { evaluateOn, examplesOf, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

const random = stream('excess', 'data');
const rows = Array.from({ length: 60 }, () => [random.normal(), 2 * random.normal()]);
const targets = Float32Array.from(rows, ([x, y]) => 0.5 * x! - y! + 0.3 + 0.4 * random.normal());
const model = buildModel({ kind: 'linear-regression' }, { features: [2], outputs: 1 });
const stand: Stand = {
  model,
  lossKind: 'mean-squared-error',
  outputs: 1,
  train: examplesOf(rows, targets),
  weights: stateOf(model, 'excess', 0.5),
};

/** Mean squared error at (w₁, w₂, b). */
const lossAt = (parameters: readonly number[]) =>
  rows.reduce(
    (sum, [x, y], n) =>
      sum + (x! * parameters[0]! + y! * parameters[1]! + parameters[2]! - targets[n]!) ** 2 / 60,
    0,
  );

/** The normal equations, by elimination. */
function leastSquares(): number[] {
  const design = rows.map(([x, y]) => [x!, y!, 1]);
  const system = [0, 1, 2].map((i) => [
    ...[0, 1, 2].map((j) => design.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    design.reduce((sum, row, n) => sum + row[i]! * targets[n]!, 0),
  ]);
  for (let i = 0; i < 3; i++)
    for (let k = 0; k < 3; k++) {
      if (k === i) continue;
      const factor = system[k]![i]! / system[i]![i]!;
      system[k] = system[k]!.map((value, j) => value - factor * system[i]![j]!);
    }
  return system.map((row, i) => row[3]! / row[i]!);
}

const minimum = lossAt(leastSquares());
const here = lossAt(Object.values(stand.weights.parameters).flatMap(({ data }) => [...data]));

test('is the loss above the minimum that the normal equations give', async () => {
  const { value, detail } = await evaluateOn(stand, excessLoss, { kind: 'excessLoss' });
  expect(detail!['converged']).toBe(1);
  // The descent stops where 0.2 % of the excess is left at most.
  expect(Math.abs(value / (here - minimum) - 1)).toBeLessThan(0.002);
});

test('per Tr(H) or Tr(C) it is divided by the trace at the minimum', async () => {
  const plain = await evaluateOn(stand, excessLoss, { kind: 'excessLoss' });
  const perH = await evaluateOn(stand, excessLoss, { kind: 'excessLoss', per: 'hessianTrace' });
  const trace = rows.reduce((sum, [x, y]) => sum + (2 * (x! ** 2 + y! ** 2 + 1)) / 60, 0);
  expect(perH.value / (plain.value / trace)).toBeCloseTo(1, 4); // float32 sums
  const perC = await evaluateOn(stand, excessLoss, { kind: 'excessLoss', per: 'gradientCovarianceTrace' });
  const at = leastSquares();
  const second = rows.reduce((sum, [x, y], n) => {
    const residual = x! * at[0]! + y! * at[1]! + at[2]! - targets[n]!;
    return sum + (4 * residual ** 2 * (x! ** 2 + y! ** 2 + 1)) / 60; // the mean gradient vanishes there
  }, 0);
  // The minimum is only reached to 0.2 % of the excess, which moves the residuals by a root of that.
  expect(Math.abs(perC.value / (plain.value / second) - 1)).toBeLessThan(0.05);
});

test('with a recorded curve the loss is the mean of its tail', async () => {
  const values = [9, 9, minimum + 0.3, minimum + 0.5];
  const curve = { steps: [1, 2, 3, 4], epochs: [1, 2, 3, 4], time: [1, 2, 3, 4], values };
  const recorded: StateMeasure<'excessLoss'> = {
    ...excessLoss,
    evaluate: (spec, context) =>
      excessLoss.evaluate(spec, { ...context, record: { ...context.record, curves: { trainLoss: curve } } }),
  };
  const { value } = await evaluateOn(stand, recorded, { kind: 'excessLoss', from: 0.6 });
  expect(Math.abs(value / 0.4 - 1)).toBeLessThan(0.002); // so much of the excess may be left
});

test('a landscape without examples stands above the bottom of its basin', async () => {
  const quadratic = buildModel(
    { kind: 'quadratic', hessian: [1, 10], noiseCovariance: [1, 1], start: [2, 1] },
    { features: [2], outputs: 0 },
  );
  const none = { ...examplesOf([[0]], new Float32Array(0)), count: 0 };
  const { value } = await evaluateOn(
    { model: quadratic, lossKind: 'model', outputs: 0, train: none, weights: stateOf(quadratic, '1') },
    measureDefinitions.excessLoss as unknown as typeof excessLoss,
    { kind: 'excessLoss' },
  );
  expect(value).toBeCloseTo(7, 1); // ½(1·4 + 10·1), up to the 0.2 % that may be left
});

test('a convex classification problem is brought to its minimum, where the gradient vanishes', async () => {
  const classifier = buildModel({ kind: 'softmax-regression' }, { features: [4], outputs: 3 });
  const { detail } = await evaluateOn(
    {
      model: classifier,
      lossKind: 'cross-entropy',
      outputs: 3,
      train: randomExamples(200, 4, 3, 'noise labels'),
      weights: stateOf(classifier, 'c', 1),
    },
    excessLoss,
    { kind: 'excessLoss' },
  );
  expect(detail!['converged']).toBe(1);
  expect(detail!['decrement']!).toBeLessThan(0.002 * (detail!['loss']! - detail!['minimum']!));
  expect(detail!['minimum']!).toBeLessThan(Math.log(3)); // labels are noise: barely below guessing
  expect(detail!['minimum']!).toBeGreaterThan(0.9 * Math.log(3));
});
