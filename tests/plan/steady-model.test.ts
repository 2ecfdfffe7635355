import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/models/index.ts';
import { lossOf } from '../../src/plan/loss.ts';
import type { BatchSource } from '../../src/plan/programs/batch-inputs.ts';
import { demandSteadyModel } from '../../src/plan/programs/steady-model.ts';

const source: BatchSource = {
  kind: 'examples',
  examples: { count: 9, featureShape: [4], storage: 'float32', scale: 1, offset: 0, labels: 'class' },
  outputs: 3,
};

let calls = 0;
const linear: Model = {
  kind: 'linear',
  parameters: [{ name: 'weight', shape: [4, 3], initializer: { kind: 'zeros' } }],
  statistics: [],
  forward: ({ parameters, features, statistics }) => ({
    output: tf.matMul(features as tf.Tensor2D, parameters['weight'] as tf.Tensor2D),
    statistics,
  }),
};
const squares: Model['loss'] = ({ parameters, features }) =>
  tf.mean(tf.square(tf.matMul(features as tf.Tensor2D, parameters['weight'] as tf.Tensor2D)));

const models: Readonly<Record<string, readonly [Model, 'model' | 'cross-entropy']>> = {
  'a forward pass': [
    {
      ...linear,
      forward: (input) => ({
        ...linear.forward(input),
        output: tf.mul(linear.forward(input).output, ++calls),
      }),
    },
    'cross-entropy',
  ],
  'a loss of its own': [
    { ...linear, loss: (input) => tf.mul(squares(input), calls++ < 30 ? 1 : 2) },
    'model',
  ],
  'a penalty': [
    { ...linear, penalty: ({ parameters }) => tf.mul(tf.sum(parameters['weight']!), 0.1 * ++calls) },
    'cross-entropy',
  ],
  'an evaluation after steps': [
    {
      ...linear,
      forward: (input) => {
        if (input.training) calls++;
        const { output, statistics } = linear.forward(input);
        return { output: input.training || calls < 5 ? output : tf.neg(output), statistics };
      },
    },
    'cross-entropy',
  ],
};

const demand = (model: Model, loss: 'model' | 'cross-entropy', module: string) =>
  demandSteadyModel({
    spec: { kind: 'custom', module },
    model,
    loss: lossOf(model, loss),
    source,
    steps: 10,
  });

describe('what a model of the user’s counts in JavaScript is told', () => {
  test.each(Object.entries(models))('in %s', (name, [model, loss]) => {
    calls = 0;
    expect(() => demand(model, loss, `/${name}.ts`)).toThrow(
      /^Cannot trace model linear: expected code that does the same at every call, got .*steady-model\.test\.ts:\d+/,
    );
    // And again: the module is not asked twice.
    expect(() => demand(linear, 'cross-entropy', `/${name}.ts`)).toThrow(/^Cannot trace model linear/);
  });

  test('and what does not count passes', () => {
    expect(() => demand({ ...linear, loss: squares }, 'model', '/steady.ts')).not.toThrow();
  });
});
