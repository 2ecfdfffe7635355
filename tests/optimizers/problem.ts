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

/** mean((tanh(features · weight + bias) − targets)²); examples may weigh differently, with weights that sum to 1. */
export function regressionLoss({ weight, bias }: NamedTensors, weights?: tf.Tensor): tf.Scalar {
  const output = tf.tanh(tf.add(tf.matMul(tf.tensor2d(problem.features), weight as tf.Tensor2D), bias!));
  const squares = tf.square(tf.sub(output, problem.targets));
  return weights === undefined
    ? (tf.mean(squares) as tf.Scalar)
    : (tf.sum(tf.mul(tf.mean(squares, 1), weights)) as tf.Scalar);
}

const host = (data: Float32Array, shape: readonly number[]): HostTensor => ({ data, shape });

/** What the steps of a case drew: standard normal noise `[steps][9]`, or rows of the data `[steps][batches][size]`. */
export interface Draws {
  readonly noise?: readonly (readonly number[])[];
  readonly batches?: readonly (readonly (readonly number[])[])[];
}

/**
 * What each step of a case takes beside its learning rate, `[steps, …]` by name: of `noise/…` and `weights/0`,
 * `weights/1`.
 */
export function drawnTensors({ noise, batches }: Draws): Readonly<Record<string, HostTensor>> {
  const rows = problem.features.length;
  const weights = (batch: number) =>
    batches!.flatMap((ofStep) =>
      Array.from({ length: rows }, (_, row) =>
        ofStep[batch]!.includes(row) ? 1 / ofStep[batch]!.length : 0,
      ),
    );
  return {
    ...(noise === undefined
      ? {}
      : {
          'noise/weight': host(Float32Array.from(noise.flatMap((values) => values.slice(0, 6))), [
            noise.length,
            2,
            3,
          ]),
          'noise/bias': host(Float32Array.from(noise.flatMap((values) => values.slice(6))), [
            noise.length,
            3,
          ]),
        }),
    ...(batches === undefined
      ? {}
      : {
          'weights/0': host(Float32Array.from(weights(0)), [batches.length, rows]),
          'weights/1': host(Float32Array.from(weights(1)), [batches.length, rows]),
        }),
  };
}

/** Noise of a step, and the losses of its mini-batches, from the tensors that it drew. */
export const drawsOf = (drawn: NamedTensors) => ({
  ...('noise/weight' in drawn
    ? { noise: { weight: drawn['noise/weight']!, bias: drawn['noise/bias']! } }
    : {}),
  losses: ('weights/0' in drawn ? ['weights/0', 'weights/1'] : [undefined]).map(
    (name) => (at: NamedTensors) => regressionLoss(at, name === undefined ? undefined : drawn[name]),
  ),
});

/** The starting values of the problem. */
export const startValues = (): NamedTensors => ({
  weight: tf.tensor2d(problem.weight),
  bias: tf.tensor1d(problem.bias),
});

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

const typesOf = (scanned: Readonly<Record<string, HostTensor>>): Record<string, ValueType> =>
  Object.fromEntries(Object.entries(scanned).map(([name, { shape }]) => [name, float(shape.slice(1))]));

/** The training step as a loop that collects the parameters after each step. */
function stepProgram(
  optimizer: Optimizer,
  state: Readonly<Record<string, ValueType>>,
  drawn: Readonly<Record<string, ValueType>>,
): LoopProgram {
  const inputs: Record<string, ValueType> = {
    ...Object.fromEntries(parameterSpecs.map(({ name, shape }) => [name, float(shape)])),
    ...Object.fromEntries(Object.entries(state).map(([name, type]) => [`state/${name}`, type])),
    ...drawn,
    learningRate: float([]),
  };
  const scanned = [...Object.keys(drawn), 'learningRate'];
  const body = trace('step', inputs, (tensors: NamedTensors) => {
    const parameters = { weight: tensors.weight!, bias: tensors.bias! };
    const { noise, losses } = drawsOf(
      Object.fromEntries(Object.keys(drawn).map((name) => [name, tensors[name]!])),
    );
    const [gradientAt, ...further] = losses.map((loss) => (at: NamedTensors): NamedTensors => {
      const [weight, bias] = gradients(loss(at), [at.weight!, at.bias!]);
      return { weight: weight!, bias: bias! };
    });
    const next = optimizer.update({
      parameters,
      gradients: gradientAt!(parameters),
      state: Object.fromEntries(Object.keys(state).map((name) => [name, tensors[`state/${name}`]!])),
      hyperparameters: { learningRate: tensors.learningRate as tf.Scalar },
      gradientAt: gradientAt!,
      ...(noise === undefined ? {} : { noise }),
      ...(further.length === 0 ? {} : { furtherGradients: further.map((gradient) => gradient(parameters)) }),
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
    carried: Object.keys(inputs).filter((name) => !scanned.includes(name)),
    scanned,
    gathered: [],
    stacked: ['point'],
  };
}

/** The points that an optimizer visits when its traced step runs on ONNX Runtime: weights row-major, then biases. */
export async function trainTraced(
  optimizer: Optimizer,
  rates: readonly number[],
  draws: Draws = {},
): Promise<number[][]> {
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
  const drawn = drawnTensors(draws);
  const results = await run(stepProgram(optimizer, stateTypes, typesOf(drawn)), {
    ...start,
    ...drawn,
    ...Object.fromEntries(Object.entries(state).map(([name, tensor]) => [`state/${name}`, tensor])),
    learningRate: host(Float32Array.from(rates), [rates.length]),
  });
  const { data, shape } = results.point!;
  return Array.from({ length: shape[0]! }, (_, step) => [
    ...data.slice(step * shape[1]!, (step + 1) * shape[1]!),
  ]);
}

/** The points of `minimize` in plain TensorFlow.js; the rate of a step is set before it. */
export function trainTensorflow(
  optimizer: tf.Optimizer,
  rates: readonly number[],
  setRate: (optimizer: never, rate: number, step: number) => void,
): number[][] {
  const { weight, bias } = startValues();
  const variables = { weight: tf.variable(weight!), bias: tf.variable(bias!) };
  return rates.map((rate, step) => {
    setRate(optimizer as never, rate, step);
    optimizer.minimize(() => regressionLoss(variables), false, Object.values(variables));
    return [...variables.weight.dataSync(), ...variables.bias.dataSync()];
  });
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
