import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildModel } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import { outputOf, start, useEagerBackend } from './eager.ts';

beforeAll(useEagerBackend);

const data = { features: [4, 4], outputs: 3 };
const images = () => tf.reshape(tf.linspace(-1, 1, 5 * 16), [5, 4, 4]);

const specs: readonly { name: string; spec: ModelSpec }[] = [
  { name: 'mlp', spec: { kind: 'mlp', hidden: [6, 5] } },
  { name: 'mlp tanh glorot', spec: { kind: 'mlp', hidden: [6], activation: 'tanh', init: 'glorot' } },
  { name: 'mlp gelu orthogonal', spec: { kind: 'mlp', hidden: [6], activation: 'gelu', init: 'orthogonal' } },
  { name: 'mlp batch norm', spec: { kind: 'mlp', hidden: [6], normalization: 'batch' } },
  { name: 'mlp layer norm', spec: { kind: 'mlp', hidden: [6], normalization: 'layer' } },
  { name: 'mlp without hidden layers', spec: { kind: 'mlp', hidden: [] } },
  { name: 'softmax regression', spec: { kind: 'softmax-regression' } },
  { name: 'linear regression', spec: { kind: 'linear-regression' } },
  { name: 'cnn', spec: { kind: 'cnn', channels: [2, 3] } },
  { name: 'cnn layer norm', spec: { kind: 'cnn', channels: [2], dense: 5, normalization: 'layer' } },
  { name: 'vgg', spec: { kind: 'vgg', blocks: [[2, 3], [4]], normalization: 'batch' } },
  { name: 'resnet', spec: { kind: 'resnet', channels: [2, 3] } },
];

describe('every model', () => {
  test.each(specs)('$name gives [batch, outputs] finite numbers', ({ spec }) => {
    const output = outputOf(buildModel(spec, data), images());
    expect(output.shape).toEqual([5, 3]);
    expect([...output.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test.each(specs)('$name has parameters of distinct names', ({ spec }) => {
    const names = buildModel(spec, data).parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
  });

  const flat = specs.filter(({ spec }) => !['cnn', 'vgg', 'resnet'].includes(spec.kind));
  test.each(flat)('$name takes features that are flat already', ({ spec }) => {
    const output = outputOf(buildModel(spec, { features: [16], outputs: 3 }), tf.reshape(images(), [5, 16]));
    expect(output.dataSync()).toEqual(outputOf(buildModel(spec, data), images()).dataSync());
  });

  test.each(specs)(
    '$name returns exactly the running statistics it declares, in their shapes',
    ({ spec }) => {
      const model = buildModel(spec, data);
      const { statistics } = model.forward({
        parameters: start(model.parameters),
        statistics: start(model.statistics),
        features: images(),
        training: true,
      });
      const shapes = Object.entries(statistics).map(([name, { shape }]) => ({ name, shape }));
      expect(shapes).toEqual(model.statistics.map(({ name, shape }) => ({ name, shape })));
    },
  );
});

describe('mlp', () => {
  test('names its layers as the state and the reports do', () => {
    const model = buildModel({ kind: 'mlp', hidden: [6] }, data);
    expect(model.parameters.map(({ name, shape }) => `${name} [${shape}]`)).toEqual([
      'hidden1.weight [16,6]',
      'hidden1.bias [6]',
      'output.weight [6,3]',
      'output.bias [3]',
    ]);
  });

  test('computes the composition of its layers', () => {
    const model = buildModel({ kind: 'mlp', hidden: [1] }, { features: [2], outputs: 1 });
    const { output } = model.forward({
      parameters: {
        'hidden1.weight': tf.tensor2d([[1], [-2]]),
        'hidden1.bias': tf.tensor1d([0.5]),
        'output.weight': tf.tensor2d([[3]]),
        'output.bias': tf.tensor1d([-1]),
      },
      statistics: {},
      features: tf.tensor2d([
        [1, 0.5], // relu(1 − 1 + 0.5) · 3 − 1 = 0.5
        [0, 1], // relu(−2 + 0.5) · 3 − 1 = −1
      ]),
      training: true,
    });
    expect([...output.dataSync()]).toEqual([0.5, -1]);
  });

  test('batch normalization leaves mean 0 and variance 1, and remembers them for evaluation', () => {
    const model = buildModel(
      { kind: 'mlp', hidden: [1], activation: 'linear', normalization: 'batch' },
      {
        features: [1],
        outputs: 1,
      },
    );
    const one = tf.tensor2d([[1]]);
    const parameters = {
      ...start(model.parameters),
      'hidden1.weight': one,
      'output.weight': one,
    };
    const features = tf.tensor2d([[1], [3], [5]]);
    const statistics = start(model.statistics);
    const trained = model.forward({ parameters, statistics, features, training: true });
    const root = Math.sqrt(8 / 3);
    // float32 rounding, and the 1e-5 that is added to a variance of 2.7
    [-2 / root, 0, 2 / root].forEach((value, index) =>
      expect(trained.output.dataSync()[index]).toBeCloseTo(value, 5),
    );
    expect(trained.statistics['hidden1.mean']!.dataSync()[0]).toBeCloseTo(0.3, 6); // 0.9 · 0 + 0.1 · 3
    expect(trained.statistics['hidden1.variance']!.dataSync()[0]).toBeCloseTo(1.3, 6); // 0.9 · 1 + 0.1 · 4
    const evaluated = model.forward({ ...trained, parameters, features, training: false });
    expect(evaluated.output.dataSync()[2]).toBeCloseTo((5 - 0.3) / Math.sqrt(1.3), 4); // 1e-5 beside 1.3
  });
});

test('a specification that is not valid is refused with the place of the problem', () => {
  expect(() => buildModel({ kind: 'mlp', hidden: [0] }, data)).toThrow(/Cannot build the model .* hidden\.0/);
});

describe('shapes that do not fit are refused before anything is traced', () => {
  test.each(['cnn', 'vgg', 'resnet'] as const)('%s on vectors', (kind) => {
    const spec = { kind, channels: [2], blocks: [[2]] };
    const { channels, blocks } = spec;
    const valid: ModelSpec =
      kind === 'vgg' ? { kind, blocks } : kind === 'cnn' ? { kind, channels } : { kind, channels };
    expect(() => buildModel(valid, { features: [16], outputs: 3 })).toThrow(
      `Cannot build the model ${kind}: expected examples of shape [height, width] or [height, width, channels], got [16]`,
    );
  });

  test('more poolings than the image has halves', () => {
    expect(() => buildModel({ kind: 'cnn', channels: [2, 2, 2] }, data)).toThrow(
      'Cannot build the model cnn: expected images of at least 2 × 2 before each pooling, got 1 × 1; use fewer poolings',
    );
  });

  test('batch normalization of a single value a channel', () => {
    const model = buildModel(
      { kind: 'mlp', hidden: [2], normalization: 'batch' },
      { features: [2], outputs: 1 },
    );
    expect(() => outputOf(model, tf.ones([1, 2]))).toThrow(
      'Cannot normalize hidden1 over the batch: expected at least 2 values a channel, got shape [1,2]',
    );
  });
});
