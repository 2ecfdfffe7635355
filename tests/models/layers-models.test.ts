import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkModel, loadModel } from '../../src/models/index.ts';
import type { Model, NamedTensors } from '../../src/models/index.ts';
import { layersModel } from '../../src/models/tensorflow/layers-model.ts';
import { lossOf } from '../../src/plan/loss.ts';
import { gradients, replay, trace } from '../../src/program/index.ts';
import { makers } from './custom/layers.ts';
import { start, useEagerBackend } from './eager.ts';

beforeAll(useEagerBackend);

const data = { features: [6], outputs: 3 };
const from = dirname(fileURLToPath(import.meta.url));
const load = (name: string) =>
  loadModel({ kind: 'custom', module: './custom/layers.ts', export: name }, data, { from });

const features = Array.from({ length: 24 }, (_, index) => Math.cos(1.3 * index));
const labels = [0, 2, 1, 2];
const values = (tensor: tf.Tensor) => [...tensor.dataSync()];

/** Loss of training, gradients and new running statistics of a model at a point, by a traced program. */
function traced(model: Model, parameters: NamedTensors, statistics: NamedTensors): NamedTensors {
  const types = (group: string, tensors: NamedTensors) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { shape }]) => [
        `${group}/${name}`,
        { shape, dtype: 'float32' as const },
      ]),
    );
  const loss = lossOf(model, 'cross-entropy');
  const program = trace(
    'net',
    { ...types('p', parameters), ...types('s', statistics) },
    (inputs: NamedTensors) => {
      const group = (prefix: string, tensors: NamedTensors): NamedTensors =>
        Object.fromEntries(Object.keys(tensors).map((name) => [name, inputs[`${prefix}/${name}`]!]));
      const point = group('p', parameters);
      const outcome = loss({
        parameters: point,
        statistics: group('s', statistics),
        features: tf.tensor2d(features, [4, 6]),
        labels: tf.tensor1d(labels, 'int32'),
        training: true,
      });
      const found = gradients(outcome.loss, Object.values(point));
      return {
        loss: outcome.loss,
        ...Object.fromEntries(Object.keys(point).map((name, index) => [`g/${name}`, found[index]!])),
        ...Object.fromEntries(
          Object.entries(outcome.statistics).map(([name, tensor]) => [`s/${name}`, tensor]),
        ),
      };
    },
  );
  const fed = (group: string, tensors: NamedTensors): NamedTensors =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${group}/${name}`, tensor]));
  return replay(program, { ...fed('p', parameters), ...fed('s', statistics) });
}

describe.each(Object.entries(makers))('a net of layers by reference: %s', (_, make) => {
  test('has the loss, gradients and moving averages of model.fit’s own loss', () => {
    const model = layersModel(make, data, 'net');
    checkModel(model, data);
    const [parameters, statistics] = [start(model.parameters), start(model.statistics)];
    const found = traced(model, parameters, statistics);

    const net = make();
    net.trainableWeights.forEach((weight, index) => weight.write(parameters[model.parameters[index]!.name]!));
    net.nonTrainableWeights.forEach((weight, index) =>
      weight.write(statistics[model.statistics[index]!.name]!),
    );
    const eager = () => {
      const output = net.apply(tf.tensor2d(features, [4, 6]), { training: true }) as tf.Tensor2D;
      const softmax = model.endsWith === 'softmax' ? tf.log(output) : output;
      const own = tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(labels, 'int32'), 3), softmax);
      const regularizers = (net as unknown as { calculateLosses(): tf.Scalar[] }).calculateLosses();
      return regularizers.reduce((sum, each) => tf.add(sum, tf.reshape(each, [])), own) as tf.Scalar;
    };
    const variables = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { value, grads } = tf.variableGrads(eager, variables);
    // float32 rounding of a small net
    expect(values(found['loss']!)[0]).toBeCloseTo(values(value)[0]!, 5);
    model.parameters.forEach(({ name }, index) =>
      values(found[`g/${name}`]!).forEach((each, place) =>
        expect(each).toBeCloseTo(values(grads[variables[index]!.name]!)[place]!, 5),
      ),
    );
    net.nonTrainableWeights.forEach((weight, index) =>
      values(found[`s/${model.statistics[index]!.name}`]!).forEach((each, place) =>
        expect(each).toBeCloseTo(values(weight.read())[place]!, 5),
      ),
    );
  });

  test('has the cross-entropy that TensorFlow.js takes of its probabilities', () => {
    const net = make();
    const x = tf.tensor2d(features, [4, 6]);
    const output = net.predict(x) as tf.Tensor2D;
    const sums = values(tf.sum(output, 1));
    const model = layersModel(make, data, 'net');
    // Whatever ends in probabilities says so.
    const isSoftmax = sums.every((sum) => Math.abs(sum - 1) < 1e-5);
    expect(model.endsWith).toBe(isSoftmax ? 'softmax' : undefined);
    if (!isSoftmax) return;
    const named = (specs: Model['parameters'], weights: readonly tf.LayerVariable[]): NamedTensors =>
      Object.fromEntries(weights.map((weight, index) => [specs[index]!.name, weight.read()]));
    const { loss } = lossOf(
      model,
      'cross-entropy',
    )({
      parameters: named(model.parameters, net.trainableWeights),
      statistics: named(model.statistics, net.nonTrainableWeights),
      features: x,
      labels: tf.tensor1d(labels, 'int32'),
      training: false,
    });
    const own = tf.metrics.categoricalCrossentropy(tf.oneHot(tf.tensor1d(labels, 'int32'), 3), output);
    expect(values(loss)[0]).toBeCloseTo(values(tf.mean(own))[0]!, 5);
  });

  test('is called the same in every process, whatever was built before', () => {
    const [first, second] = [layersModel(make, data, 'net'), layersModel(make, data, 'net')];
    expect(first.parameters).toEqual(second.parameters);
  });
});

describe('starts', () => {
  test('are drawn by the laws of the initializers, and fixed where they have a seed', async () => {
    const law = async (name: string) => (await load(name)).parameters[0]!.initializer;
    // TensorFlow.js draws a dense kernel from Glorot's normal law unless told otherwise.
    expect(await law('dense')).toEqual({ kind: 'truncated-normal', standardDeviation: Math.sqrt(2 / 11) });
    expect(layersModel(makers['a residual net']!, data, 'net').parameters[0]).toEqual({
      name: 'dense1.kernel',
      shape: [6, 6],
      initializer: { kind: 'truncated-normal', standardDeviation: Math.sqrt(2 / 6) },
    });
    expect(await law('seeded')).toMatchObject({ kind: 'constant' });
    // Each layer of a net within a net has its own.
    const nested = layersModel(makers['nets within a net']!, data, 'net').parameters;
    expect(nested.map(({ name, initializer }) => [name, initializer.kind])).toEqual([
      ['dense1.kernel', 'truncated-normal'],
      ['dense1.bias', 'zeros'],
      ['dense2.kernel', 'orthogonal'],
      ['dense2.bias', 'zeros'],
      ['batchNormalization1.gamma', 'ones'],
      ['batchNormalization1.beta', 'zeros'],
      ['dense3.kernel', 'truncated-normal'],
      ['dense3.bias', 'zeros'],
    ]);
    const cell = (stddev: number) =>
      tf.layers.simpleRNNCell({
        units: 3,
        kernelInitializer: tf.initializers.randomNormal({ stddev }),
      });
    const stacked = () =>
      tf.sequential({ layers: [tf.layers.rnn({ cell: [cell(1), cell(2)], inputShape: [2, 3] })] });
    expect(() => layersModel(stacked, { features: [6], outputs: 3 }, 'net')).toThrow(
      /expected an initializer of weight rNN1\.kernel whose law is known, got several in one layer/,
    );
    const { initialValue } = await import('../../src/models/index.ts');
    const { stream } = await import('../../src/random/index.ts');
    const drawn = initialValue(
      { name: 'w', shape: [4000], initializer: { kind: 'truncated-normal', standardDeviation: 0.5 } },
      stream('1', 'init'),
    );
    expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(1);
    // The variance of a normal cut at two standard deviations is 0.774; 4,000 draws have an error of 0.01.
    expect(drawn.reduce((sum, each) => sum + each * each, 0) / 4000 / 0.25).toBeCloseTo(0.774, 1);
  });
});

test.each([
  [
    'instance',
    /expected a function that makes a new net at each call, so that each seed has a start of its own/,
  ],
  ['sameAgain', /expected a function that makes a new net at each call, got one that returns the same/],
  ['skewed', /expected an initializer of weight dense1\.kernel whose law is known, got limits 0\.1 and 1/],
  ['wide', /expected a net that takes examples of shape \[6\], got one of inputShape \[7\]/],
])('export %s is refused with the reason', async (name, message) => {
  await expect(load(name)).rejects.toThrow(message);
});

test('an output of more dimensions is laid flat, its soft-max along the last of them left alone', () => {
  const { layers } = tf;
  const make = () =>
    tf.sequential({
      layers: [
        layers.reshape({ targetShape: [3, 2], inputShape: [6] }),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
  const shape = { features: [6], outputs: 6 };
  const model = layersModel(make, shape, 'net');
  expect(() => checkModel(model, shape)).not.toThrow();
  expect(model.endsWith).toBeUndefined();
  const parameters = start(model.parameters);
  const net = make();
  net.trainableWeights.forEach((weight, index) => weight.write(parameters[model.parameters[index]!.name]!));
  const x = tf.tensor2d(features, [4, 6]);
  const targets = tf.tensor2d(features.toReversed(), [4, 6]);
  const { loss } = lossOf(
    model,
    'mean-squared-error',
  )({ parameters, statistics: {}, features: x, labels: targets, training: true });
  const own = tf.losses.meanSquaredError(tf.reshape(targets, [4, 3, 2]), net.predict(x) as tf.Tensor);
  expect(values(loss)[0]).toBeCloseTo(values(own)[0]!, 5);
});

test('dropout draws, which comes in by step, but not where it is evaluated', async () => {
  expect(() =>
    checkModel(
      layersModel(() => makers['dense']!(), data, 'net'),
      data,
    ),
  ).not.toThrow();
  const dropout = await load('dropout');
  expect(() => checkModel(dropout, data)).not.toThrow();
  const always: Model = { ...dropout, forward: (input) => dropout.forward({ ...input, training: true }) };
  expect(() => checkModel(always, data)).toThrow(
    /Cannot draw random numbers while tracing: expected draws in the forward pass and the loss of training alone/,
  );
});

test('a trainable variable of the module that is no parameter is told with its use', () => {
  const outside = tf.variable(tf.ones([6, 3]), true);
  const model: Model = {
    kind: 'captured',
    parameters: [{ name: 'bias', shape: [3], initializer: { kind: 'zeros' } }],
    statistics: [],
    forward: ({ parameters, features: x, statistics }) => ({
      output: tf.add(tf.matMul(x as tf.Tensor2D, outside as tf.Tensor2D), parameters['bias']!),
      statistics,
    }),
  };
  expect(() => checkModel(model, data)).toThrow(
    /parameters: expected every variable that trains, got none for '.*' of shape \[6,3\], used at .*layers-models\.test\.ts:\d+/,
  );
  outside.trainable = false;
  checkModel(model, data);
});
