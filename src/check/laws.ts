import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import type { Engine, Tensors } from '../engines/types.ts';
import type { Model } from '../models/types.ts';
import type { Invariance, Optimizer } from '../optimizers/types.ts';
import { lossOf } from '../plan/loss.ts';
import { noiseOf, prepareProgram, stepProgram } from '../plan/training-programs.ts';
import type { AnyProgram, LoopProgram } from '../program/types.ts';
import type { LawFinding } from './types.ts';

/** L(z) = scale · Σ √(1 + (Mz − b)²), a landscape without symmetries, over z = (u, w) in two parameters. */
interface Problem {
  readonly matrix: readonly (readonly number[])[];
  readonly offset: readonly number[];
  readonly scale: number;
}

/** A changed problem, and where a point of the plain one lies in it. */
interface Change {
  readonly problem: Problem;
  readonly map: (z: readonly number[]) => number[];
}

type Matrix = readonly (readonly number[])[];

/** Entries of u; the rest are w's. */
const FIRST = 2;
const STEPS = 12;
const LEARNING_RATE = 0.05;

const plain: Problem = {
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
const start = [0.5, -0.8, 1.1, -0.6];

const times = (matrix: Matrix, z: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, entry, index) => sum + entry * z[index]!, 0));
const transposed = (matrix: Matrix): Matrix =>
  matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
const product = (a: Matrix, b: Matrix): Matrix => a.map((row) => times(transposed(b), row));

/** The rotation by an angle in the plane of two coordinates. */
const plane = (i: number, j: number, angle: number): Matrix =>
  start.map((_, row) =>
    start.map((_, column) => {
      if (row === column) return row === i || row === j ? Math.cos(angle) : 1;
      if (row === i && column === j) return -Math.sin(angle);
      return row === j && column === i ? Math.sin(angle) : 0;
    }),
  );

/** Every coordinate is mixed with every other, across the two parameters. */
const rotation = [plane(0, 2, 0.7), plane(1, 3, 0.5), plane(0, 1, 0.4), plane(2, 3, 0.9)].reduce(product);
/** Entries of each parameter change places; none leaves its parameter. */
const permutation: Matrix = [
  [0, 1, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 1],
  [0, 0, 1, 0],
];
const shift = [2, -1, 0.5, 1.5];

/** z' = Qz with an orthogonal Q: L'(z') = L(Qᵀz'). */
const linear = (q: Matrix): Change => ({
  problem: { ...plain, matrix: product(plain.matrix, transposed(q)) },
  map: (z) => times(q, z),
});

const changes: Readonly<Record<Invariance, Change>> = {
  'loss-scale': { problem: { ...plain, scale: 7 * plain.scale }, map: (z) => [...z] },
  rotation: linear(rotation),
  permutation: linear(permutation),
  translation: {
    problem: {
      ...plain,
      offset: plain.offset.map((value, row) => value + times(plain.matrix, shift)[row]!),
    },
    map: (z) => z.map((value, index) => value + shift[index]!),
  },
};

/**
 * Deviation that is allowed, per way from the start: a dozen steps of float32 rounding (6e-8 of values near 3), which
 * divisions by small roots amplify; what does not hold is off by more than 5e-3.
 */
const TOLERANCE = 1e-4;

/**
 * Tries invariances as laws: a dozen steps on a landscape, and on the landscape changed (its loss multiplied by 7, its
 * coordinates rotated or permuted, its origin moved), must end in corresponding points. Noise that the optimizer draws is
 * set to 0, for it is not rotated with the problem.
 *
 * @throws AssayError where the optimizer cannot be traced or run
 * @example await checkLaws(buildOptimizer({ kind: 'sgd' }), ['rotation'], engine) // [{ law: 'rotation', holds: true, … }]
 */
export async function checkLaws(
  optimizer: Optimizer,
  invariances: readonly Invariance[],
  engine: Engine,
): Promise<readonly LawFinding[]> {
  if (invariances.length === 0) return [];
  const end = await follow(optimizer, plain, start, engine);
  const findings: LawFinding[] = [];
  for (const invariance of invariances) {
    const { problem, map } = changes[invariance];
    const changed = await follow(optimizer, problem, map(start), engine);
    const deviation = distance(changed, map(end)) / distance(end, start);
    // Not ≤ of the opposite: a deviation that is not a number does not hold.
    findings.push({ law: invariance, holds: deviation <= TOLERANCE, deviation, tolerance: TOLERANCE });
  }
  return findings;
}

/** Whether an optimizer moves parameters although its learning rate, or every gradient, is 0: weight decay of its own rate, say. */
export interface Moves {
  readonly rateZero: boolean;
  readonly gradientZero: boolean;
}

/** Whether an optimizer takes whatever parameters it is given, such as those of the landscape. */
function fitsLandscape(optimizer: Optimizer): boolean {
  try {
    prepareProgram(modelOf(plain, start), optimizer);
    return true;
  } catch (error) {
    if (error instanceof AssayError) return false;
    throw error;
  }
}

