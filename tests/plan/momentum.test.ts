import { describe, expect, test } from 'vitest';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { takesMomentum } from '../../src/optimizers/takes-momentum.ts';
import type { ScheduleSpec } from '../../src/schedules/index.ts';
import { planOf } from '../train/small-suite.ts';

const arms = (momentum: ScheduleSpec) => ({
  base: { learningRate: 0.1, batchSize: 30, momentum },
  other: { learningRate: 0.2, batchSize: 30 },
});

describe("an arm's own momentum", () => {
  test('is refused where the optimizer would not see it', async () => {
    await expect(planOf({ arms: arms(0.5) })).rejects.toThrow(
      "small, arm base: Cannot use the arm's momentum: expected an optimizer that declares momentum, got sgd",
    );
  });

  test('is refused at 1 and above, where the velocity never fades', async () => {
    const optimizer: OptimizerSpec = { kind: 'heavy-ball', momentum: 0.9 };
    await expect(planOf({ optimizer, arms: arms(1) })).rejects.toThrow(
      "small, arm base: Cannot use the arm's momentum: expected less than 1 at every step, got 1 at step 1",
    );
  });

  test('is refused before training where a schedule comes to 1 while the run lasts', async () => {
    const optimizer: OptimizerSpec = { kind: 'heavy-ball', momentum: 0.9 };
    const warmUp = (to: number, over: number) => arms({ kind: 'warm-up', from: 0.5, to, over });
    // 90 examples in batches of 30: the seventh step starts at epoch 2
    await expect(planOf({ optimizer, arms: warmUp(1, 2) })).rejects.toThrow(
      "small, arm base: Cannot use the arm's momentum: expected less than 1 at every step, got 1 at step 7",
    );
    // The control: a run that ends before that trains below 1 all along.
    await expect(planOf({ optimizer, arms: warmUp(1, 3) })).resolves.toBeDefined();
  });

  test('may be 0, by number and by schedule: the step of no momentum', async () => {
    const optimizer: OptimizerSpec = { kind: 'heavy-ball', momentum: 0.9 };
    await expect(planOf({ optimizer, arms: arms(0) })).resolves.toBeDefined();
    const cycle = { kind: 'cyclic', shape: 'triangular', low: 0, high: 0.9, period: 2 } as const;
    await expect(planOf({ optimizer, arms: arms(cycle) })).resolves.toBeDefined();
  });

  const cases: readonly (readonly [OptimizerSpec, boolean])[] = [
    [{ kind: 'sgd' }, false],
    [{ kind: 'adam' }, false],
    [{ kind: 'rmsprop' }, false],
    [{ kind: 'rmsprop', momentum: 0.5 }, true],
    [{ kind: 'sign-sgd' }, false],
    [{ kind: 'sign-sgd', momentum: 0.5 }, true],
    [{ kind: 'nesterov', momentum: 0.5 }, true],
    [{ kind: 'custom', module: './own.ts' }, true],
  ];
  test.each(cases)('%j: %s', (spec, expected) => expect(takesMomentum(spec)).toBe(expected));
});
