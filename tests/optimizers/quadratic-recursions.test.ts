import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NamedTensors } from '../../src/models/index.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { useEagerBackend } from '../models/eager.ts';
import { distance } from './problem.ts';
import { follow } from './trajectory.ts';

beforeAll(useEagerBackend);

const curvatures = [1, 10];
/** Two tensors, so that what acts on each by itself can be told from what acts on all together. */
const start = { left: [1, -0.5], right: [0.2, 0.3] };
const startPoint = [...start.left, ...start.right];
const steps = 30;

/**
 * Thirty steps of some four float32 roundings of values up to 1 (6e-8 each), and of gradients up to 5 times a rate of
 * 0.05.
 */
const ROUNDING = 1e-5;

/** The points that our optimizer visits on L(θ) = ½ θᵀ diag(1, 10) θ of each tensor, or those that it evaluates at. */
function ours(spec: OptimizerSpec, learningRate: number, evaluated = false): number[][] {
  const gradient = (at: NamedTensors) => ({
    left: tf.mul(at['left']!, curvatures),
    right: tf.mul(at['right']!, curvatures),
  });
  const path = follow(buildOptimizer(spec), { start, gradient, learningRate, steps, evaluated });
  return path.slice(1).map(({ left, right }) => [...left!, ...right!]);
}

/** A rule for one step of all four coordinates in double precision; gradients are given, memory is kept by the rule. */
type Rule = (point: readonly number[], gradient: readonly number[], step: number) => number[];

function visited(rule: Rule): number[][] {
  const points: number[][] = [];
  for (let step = 1, point: readonly number[] = startPoint; step <= steps; step++) {
    const gradient = point.map((value, index) => curvatures[index % 2]! * value);
    points.push(rule(point, gradient, step));
    point = points.at(-1)!;
  }
  return points;
}

/** v ← m v + (1 − d) (g + λ θ), θ ← (1 − η κ) θ − η v, coordinate by coordinate. */
function momentumRule(constants: {
  readonly rate: number;
  readonly momentum: number;
  readonly dampening?: number;
  readonly coupled?: number;
  readonly decoupled?: number;
}): Rule {
  const { rate, momentum, dampening = 0, coupled = 0, decoupled = 0 } = constants;
  const velocity = [0, 0, 0, 0];
  return (point, gradient) =>
    point.map((value, index) => {
      velocity[index] = momentum * velocity[index]! + (1 - dampening) * (gradient[index]! + coupled * value);
      return (1 - rate * decoupled) * value - rate * velocity[index];
    });
}

/** Adam of β₁ = 0.9, β₂ = 0.999, ε = 1e-8, after θ ← (1 − η λ) θ. */
function adamRule(rate: number, decay: number): Rule {
  const [first, second] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  return (point, gradient, step) =>
    point.map((value, index) => {
      first[index] = 0.9 * first[index]! + 0.1 * gradient[index]!;
      second[index] = 0.999 * second[index]! + 0.001 * gradient[index]! ** 2;
      const mean = first[index] / (1 - 0.9 ** step);
      const square = second[index] / (1 - 0.999 ** step);
      return (1 - rate * decay) * value - (rate * mean) / (Math.sqrt(square) + 1e-8);
    });
}

const limited = (limit: number, gradient: readonly number[]) =>
  gradient.map((value) => Math.sign(value) * Math.min(Math.abs(value), limit));

function shortened(limit: number, gradient: readonly number[]): number[] {
  const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
  return norm <= limit ? [...gradient] : gradient.map((value) => (value * limit) / norm);
}

const descend =
  (rate: number, clip: (gradient: readonly number[]) => readonly number[]): Rule =>
  (point, gradient) => {
    const clipped = clip(gradient);
    return point.map((value, index) => value - rate * clipped[index]!);
  };

interface Case {
  readonly spec: OptimizerSpec;
  /** The same without what the case is about: the control. */
  readonly plain: OptimizerSpec;
  readonly rate: number;
  readonly rule: () => Rule;
}

const heavy = { kind: 'heavy-ball', momentum: 0.8 } as const;
const coupled = { kind: 'coupled', rate: 0.7 } as const;
const decoupled = { kind: 'decoupled', rate: 0.7 } as const;

