import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildModel, losses } from '../../src/models/index.ts';
import { useEagerBackend } from './eager.ts';
import { cases, largestDifference, tensorOf, tensorsOf, tool } from './outside-nets.ts';

beforeAll(useEagerBackend);

/** The outside values are in double precision; ours round to float32 (6e-8) in sums of a few dozen values near 1. */
const ROUNDING = 1e-5;

describe.each(cases)(`values of ${tool}: $spec`, (expected) => {
  const [, ...features] = expected.features.shape;
  const model = buildModel(expected.spec, { features, outputs: expected.outputs });
  const labels = () => tf.tensor1d([...expected.labels], 'int32');
  const input = (training: boolean) => ({
    parameters: tensorsOf(expected.parameters),
    statistics: tensorsOf(expected.statistics),
    features: tensorOf(expected.features),
    training,
  });

  test('parameters and running statistics have the described names and shapes', () => {
    const shapes = (entries: Record<string, { shape: readonly number[] }>) =>
      Object.fromEntries(Object.entries(entries).map(([name, { shape }]) => [name, shape]));
    const declared = (specs: typeof model.parameters) =>
      shapes(Object.fromEntries(specs.map((spec) => [spec.name, spec])));
    expect(declared(model.parameters)).toEqual(shapes(expected.parameters));
    expect(declared(model.statistics)).toEqual(shapes(expected.statistics));
  });

  test('outputs and running statistics while training', () => {
    const { output, statistics } = model.forward(input(true));
    expect(largestDifference(output, expected.output)).toBeLessThan(ROUNDING);
    for (const [name, { values }] of Object.entries(expected.updated))
      expect(largestDifference(statistics[name]!, values), name).toBeLessThan(ROUNDING);
  });

  test('outputs in evaluation', () => {
    expect(largestDifference(model.forward(input(false)).output, expected.evaluated)).toBeLessThan(ROUNDING);
  });

  test('loss and gradient', () => {
    const names = Object.keys(expected.parameters);
    const loss = (...values: tf.Tensor[]) => {
      const parameters = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
      return losses['cross-entropy'](model.forward({ ...input(true), parameters }).output, labels());
    };
    const start = tensorsOf(expected.parameters);
    const values = names.map((name) => start[name]!);
    expect(largestDifference(loss(...values), [expected.loss])).toBeLessThan(ROUNDING);
    tf.grads(loss)(values).forEach((gradient, index) => {
      const name = names[index]!;
      expect(largestDifference(gradient, expected.gradients[name]!.values), name).toBeLessThan(ROUNDING);
    });
  });
});
