import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { buildModel, checkModel, loadModel, noiseShape, resolveModel } from '../../src/models/index.ts';
import type { Model } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import cosineNet from './custom/nets.ts';

const from = dirname(fileURLToPath(import.meta.url));
const data = { features: [4], outputs: 3 };
const custom = (name: string, module = './custom/nets.ts') =>
  loadModel({ kind: 'custom', module, export: name }, data, { from });

describe('a model by reference', () => {
  test('is what its module makes of the data', async () => {
    const model = await custom('default');
    expect(model.parameters[0]!.shape).toEqual([4, 3]);
    checkModel(model, data);
  });

  test('any other kind is built as usual', async () => {
    const model = await loadModel({ kind: 'softmax-regression' }, data, { from });
    expect(model.kind).toBe('softmax-regression');
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ['missing', /Cannot use \.\/custom\/nets\.ts: expected an export named 'missing', got default, /],
    ['notAFunction', /expected a function from the data's shape to a model, got number/],
    ['returnsNothing', /expected it to return a model, got undefined/],
    ['withoutForward', /expected it to return a model whose 'forward' is a function, got undefined/],
  ];
  test.each(bad)('export %s is refused with what it is', async (name, message) => {
    await expect(custom(name)).rejects.toThrow(message);
  });

  test('a module that is not there is named, with the directory it was looked for in', async () => {
    await expect(custom('default', './absent.ts')).rejects.toThrow(
      /Cannot import \.\/absent\.ts from .*models/,
    );
  });

  test('buildModel does not load it', () => {
    expect(() => buildModel({ kind: 'custom', module: './custom/nets.ts' }, data)).toThrow(
      /load it with loadModel/,
    );
  });
});

describe('checkModel', () => {
  const images = { features: [8, 8], outputs: 3 };
  const specs: readonly ModelSpec[] = [
    { kind: 'mlp', hidden: [5], activation: 'gelu', normalization: 'batch' },
    { kind: 'mlp', hidden: [5], activation: 'tanh', normalization: 'layer' },
    { kind: 'softmax-regression' },
    { kind: 'linear-regression' },
    { kind: 'quadratic', hessian: [1, 2], noiseCovariance: [1, 1] },
    { kind: 'double-well', curvatures: [1, 2], depths: [0, 0], noise: 1 },
    { kind: 'rosenbrock' },
    { kind: 'cnn', channels: [2] },
    { kind: 'vgg', blocks: [[2], [3]], normalization: 'batch' },
    { kind: 'resnet', channels: [2, 3] },
  ];

  test.each(specs)('passes $kind', (spec) => {
    const shape = noiseShape(resolveModel(spec)) ?? images;
    checkModel(buildModel(spec, shape), shape);
  });

  const plain = cosineNet(data);
  const forward = (
    change: (input: Parameters<Model['forward']>[0]) => ReturnType<Model['forward']>,
  ): Model => ({
    ...plain,
    forward: change,
  });
  const bad: readonly (readonly [string, Model, RegExp])[] = [
    [
      'an output of another shape',
      forward(({ statistics }) => ({ statistics, output: tf.zeros([3, 2]) })),
      /Cannot use model cosine-net: output: expected shape \[3,3\], got \[3,2\]; weight: expected to be used/,
    ],
    [
      'a value that is read while tracing',
      forward((input) => ({ ...plain.forward(input), output: tf.scalar(input.features.dataSync()[0]!) })),
      /Cannot use model cosine-net: Cannot read the value of a tensor while tracing/,
    ],
    [
      'shapes that do not fit',
      forward((input) => ({
        ...plain.forward(input),
        output: tf.matMul(input.features as tf.Tensor2D, input.features as tf.Tensor2D),
      })),
      /Cannot use model cosine-net: Cannot trace kernel BatchMatMul of a \[3,4\], b \[3,4\]: .* inner lengths, got 4 and 3; called at .*custom-models/,
    ],
    [
      'running statistics that are forgotten and unknown ones',
      {
        ...forward((input) => ({ ...plain.forward(input), statistics: { other: tf.scalar(0) } })),
        statistics: [{ name: 'mean', shape: [2], initializer: { kind: 'zeros' } }],
      },
      /mean: expected its new value, got none; other: expected only declared running statistics, got this one/,
    ],
    [
      'a name used twice',
      { ...plain, parameters: [...plain.parameters, ...plain.parameters] },
      /weight: expected a name of its own, got one that is taken/,
    ],
  ];
  test.each(bad)('refuses %s', (_, model, message) => {
    expect(() => checkModel(model, data)).toThrow(message);
  });
});
