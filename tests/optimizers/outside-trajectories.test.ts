import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedTensors } from '../../src/models/index.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import { optimizerSchema } from '../../src/optimizers/schema.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { distance, drawnTensors, drawsOf, problem, trainTraced } from './problem.ts';
import type { Draws } from './problem.ts';
import { follow } from './trajectory.ts';
import type { Point } from './trajectory.ts';

beforeAll(useEagerBackend);

interface Case extends Draws {
  readonly spec: OptimizerSpec;
  readonly learningRate: number;
  readonly points: readonly (readonly number[])[];
  readonly averages?: readonly (readonly number[])[];
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/optimizers/${name}`, import.meta.url), 'utf8'));

/** Gradient of a loss, eagerly. */
function gradientOf(lossAt: (at: NamedTensors) => tf.Scalar, at: NamedTensors): NamedTensors {
  const loss = (weight: tf.Tensor, bias: tf.Tensor) => lossAt({ weight, bias });
  const [weight, bias] = tf.grads(loss)([at.weight!, at.bias!]);
  return { weight: weight!, bias: bias! };
}

/** What a case asks of each step: gradients of its mini-batches, and its noise. */
function stepsOf(draws: Draws) {
  const drawn = drawnTensors(draws);
  const at = (step: number) =>
    drawsOf(
      Object.fromEntries(
        Object.entries(drawn).map(([name, { data, shape }]) => {
          const size = data.length / shape[0]!;
          const values = Float32Array.from(data.slice(step * size, (step + 1) * size));
          return [name, tf.tensor(values, shape.slice(1))];
        }),
      ),
    );
  return {
    gradient: (parameters: NamedTensors, step: number) => gradientOf(at(step).losses[0]!, parameters),
    ...(draws.noise === undefined ? {} : { noise: (step: number) => at(step).noise! }),
    ...(draws.batches === undefined
      ? {}
      : {
          further: (parameters: NamedTensors, step: number) => gradientOf(at(step).losses[1]!, parameters),
        }),
  };
}

const flat = ({ weight, bias }: Point) => [...weight!, ...bias!];

/**
 * The outside values are in double precision. Ours differ by float32 rounding: 25 steps of a few roundings of values
 * near 1 (6e-8 each) make 1e-6; adaptive methods divide by small roots early on and amplify it severalfold. Against the
 * exact flow, Runge–Kutta's steps of at most 0.2 err by less than 1e-6 here, in double precision too.
 */
const ROUNDING = 5e-6;

const files = ['pytorch.json', 'optax.json', 'scipy.json'];

test('every kind that ships with the project has a trajectory from outside', () => {
  const outside = files.flatMap((file) => (read(file) as { cases: readonly Case[] }).cases);
  const kinds = optimizerSchema.options.map(({ shape }) => shape.kind.value);
  expect(new Set(outside.map(({ spec }) => spec.kind))).toEqual(
    new Set(kinds.filter((kind) => kind !== 'custom')),
  );
});

describe.each(files)('trajectories of %s', (file) => {
  const { cases, tool } = read(file) as { readonly tool: string; readonly cases: readonly Case[] };

  test.each(cases)(
    `ours is that of ${tool}, eagerly and as a program on ONNX Runtime: $spec`,
    async ({ spec, learningRate, points, averages, ...draws }) => {
      const optimizer = buildOptimizer(spec);
      const start = { weight: problem.weight, bias: problem.bias };
      const run = { start, ...stepsOf(draws), learningRate };
      const path = follow(optimizer, { ...run, steps: problem.steps });
      expect(distance(path.slice(1).map(flat), points)).toBeLessThan(ROUNDING);
      const rates = Array<number>(problem.steps).fill(learningRate);
      expect(distance(await trainTraced(optimizer, rates, draws), points)).toBeLessThan(ROUNDING);
      // The control: the last step is farther than that from the first, so the comparison could fail.
      expect(distance([points.at(-1)!], [points[0]!])).toBeGreaterThan(100 * ROUNDING);
      if (averages !== undefined) {
        const evaluated = follow(optimizer, { ...run, steps: problem.steps, evaluated: true });
        expect(distance(evaluated.slice(1).map(flat), averages)).toBeLessThan(ROUNDING);
      }
    },
  );
});
