import * as tf from '@tensorflow/tfjs';
import type { Tensors } from '../../engines/types.ts';
import type { Model, ParameterSpec } from '../../models/types.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import { lossOf } from '../../plan/loss.ts';
import { noiseOf, prepareProgram, stepProgram } from '../../plan/programs/training-programs.ts';
import { inDoubles } from '../../program/index.ts';
import { flatten, leafName } from '../../program/tree.ts';
import type { LoopProgram } from '../../program/types.ts';
import { inDouble, onEngine, type Runner } from '../sameness/trajectory.ts';
import type { Engine } from '../../engines/types.ts';

/** L(z) = scale · Σ √(1 + (Mz − b)²), a landscape without symmetries, over z = (u, w) in two parameters. */
export interface Problem {
  readonly matrix: readonly (readonly number[])[];
  readonly offset: readonly number[];
  readonly scale: number;
}

/** Entries of u; the rest are w's. */
const FIRST = 2;
/** Steps of a leg, unless it says otherwise. */
export const STEPS = 12;
export const LEARNING_RATE = 0.05;

/** The landscape as it is. */
export const plain: Problem = {
  matrix: [
    [1.2, -0.4, 0.3, 0.6],
    [0.5, 1.1, -0.7, -0.2],
    [-0.2, 0.6, 0.9, 0.4],
    [0.8, 0.1, 1.3, -0.5],
    [0.3, -0.9, 0.2, 1.4],
  ],
  offset: [0.9, -1.1, 0.4, 0.7, -0.3],
  scale: 2,
};
/** Where every run starts. */
export const start: readonly number[] = [0.5, -0.8, 1.1, -0.6];

export const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, index) => value - b[index]!));

/** Its parameters, for optimizers that are made for theirs. */
export const landscapeParameters: readonly ParameterSpec[] = modelOf(plain, start).parameters;

/** ∇L at a point. */
export function gradientAt({ matrix, offset, scale }: Problem, z: readonly number[]): readonly number[] {
  const slopes = matrix.map((row, index) => {
    const residual = row.reduce((sum, entry, column) => sum + entry * z[column]!, 0) - offset[index]!;
    return residual / Math.sqrt(1 + residual ** 2);
  });
  return z.map(
    (_, column) => scale * matrix.reduce((sum, row, index) => sum + row[column]! * slopes[index]!, 0),
  );
}

/** A part of a run: so many steps on one problem at one learning rate, in a call of their own. */
export interface Leg {
  readonly problem?: Problem;
  readonly steps?: number;
  readonly rate?: number;
}

/** How programs are traced and run. */
export interface Ground {
  readonly runner: () => Runner;
  readonly trace: <Result>(work: () => Result) => Result;
}

/** On an engine, in single precision. */
export const single = (engine: Engine): Ground => ({
  runner: () => onEngine(engine),
  trace: (work) => work(),
});

/** In 64 bit, as far as the optimizer's constants have them. */
export const double: Ground = { runner: () => inDouble(), trace: inDoubles };

/** What a step is made of. */
const partsOf = (optimizer: Optimizer, problem: Problem, from: readonly number[]) => {
  const model = modelOf(problem, from);
  const source = { kind: 'noise', shape: [1] } as const;
  return { model, optimizer, loss: lossOf(model, 'model'), batchSize: 1, source } as const;
};

/** One step of an optimizer on the landscape. */
export function stepOnLandscape(optimizer: Optimizer, problem = plain, from = start): LoopProgram {
  return stepProgram({ ...partsOf(optimizer, problem, from), scheduledMomentum: false });
}

/**
 * Where an optimizer stands after some legs, its state carried from each to the next. Noise that it draws is 0.
 *
 * @throws AssayError where the optimizer cannot be traced or run
 */
export async function follow(
  optimizer: Optimizer,
  from: readonly number[],
  legs: readonly Leg[],
  { runner: open, trace }: Ground,
): Promise<readonly number[]> {
  const runner = open();
  try {
    const parts = partsOf(optimizer, legs[0]!.problem ?? plain, from);
    const { program: prepare } = trace(() => prepareProgram(parts.model, optimizer));
    const start = Object.fromEntries(
      parts.model.parameters.map(({ name, shape, initializer }) => {
        const { values } = initializer as { readonly values: readonly number[] };
        return [name, { data: Float32Array.from(values), shape }];
      }),
    );
    const parameters = flatten({ parameters: start });
    const state = prepare === undefined ? {} : await (await runner.ready(prepare))(parameters);
    let carried: Tensors = { ...parameters, ...state };
    const steps = new Map<Problem, Awaited<ReturnType<Runner['ready']>>>();
    for (const { problem = plain, steps: count = STEPS, rate = LEARNING_RATE } of legs) {
      const step =
        steps.get(problem) ?? (await runner.ready(trace(() => stepOnLandscape(optimizer, problem, from))));
      steps.set(problem, step);
      const zeros = Object.fromEntries(
        Object.entries(noiseOf(parts)).map(([name, { shape }]) => {
          const size = shape.reduce((total, length) => total * length, count);
          return [name, { data: new Float32Array(size), shape: [count, ...shape] }];
        }),
      );
      const rates = { data: new Float32Array(count).fill(rate), shape: [count] };
      const { loss: _loss, ...after } = await step({ ...carried, ...zeros, learningRate: rates });
      carried = after;
    }
    return parts.model.parameters.flatMap(({ name }) => [...carried[leafName('parameters', name)]!.data]);
  } finally {
    await runner.close();
  }
}

/** The landscape as a model that starts somewhere. */
export function modelOf({ matrix, offset, scale }: Problem, from: readonly number[]): Model {
  const parameter = (name: string, values: readonly number[]) => ({
    name,
    shape: [values.length],
    initializer: { kind: 'constant', values } as const,
  });
  const part = (begin: number, end?: number) => tf.tensor2d(matrix.map((row) => row.slice(begin, end)));
  const column = (t: tf.Tensor) => tf.reshape(t, [t.size, 1]) as tf.Tensor2D;
  return {
    kind: 'landscape of the laws',
    parameters: [parameter('u', from.slice(0, FIRST)), parameter('w', from.slice(FIRST))],
    statistics: [],
    forward: () => {
      throw new Error('Internal: the landscape of the laws has a loss and no output');
    },
    loss: ({ parameters: { u, w } }) => {
      const moved = tf.add(tf.matMul(part(0, FIRST), column(u!)), tf.matMul(part(FIRST), column(w!)));
      const residual = tf.sub(moved, tf.tensor2d(offset.map((value) => [value])));
      return tf.mul(scale, tf.sum(tf.sqrt(tf.add(1, tf.square(residual))))) as tf.Scalar;
    },
  };
}