const cases: readonly Case[] = [
  {
    spec: { ...heavy, dampening: 0.3 },
    plain: heavy,
    rate: 0.05,
    rule: () => momentumRule({ rate: 0.05, momentum: 0.8, dampening: 0.3 }),
  },
  {
    spec: { ...heavy, weightDecay: coupled },
    plain: { ...heavy, weightDecay: decoupled },
    rate: 0.05,
    rule: () => momentumRule({ rate: 0.05, momentum: 0.8, coupled: 0.7 }),
  },
  {
    spec: { ...heavy, weightDecay: decoupled },
    plain: { ...heavy, weightDecay: coupled },
    rate: 0.05,
    rule: () => momentumRule({ rate: 0.05, momentum: 0.8, decoupled: 0.7 }),
  },
  {
    spec: { ...heavy, dampening: 0.3, weightDecay: coupled },
    plain: { ...heavy, dampening: 0.3 },
    rate: 0.05,
    rule: () => momentumRule({ rate: 0.05, momentum: 0.8, dampening: 0.3, coupled: 0.7 }),
  },
  {
    spec: { kind: 'adamw', rate: 0.7 },
    plain: { kind: 'adam' },
    rate: 0.05,
    rule: () => adamRule(0.05, 0.7),
  },
  {
    spec: { kind: 'sgd', clip: { kind: 'value', limit: 0.4 } },
    plain: { kind: 'sgd', clip: { kind: 'norm-per-tensor', limit: 0.4 } },
    rate: 0.05,
    rule: () => descend(0.05, (gradient) => limited(0.4, gradient)),
  },
  {
    spec: { kind: 'sgd', clip: { kind: 'norm-per-tensor', limit: 0.4 } },
    plain: { kind: 'sgd', clip: { kind: 'global-norm', limit: 0.4 } },
    rate: 0.05,
    rule: () =>
      descend(0.05, (gradient) => [
        ...shortened(0.4, gradient.slice(0, 2)),
        ...shortened(0.4, gradient.slice(2)),
      ]),
  },
  {
    spec: { kind: 'sgd', clip: { kind: 'global-norm', limit: 0.4 } },
    plain: { kind: 'sgd' },
    rate: 0.05,
    rule: () => descend(0.05, (gradient) => shortened(0.4, gradient)),
  },
  {
    // The gradient is clipped before the decay is added, so that a limit does not hold the decay back.
    spec: { kind: 'sgd', clip: { kind: 'value', limit: 0.4 }, weightDecay: coupled },
    plain: { kind: 'sgd', clip: { kind: 'value', limit: 0.4 } },
    rate: 0.05,
    rule: () => (point, gradient) =>
      point.map((value, index) => value - 0.05 * (limited(0.4, gradient)[index]! + 0.7 * value)),
  },
];

const named = cases.map((each) => [JSON.stringify(each.spec), each] as const);

test.each(named)('on diag(1, 10) %s takes the steps of its recursion', (_, { spec, plain, rate, rule }) => {
  const expected = visited(rule());
  expect(distance(ours(spec, rate), expected)).toBeLessThan(ROUNDING);
  expect(distance(ours(plain, rate), expected)).toBeGreaterThan(1000 * ROUNDING);
});

describe('closed forms on diag(1, 10)', () => {
  const powers = (at: (curvature: number, step: number) => number) =>
    Array.from({ length: steps }, (_, index) =>
      startPoint.map((value, coordinate) => value * at(curvatures[coordinate % 2]!, index + 1)),
    );

  test.each([coupled, decoupled])('weight decay of sgd: (1 − η (h + λ))^k, $kind', (weightDecay) => {
    const expected = powers((curvature, step) => (1 - 0.05 * (curvature + 0.7)) ** step);
    expect(distance(ours({ kind: 'sgd', weightDecay }, 0.05), expected)).toBeLessThan(ROUNDING);
    expect(distance(ours({ kind: 'sgd' }, 0.05), expected)).toBeGreaterThan(1000 * ROUNDING);
  });

  test('an average of sgd: the geometric sum of its points, and training is as it was', () => {
    const spec: OptimizerSpec = { kind: 'sgd', average: { kind: 'ema', decay: 0.8 } };
    const expected = powers((curvature, step) => {
      const factor = 1 - 0.05 * curvature;
      // d^k + (1 − d) Σ_{j = 1}^{k} d^{k − j} a^j
      return 0.8 ** step + (0.2 * factor * (factor ** step - 0.8 ** step)) / (factor - 0.8);
    });
    expect(distance(ours(spec, 0.05, true), expected)).toBeLessThan(ROUNDING);
    expect(distance(ours(spec, 0.05), expected)).toBeGreaterThan(1000 * ROUNDING);
    expect(ours(spec, 0.05)).toEqual(ours({ kind: 'sgd' }, 0.05));
  });

  test('heavy ball whose dampening is its momentum: the sum of two geometric modes', () => {
    // θ_{k+1} = (1 + m − η (1 − d) h) θ_k − m θ_{k−1} with m = d = 0.25 and η = 0.02, whose roots are real.
    const expected = powers((curvature, step) => {
      const [sum, first] = [1.25 - 0.02 * 0.75 * curvature, 1 - 0.02 * 0.75 * curvature];
      const gap = Math.sqrt(sum * sum - 4 * 0.25);
      const [slow, fast] = [(sum + gap) / 2, (sum - gap) / 2];
      const share = (first - fast) / (slow - fast);
      return share * slow ** step + (1 - share) * fast ** step;
    });
    const spec = { kind: 'heavy-ball', momentum: 0.25 } as const;
    expect(distance(ours({ ...spec, dampening: 0.25 }, 0.02), expected)).toBeLessThan(ROUNDING);
    expect(distance(ours(spec, 0.02), expected)).toBeGreaterThan(1000 * ROUNDING);
  });
});
