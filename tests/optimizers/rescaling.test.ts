import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mlp } from '../../src/models/kinds/mlp.ts';
import type { NamedTensors } from '../../src/models/index.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import { stream } from '../../src/random/index.ts';
import { useEagerBackend } from '../models/eager.ts';

beforeAll(useEagerBackend);

const net = mlp(
  { kind: 'mlp', hidden: [5, 4], activation: 'relu', init: 'he', normalization: 'none' },
  { features: [3], outputs: 2 },
);
const random = stream('rescaling', 'init');
const drawn = (shape: readonly number[]) =>
  tf.tensor([...random.fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1)))], [...shape]);
const weights = (): NamedTensors =>
  Object.fromEntries(net.parameters.map(({ name, shape }) => [name, drawn(shape)]));

function evaluated(by: number, parameters: NamedTensors): NamedTensors {
  const optimizer = buildOptimizer({ kind: 'sgd', rescale: { grown: 'hidden1', shrunk: 'hidden2', by } });
  return optimizer.evaluated!({ parameters, state: optimizer.init(parameters) });
}

const outputs = (parameters: NamedTensors, features: tf.Tensor) => [
  ...net.forward({ parameters, statistics: {}, features, training: false }).output.dataSync(),
];

describe('rescaling where a net is evaluated', () => {
  test('multiplies weight and bias of one layer and divides the weight of the next, and nothing else', () => {
    const before = weights();
    const after = evaluated(8, before);
    const factor = (name: string) => after[name]!.dataSync()[0]! / before[name]!.dataSync()[0]!;
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(before).map(factor)).toEqual([8, 8, 1 / 8, 1, 1, 1]);
  });

  test('leaves every output of a rectifier net bit for bit where the factor is a power of two', () => {
    const parameters = weights();
    const features = drawn([50, 3]);
    expect(outputs(evaluated(4, parameters), features)).toEqual(outputs(parameters, features));
  });

  test('leaves it to rounding for another factor', () => {
    const parameters = weights();
    const features = drawn([50, 3]);
    const [before, after] = [outputs(parameters, features), outputs(evaluated(3, parameters), features)];
    // some ten float32 roundings of numbers of size 10
    after.forEach((output, i) => expect(Math.abs(output - before[i]!)).toBeLessThan(1e-4));
    expect(after).not.toEqual(before);
  });

  test('acts on the average where one is kept', () => {
    const optimizer = buildOptimizer({
      kind: 'sgd',
      average: { kind: 'ema', decay: 0.5 },
      rescale: { grown: 'hidden1', shrunk: 'hidden2', by: 2 },
    });
    const [first, second] = [weights(), weights()];
    const after = optimizer.evaluated!({ parameters: second, state: optimizer.init(first) });
    expect(after['hidden1.bias']!.dataSync()[0]).toBe(2 * first['hidden1.bias']!.dataSync()[0]!);
  });

  test('says which layer the net has not', () => {
    const optimizer = buildOptimizer({
      kind: 'sgd',
      rescale: { grown: 'hidden1', shrunk: 'hidden3', by: 2 },
    });
    expect(() => optimizer.evaluated!({ parameters: weights(), state: {} })).toThrow(
      'Cannot rescale layer hidden3: expected a net with hidden3.weight, got hidden1.weight, hidden1.bias, hidden2.weight',
    );
  });
});
