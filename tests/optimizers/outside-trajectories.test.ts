import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedTensors } from '../../src/models/index.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { distance, problem, regressionLoss, trainTraced } from './problem.ts';
import { follow } from './trajectory.ts';
import type { Point } from './trajectory.ts';

beforeAll(useEagerBackend);

interface Case {
  readonly spec: OptimizerSpec;
  readonly learningRate: number;
  readonly points: readonly (readonly number[])[];
  readonly averages?: readonly (readonly number[])[];
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/optimizers/${name}`, import.meta.url), 'utf8'));

/** Gradient of the regression's loss, eagerly. */
function gradient(at: NamedTensors): NamedTensors {
  const loss = (weight: tf.Tensor, bias: tf.Tensor) => regressionLoss({ weight, bias });
  const [weight, bias] = tf.grads(loss)([at.weight!, at.bias!]);
  return { weight: weight!, bias: bias! };
}

const flat = ({ weight, bias }: Point) => [...weight!, ...bias!];

/**
 * The outside values are in double precision. Ours differ by float32 rounding: 25 steps of a few roundings of values
 * near 1 (6e-8 each) make 1e-6; adaptive methods divide by small roots early on and amplify it severalfold.
 */
const ROUNDING = 5e-6;

describe.each(['pytorch.json', 'optax.json'])('trajectories of %s', (file) => {
  const { cases, tool } = read(file) as { readonly tool: string; readonly cases: readonly Case[] };

  test.each(cases)(
    `ours is that of ${tool}, eagerly and as a program on ONNX Runtime: $spec`,
    async ({ spec, learningRate, points, averages }) => {
      const optimizer = buildOptimizer(spec);
      const run = { start: { weight: problem.weight, bias: problem.bias }, gradient, learningRate };
      const path = follow(optimizer, { ...run, steps: problem.steps });
      expect(distance(path.slice(1).map(flat), points)).toBeLessThan(ROUNDING);
      const rates = Array<number>(problem.steps).fill(learningRate);
      expect(distance(await trainTraced(optimizer, rates), points)).toBeLessThan(ROUNDING);
      // The control: the last step is farther than that from the first, so the comparison could fail.
      expect(distance([points.at(-1)!], [points[0]!])).toBeGreaterThan(100 * ROUNDING);
      if (averages !== undefined) {
        const evaluated = follow(optimizer, { ...run, steps: problem.steps, evaluated: true });
        expect(distance(evaluated.slice(1).map(flat), averages)).toBeLessThan(ROUNDING);
      }
    },
  );
});
