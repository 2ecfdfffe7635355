import { describe, expect, test } from 'vitest';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { takesMomentum } from '../../src/optimizers/takes-momentum.ts';
import { planOf } from '../train/small-suite.ts';

const arms = (momentum: number) => ({
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
      "small, arm base: Cannot use the arm's momentum: expected less than 1, got 1",
    );
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