/** Tries what an optimizer moves where there is nothing to do, from a state that some steps have left. */
export async function movesOf(optimizer: Optimizer, engine: Engine): Promise<Moves | undefined> {
  if (!fitsLandscape(optimizer)) return undefined;
  const way = async (changed: Partial<Course>) => {
    const halfway = await follow(optimizer, plain, start, engine, { steps: STEPS });
    const end = await follow(optimizer, plain, start, engine, { steps: STEPS, then: changed });
    return distance(end, halfway) > 0;
  };
  // A velocity goes on without a gradient; what moves then is the state, so the gradient is 0 from the start.
  const still = await follow(optimizer, { ...plain, scale: 0 }, start, engine);
  return { rateZero: await way({ rate: 0 }), gradientZero: distance(still, start.map(Math.fround)) > 0 };
}

/**
 * Tries the laws of every optimizer: with a learning rate or a gradient of 0 it moves as it did when it was recorded, and a run that was
 * cut, its state carried over, ends where the uncut one does, to the last bit.
 *
 * @param recorded what it moved then
 * @returns nothing for an optimizer that is made for its own parameters, as a `tf.train.Optimizer` is
 */
export async function checkStandingLaws(
  optimizer: Optimizer,
  recorded: Moves | undefined,
  engine: Engine,
): Promise<readonly LawFinding[]> {
  const moves = await movesOf(optimizer, engine);
  if (moves === undefined) return [];
  const whole = await follow(optimizer, plain, start, engine, { steps: 2 * STEPS });
  const cut = await follow(optimizer, plain, start, engine, { steps: STEPS, then: {} });
  const deviation = distance(whole, cut) / distance(whole, start);
  return [
    { law: 'a resumed run', holds: distance(whole, cut) === 0, deviation, tolerance: 0 },
    ...(recorded === undefined
      ? []
      : [
          standing('a learning rate of 0', moves.rateZero, recorded.rateZero),
          standing('a gradient of 0', moves.gradientZero, recorded.gradientZero),
        ]),
  ];
}

const standing = (law: LawFinding['law'], moves: boolean, moved: boolean): LawFinding => ({
  law,
  holds: moves === moved,
  deviation: Number(moves !== moved),
  tolerance: 0,
});

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, index) => value - b[index]!));

/** One step of an optimizer on the landscape of the laws. */
export function stepOnLandscape(optimizer: Optimizer): LoopProgram {
  const model = modelOf(plain, start);
  const source = { kind: 'noise', shape: [1] } as const;
  return stepProgram({
    ...{ model, optimizer, loss: lossOf(model, 'model'), batchSize: 1, source },
    scheduledMomentum: false,
  });
}

/** How a problem is followed. */
interface Course {
  readonly steps: number;
  /** Of all steps. */
  readonly rate: number;
  /** So many steps more, in a call of their own. */
  readonly then?: Partial<Course>;
}

/** Where an optimizer stands after its steps on a problem. */
async function follow(
  optimizer: Optimizer,
  problem: Problem,
  from: readonly number[],
  engine: Engine,
  course: Partial<Course> = {},
): Promise<readonly number[]> {
  const model = modelOf(problem, from);
  const source = { kind: 'noise', shape: [1] } as const;
  const parts = { model, optimizer, loss: lossOf(model, 'model'), batchSize: 1, source };
  const step = stepProgram({ ...parts, scheduledMomentum: false });
  const { program: prepare } = prepareProgram(model, optimizer);
  const parameters = Object.fromEntries(
    model.parameters.map(({ name, shape, initializer }) => {
      const { values } = initializer as { readonly values: readonly number[] };
      return [`parameters/${name}`, { data: Float32Array.from(values), shape }];
    }),
  );
  const state = prepare === undefined ? {} : await once(prepare, parameters, engine);
  let carried: Tensors = { ...parameters, ...state };
  for (let next: Partial<Course> | undefined = course; next !== undefined; next = next.then) {
    const { steps = STEPS, rate = LEARNING_RATE } = next;
    const zeros = Object.fromEntries(
      Object.entries(noiseOf(parts)).map(([name, { shape }]) => {
        const size = shape.reduce((total, length) => total * length, steps);
        return [name, { data: new Float32Array(size), shape: [steps, ...shape] }];
      }),
    );
    const rates = { data: new Float32Array(steps).fill(rate), shape: [steps] };
    const { loss: _loss, ...after } = await once(step, { ...carried, ...zeros, learningRate: rates }, engine);
    carried = after;
  }
  return model.parameters.flatMap(({ name }) => [...carried[`parameters/${name}`]!.data]);
}

async function once(program: AnyProgram, feeds: Tensors, engine: Engine): Promise<Tensors> {
  const executable = await engine.load(engine.lower(program));
  try {
    return await executable.run(feeds);
  } finally {
    await executable.dispose();
  }
}

function modelOf({ matrix, offset, scale }: Problem, from: readonly number[]): Model {
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
