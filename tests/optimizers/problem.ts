import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { onnxEngine } from '../../src/engines/index.ts';
import type { HostTensor } from '../../src/engines/index.ts';
import type { NamedTensors, ParameterSpec } from '../../src/models/index.ts';
import type { Optimizer } from '../../src/optimizers/index.ts';
import { gradients, trace } from '../../src/program/index.ts';
import type { LoopProgram, ValueType } from '../../src/program/types.ts';

/** The small regression that the outside tools were run on. */
export const problem = JSON.parse(
  readFileSync(new URL('../../fixtures/optimizers/problem.json', import.meta.url), 'utf8'),
) as Record<'features' | 'targets' | 'weight', number[][]> & {
  readonly bias: number[];
  readonly steps: number;
};

export const parameterSpecs: readonly ParameterSpec[] = [
  { name: 'weight', shape: [2, 3], initializer: { kind: 'constant', values: problem.weight.flat() } },
  { name: 'bias', shape: [3], initializer: { kind: 'constant', values: problem.bias } },
];

/** mean((tanh(features · weight + bias) − targets)²). */
export function regressionLoss({ weight, bias }: NamedTensors): tf.Scalar {
  const output = tf.tanh(tf.add(tf.matMul(tf.tensor2d(problem.features), weight as tf.Tensor2D), bias!));
  return tf.mean(tf.square(tf.sub(output, problem.targets))) as tf.Scalar;
}

/** The starting values of the problem. */
export const startValues = (): NamedTensors => ({
  weight: tf.tensor2d(problem.weight),
  bias: tf.tensor1d(problem.bias),
});

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/** The training step as a loop that collects the parameters after each step. */
function stepProgram(optimizer: Optimizer, state: Readonly<Record<string, ValueType>>): LoopProgram {
  const inputs: Record<string, ValueType> = {
    ...Object.fromEntries(parameterSpecs.map(({ name, shape }) => [name, float(shape)])),
    ...Object.fromEntries(Object.entries(state).map(([name, type]) => [`state/${name}`, type])),
    learningRate: float([]),
  };
  const gradientAt = (at: NamedTensors): NamedTensors => {
    const [weight, bias] = gradients(regressionLoss(at), [at.weight!, at.bias!]);
    return { weight: weight!, bias: bias! };
  };
  const body = trace('step', inputs, (tensors: NamedTensors) => {
    const parameters = { weight: tensors.weight!, bias: tensors.bias! };
    const next = optimizer.update({
      parameters,
      gradients: gradientAt(parameters),
      state: Object.fromEntries(Object.keys(state).map((name) => [name, tensors[`state/${name}`]!])),
      hyperparameters: { learningRate: tensors.learningRate as tf.Scalar },
      gradientAt,
    });
    return {
      ...next.parameters,
      ...Object.fromEntries(Object.entries(next.state).map(([name, value]) => [`state/${name}`, value])),
      point: tf.concat([tf.reshape(next.parameters.weight!, [-1]), next.parameters.bias!]),
    };
  });
  return {
    kind: 'loop',
    name: 'step',
    body,
    carried: Object.keys(inputs).filter((name) => name !== 'learningRate'),
    scanned: ['learningRate'],
    gathered: [],
    stacked: ['point'],
  };
}

const host = (data: Float32Array, shape: readonly number[]): HostTensor => ({ data, shape });

/** The points that an optimizer visits when its traced step runs on ONNX Runtime: weights row-major, then biases. */
export async function trainTraced(optimizer: Optimizer, rates: readonly number[]): Promise<number[][]> {
  const start = Object.fromEntries(
    Object.entries(startValues()).map(([name, tensor]) => [
      name,
      host(Float32Array.from(tensor.dataSync()), tensor.shape),
    ]),
  );
  const types = Object.fromEntries(parameterSpecs.map(({ name, shape }) => [name, float(shape)]));
  const prepare = trace('prepare', types, (tensors) => ({ ...optimizer.init(tensors) }));
  const stateTypes = Object.fromEntries(prepare.outputs.map(({ name, id }) => [name, prepare.values[id]!]));
  const run = async (program: Parameters<typeof onnxEngine.lower>[0], feeds: Record<string, HostTensor>) => {
    const executable = await onnxEngine.load(onnxEngine.lower(program));
    const results = await executable.run(feeds);
    await executable.dispose();
    return results;
  };
  const state = prepare.outputs.length > 0 ? await run(prepare, start) : {};
  const results = await run(stepProgram(optimizer, stateTypes), {
    ...start,
    ...Object.fromEntries(Object.entries(state).map(([name, tensor]) => [`state/${name}`, tensor])),
    learningRate: host(Float32Array.from(rates), [rates.length]),
  });
  const { data, shape } = results.point!;
  return Array.from({ length: shape[0]! }, (_, step) => [
    ...data.slice(step * shape[1]!, (step + 1) * shape[1]!),
  ]);
}

/** Largest distance between two lists of points. */
export function distance(
  points: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  if (points.length !== expected.length) return Infinity;
  return Math.max(
    ...points.flatMap((point, step) =>
      point.map((value, index) => Math.abs(value - expected[step]![index]!)),
    ),
  );
}
