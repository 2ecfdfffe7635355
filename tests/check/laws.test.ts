import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { microBatchesOf } from '../../src/check/laws/declared.ts';
import {
  checkEqual,
  checkLaws,
  checkMicroBatches,
  checkRestored,
  checkStandingLaws,
  movesOf,
  tryRestoring,
} from '../../src/check/laws/index.ts';
import { gradientAt, plain, start } from '../../src/check/laws/landscape.ts';
import { engineNamed } from '../../src/engines/index.ts';
import type { Engine } from '../../src/engines/types.ts';
import { buildOptimizer, type Invariance, type Optimizer } from '../../src/optimizers/index.ts';
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

describe('what a target declares to equal', () => {
  const equals = async (spec: OptimizerSpec, other: OptimizerSpec) =>
    (await checkEqual({ spec }, [{ name: 'plain', spec: other }]))[0]!;

  test.each<[string, OptimizerSpec, OptimizerSpec]>([
    ['a momentum of 0', { kind: 'heavy-ball', momentum: 0 }, { kind: 'sgd' }],
    ['a decay of 0', { kind: 'adamw', rate: 0 }, { kind: 'adam' }],
    [
      'a limit that no gradient reaches',
      { kind: 'sgd', clip: { kind: 'global-norm', limit: 1e6 } },
      { kind: 'sgd' },
    ],
  ])('does: %s', async (_what, spec, other) => {
    expect(await equals(spec, other)).toMatchObject({ law: 'equals plain', holds: true });
  });

  test.each<[string, OptimizerSpec, OptimizerSpec]>([
    ['a momentum of 0.001', { kind: 'heavy-ball', momentum: 0.001 }, { kind: 'sgd' }],
    ['an ε of 10⁻⁵ for 10⁻⁸', { kind: 'adam', epsilon: 1e-5 }, { kind: 'adam' }],
  ])('does not: %s', async (_what, spec, other) => {
    const { holds, deviation } = await equals(spec, other);
    expect(holds).toBe(false);
    expect(deviation).toBeGreaterThan(1e-6);
  });
});

describe('an optimizer that accumulates', () => {
  const sgd = buildOptimizer({ kind: 'sgd' });
  /** Descent at every k-th step by the sum of the gradients since, times a share. */
  const accumulating = (steps: number, share = 1 / steps, keeps = true): Optimizer => ({
    kind: 'accumulating',
    accumulates: { steps, base: sgd },
    init: (parameters) => ({
      step: tf.scalar(0),
      ...Object.fromEntries(Object.entries(parameters).map(([name, p]) => [`sum/${name}`, tf.zerosLike(p)])),
    }),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }) => {
      const step = tf.add(state['step']!, 1);
      const due = tf.cast(tf.equal(tf.mod(step, steps), 0), 'float32');
      const sums = Object.entries(gradients).map(
        ([name, g]) => [name, keeps ? tf.add(state[`sum/${name}`]!, g) : g] as const,
      );
      return {
        parameters: Object.fromEntries(
          sums.map(([name, sum]) => [
            name,
            tf.sub(parameters[name]!, tf.mul(tf.mul(tf.mul(learningRate, share), due), sum)),
          ]),
        ),
        state: {
          step,
          ...Object.fromEntries(sums.map(([name, sum]) => [`sum/${name}`, tf.mul(tf.sub(1, due), sum)])),
        },
      };
    },
  });

  test.each([2, 4, 7])('does with %s micro-batches what its base does with one batch', async (steps) => {
    expect(await checkMicroBatches(accumulating(steps))).toMatchObject([
      { law: 'micro-batches', holds: true },
    ]);
  });

  test.each([
    ['a sum for a mean', accumulating(4, 1)],
    ['the last gradient alone', accumulating(4, 1, false)],
  ])('is told where it does not: %s', async (_what, optimizer) => {
    const [law] = await checkMicroBatches(optimizer);
    expect(law!.holds).toBe(false);
    expect(law!.deviation).toBeGreaterThan(0.01);
  });

  test('is tried on parts whose mean gradient is that of the whole', () => {
    for (const count of [2, 3, 5, 7]) {
      const parts = microBatchesOf(plain, count).map((part) => gradientAt(part, start));
      const mean = start.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0) / count);
      gradientAt(plain, start).forEach((slope, i) => expect(mean[i]).toBeCloseTo(slope, 12));
    }
  });

  test('and one that does not say so is tried on nothing', async () => {
    expect(await checkMicroBatches(sgd)).toEqual([]);
  });
});

describe('the state of a tf.train.Optimizer, saved and restored', () => {
  const of = (name: string) => ({
    spec: {
      kind: 'custom',
      module: `${process.cwd()}/tests/check/targets/restored.ts`,
      export: name,
    } as const,
  });

  test.each(['adam', 'momentum'])('takes the run where it was going: %s', async (name) => {
    expect(await tryRestoring(of(name))).toMatchObject({ kind: 'tried', holds: true });
    expect(await checkRestored(of(name), true)).toMatchObject([{ law: 'a restored run', holds: true }]);
  });

  test('is told where a part of it is lost, and broken where it was not lost before', async () => {
    expect(await tryRestoring(of('forgetful'))).toMatchObject({ kind: 'tried', holds: false });
    expect(await checkRestored(of('forgetful'), true)).toMatchObject([{ holds: false }]);
    // It did not when it was recorded either.
    expect(await checkRestored(of('forgetful'), false)).toEqual([]);
  });

  test('is not tried where there is none to be had, with the reason', async () => {
    expect(await tryRestoring(of('closed'))).toMatchObject({
      kind: 'not offered',
      reason: 'this optimizer has no state to give',
    });
    expect(await tryRestoring({ spec: { kind: 'adam' } })).toEqual({ kind: 'none' });
  });
});
