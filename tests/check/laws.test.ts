import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkLaws, checkStandingLaws, movesOf } from '../../src/check/laws.ts';
import { engineNamed } from '../../src/engines/index.ts';
import type { Engine } from '../../src/engines/types.ts';
import { buildOptimizer, type Invariance } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await engineNamed('onnx');
});

const specs: readonly OptimizerSpec[] = [
  { kind: 'sgd' },
  { kind: 'heavy-ball', momentum: 0.9 },
  { kind: 'adam' },
  { kind: 'adamw', rate: 0.5 },
  { kind: 'lion' },
  { kind: 'svag', amplification: 3 },
  { kind: 'gradient-flow' },
  { kind: 'heavy-ball', momentum: 0.9, clip: { kind: 'global-norm', limit: 1 } },
  { kind: 'sgd', weightDecay: { kind: 'coupled', rate: 0.5 } },
];

describe('declared invariances are laws', () => {
  test.each(specs)('that hold for $kind', async (spec) => {
    const optimizer = buildOptimizer(spec);
    const declared = optimizer.invariances ?? [];
    const found = await checkLaws(optimizer, declared, engine);
    expect(found.map(({ law }) => law)).toEqual(declared);
    expect(found.filter(({ holds }) => !holds)).toEqual([]);
  });

  test.each<[string, OptimizerSpec, Invariance]>([
    ['a method that divides by coordinates is not blind to rotations', { kind: 'adam' }, 'rotation'],
    ['plain descent is not blind to the scale of the loss', { kind: 'sgd' }, 'loss-scale'],
    [
      'weight decay knows where the origin is',
      { kind: 'sgd', weightDecay: { kind: 'coupled', rate: 0.5 } },
      'translation',
    ],
    [
      'clipping by tensor is not blind to rotations across tensors',
      { kind: 'sgd', clip: { kind: 'norm-per-tensor', limit: 1 } },
      'rotation',
    ],
  ])('that are told where they do not hold: %s', async (_what, spec, invariance) => {
    const [law] = await checkLaws(buildOptimizer(spec), [invariance], engine);
    expect(law!.holds).toBe(false);
    // Fifty times what rounding is allowed: nothing hangs on the tolerance.
    expect(law!.deviation).toBeGreaterThan(5e-3);
  });

  test('that are told for an optimizer that treats places differently', async () => {
    const optimizer = {
      ...buildOptimizer({ kind: 'sgd' }),
      update: ({
        parameters,
        gradients,
        state,
      }: Parameters<ReturnType<typeof buildOptimizer>['update']>[0]) => ({
        parameters: Object.fromEntries(
          Object.entries(parameters).map(([name, t]) => [
            name,
            tf.sub(t, tf.mul(gradients[name]!, tf.tensor1d([0.05, 0.01].slice(0, t.shape[0])))),
          ]),
        ),
        state,
      }),
    };
    const [law] = await checkLaws(optimizer, ['permutation'], engine);
    expect(law!.holds).toBe(false);
  });
});

describe('laws of every optimizer', () => {
  const moves = (spec: OptimizerSpec) => movesOf(buildOptimizer(spec), engine);

  test('a learning rate of 0 moves nothing, and a gradient of 0 only what decays', async () => {
    expect(await moves({ kind: 'adam' })).toEqual({ rateZero: false, gradientZero: false });
    expect(await moves({ kind: 'heavy-ball', momentum: 0.9 })).toEqual({
      rateZero: false,
      gradientZero: false,
    });
    expect(await moves({ kind: 'adamw', rate: 0.5 })).toEqual({ rateZero: false, gradientZero: true });
  });

  test('a decay that forgets the learning rate is told by the rate of 0', async () => {
    const sgd = buildOptimizer({ kind: 'sgd' });
    const wrong = {
      ...sgd,
      update: (input: Parameters<typeof sgd.update>[0]) => {
        const { parameters, state } = sgd.update(input);
        const decayed = Object.entries(parameters).map(([name, p]) => [name, tf.mul(p, 0.99)] as const);
        return { parameters: Object.fromEntries(decayed), state };
      },
    };
    const found = await checkStandingLaws(wrong, await moves({ kind: 'sgd' }), engine);
    expect(found.filter(({ holds }) => !holds).map(({ law }) => law)).toEqual([
      'a learning rate of 0',
      'a gradient of 0',
    ]);
  });

  test.each(specs)('a run of $kind that was cut and resumed ends where the uncut one does', async (spec) => {
    const found = await checkStandingLaws(buildOptimizer(spec), await moves(spec), engine);
    expect(found.map(({ law, holds }) => [law, holds])).toEqual([
      ['a resumed run', true],
      ['a learning rate of 0', true],
      ['a gradient of 0', true],
    ]);
  });
});
