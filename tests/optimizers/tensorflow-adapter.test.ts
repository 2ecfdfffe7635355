import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { adaptTensorflowOptimizer, UntraceableOptimizer } from '../../src/optimizers/index.ts';
import { useEagerBackend } from '../models/eager.ts';
import { distance, parameterSpecs, startValues, trainTensorflow, trainTraced } from './problem.ts';

beforeAll(useEagerBackend);

/** The seven optimizers that TensorFlow.js 4.22 registers, and Nesterov's and the centred variant. */
const makers: Readonly<Record<string, (rate: number) => tf.Optimizer>> = {
  sgd: (rate) => tf.train.sgd(rate),
  momentum: (rate) => tf.train.momentum(rate, 0.9),
  'nesterov momentum': (rate) => tf.train.momentum(rate, 0.9, true),
  adagrad: (rate) => tf.train.adagrad(rate, 0.2),
  adadelta: (rate) => tf.train.adadelta(rate, 0.9),
  adam: (rate) => tf.train.adam(rate),
  adamax: (rate) => tf.train.adamax(rate),
  rmsprop: (rate) => tf.train.rmsprop(rate, 0.9, 0.5),
  'centred rmsprop': (rate) => tf.train.rmsprop(rate / 10, 0.9, 0, 1e-8, true),
};

const steps = 20;
const constantRates = Array<number>(steps).fill(0.1);
const scheduledRates = constantRates.map((rate, step) => rate / (1 + step));

/** The points of `optimizer.minimize`, eagerly; its learning rate is set before each step. */
const trainEagerly = (optimizer: tf.Optimizer, rates: readonly number[]) =>
  trainTensorflow(optimizer, rates, (settable: Settable, rate) => {
    if (settable.setLearningRate) settable.setLearningRate(rate);
    else settable.learningRate = rate;
  });

interface Settable {
  learningRate: number;
  setLearningRate?(rate: number): void;
}

const adapt = (make: () => tf.Optimizer) =>
  adaptTensorflowOptimizer({ make, takesRate: false }, parameterSpecs);

test('every optimizer that TensorFlow.js registers is among those that are tried', () => {
  const tried = Object.values(makers).map((make) => make(0.1).getClassName());
  const constructors = Object.values(tf.train) as ((rate: number, decay: number) => tf.Optimizer)[];
  const registered = constructors.map((make) => make(0.1, 0.9).getClassName());
  expect(new Set(tried)).toEqual(new Set(registered));
  expect(registered).toHaveLength(7);
});

describe.each(Object.entries(makers))('tf.train %s', (_, make) => {
  test.each([
    ['at its rate', constantRates],
    ['on a schedule', scheduledRates],
  ])(
    '%s goes through the adapter, traced and on ONNX Runtime, where it goes eagerly',
    async (_name, rates) => {
      const adapted = adapt(() => make(0.1));
      const [traced, eager] = [await trainTraced(adapted, rates), trainEagerly(make(0.1), rates)];
      // float32 rounding of 20 steps in another order of operations; adaptive methods amplify it by dividing.
      expect(distance(traced, eager)).toBeLessThan(5e-6);
      expect(distance([eager.at(-1)!], [eager[0]!])).toBeGreaterThan(1e-3);
    },
  );

  test('a second trace starts afresh', async () => {
    const adapted = adapt(() => make(0.1));
    const first = await trainTraced(adapted, constantRates.slice(0, 3));
    expect(await trainTraced(adapted, constantRates.slice(0, 3))).toEqual(first);
  });
});

test('state entries are named after slot and parameter', () => {
  const adapted = adapt(() => tf.train.adam(0.1));
  const state = adapted.init(startValues());
  expect(Object.keys(state).sort()).toEqual([
    'accBeta1',
    'accBeta2',
    'accumulatedFirstMoment/bias',
    'accumulatedFirstMoment/weight',
    'accumulatedSecondMoment/bias',
    'accumulatedSecondMoment/weight',
  ]);
});

/** A minimal optimizer of the user: each test overrides how it steps. */
abstract class UserOptimizer extends tf.Optimizer {
  learningRate = 0.1;
  static get className() {
    return 'User';
  }
  abstract step(value: tf.Variable, gradient: tf.Tensor, index: number): void;
  applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]) {
    if (!Array.isArray(gradients)) throw new Error('minimize hands on a list');
    gradients.forEach(({ name, tensor }, index) =>
      tf.tidy(() => this.step(tf.engine().registeredVariables[name] as tf.Variable, tensor, index)),
    );
    this.incrementIterations();
  }
  getConfig() {
    return {};
  }
}

test('a fault of the optimizer itself is none of its trace: centred RMSProp makes NaN of a gradient of 0, in both', () => {
  // TensorFlow.js subtracts ε under the root: √(0 − 0 − ε).
  const make = () => tf.train.rmsprop(0.1, 0.9, 0.9, 1e-8, true);
  const adapted = adapt(make);
  const parameters = { weight: tf.ones([2, 3]), bias: tf.ones([3]) };
  const gradients = { weight: tf.zeros([2, 3]), bias: tf.ones([3]) };
  const next = adapted.update({
    parameters,
    gradients,
    state: adapted.init(parameters),
    hyperparameters: { learningRate: tf.scalar(0.1) },
    gradientAt: () => gradients,
  }).parameters;
  const [weight, bias] = [tf.variable(tf.ones([2, 3])), tf.variable(tf.ones([3]))];
  make().applyGradients([
    { name: weight.name, tensor: gradients.weight },
    { name: bias.name, tensor: gradients.bias },
  ]);
  expect([...next['weight']!.dataSync()]).toEqual([...weight.dataSync()]);
  expect([...weight.dataSync()].every(Number.isNaN)).toBe(true);
  expect([...bias.dataSync()].every(Number.isFinite)).toBe(true);
  next['bias']!.dataSync().forEach((value, index) =>
    // float32 rounding of one step
    expect(value).toBeCloseTo(bias.dataSync()[index]!, 6),
  );
});

describe('an optimizer of the user', () => {
  test('may make its state of the parameters: Lookahead starts its slow weights there', async () => {
    class Lookahead extends UserOptimizer {
      readonly slow = new Map<string, tf.Variable>();
      step(value: tf.Variable, gradient: tf.Tensor) {
        if (!this.slow.has(value.name)) this.slow.set(value.name, tf.variable(tf.clone(value), false));
        const slow = this.slow.get(value.name)!;
        const fast = tf.sub(value, tf.mul(gradient, this.learningRate));
        slow.assign(tf.add(tf.mul(slow, 0.5), tf.mul(fast, 0.5)));
        value.assign(slow);
      }
    }
    const adapted = adapt(() => new Lookahead());
    const traced = await trainTraced(adapted, constantRates);
    // float32 rounding of 20 steps
    expect(distance(traced, trainEagerly(new Lookahead(), constantRates))).toBeLessThan(2e-6);
  });

  test('may keep state in a tensor field that it replaces', async () => {
    class Warmup extends UserOptimizer {
      scale: tf.Tensor = tf.scalar(0);
      step(value: tf.Variable, gradient: tf.Tensor, index: number) {
        if (index === 0) this.scale = tf.keep(tf.add(tf.mul(this.scale, 0.5), 0.5));
        value.assign(tf.sub(value, tf.mul(tf.mul(gradient, this.learningRate), this.scale)) as tf.Tensor);
      }
    }
    const traced = await trainTraced(
      adapt(() => new Warmup()),
      constantRates,
    );
    // float32 rounding of 20 steps
    expect(distance(traced, trainEagerly(new Warmup(), constantRates))).toBeLessThan(2e-6);
  });

  test('that names its variables itself is taken too', async () => {
    class Named extends UserOptimizer {
      velocity: Record<string, tf.Variable> = {};
      step(value: tf.Variable, gradient: tf.Tensor) {
        const name = `velocity of ${value.name}`;
        this.velocity[name] ??= tf.variable(tf.zerosLike(value), false, name);
        this.velocity[name]!.assign(tf.add(tf.mul(this.velocity[name]!, 0.9), gradient));
        value.assign(tf.sub(value, tf.mul(this.velocity[name]!, this.learningRate)) as tf.Tensor);
      }
    }
    const traced = await trainTraced(
      adapt(() => new Named()),
      constantRates,
    );
    // float32 rounding of 20 steps
    expect(distance(traced, trainEagerly(tf.train.momentum(0.1, 0.9), constantRates))).toBeLessThan(2e-6);
  });

  test('whose steps depend on a JavaScript number that changes counts them', async () => {
    class Decaying extends UserOptimizer {
      step(value: tf.Variable, gradient: tf.Tensor) {
        value.assign(tf.sub(value, tf.mul(gradient, this.learningRate / (1 + this.iterations))));
      }
    }
    const rates = constantRates;
    const adapted = adaptTensorflowOptimizer(
      { make: () => new Decaying(), takesRate: false },
      parameterSpecs,
      { rates },
    );
    expect(Object.keys(adapted.init(startValues()))).toEqual(['steps']);
    // float32 rounding of 20 steps
    expect(distance(await trainTraced(adapted, rates), trainEagerly(new Decaying(), rates))).toBeLessThan(
      2e-6,
    );
  });

  test('whose state is private is not traced', () => {
    class Private extends UserOptimizer {
      #velocity: Record<string, tf.Variable> = {};
      step(value: tf.Variable, gradient: tf.Tensor) {
        const velocity = (this.#velocity[value.name] ??= tf.variable(tf.zerosLike(value), false));
        velocity.assign(tf.add(tf.mul(velocity, 0.9), gradient));
        value.assign(tf.sub(value, tf.mul(velocity, this.learningRate)) as tf.Tensor);
      }
    }
    expect(() => adapt(() => new Private())).toThrow(UntraceableOptimizer);
  });

  test('may make state after its first step', async () => {
    class Late extends UserOptimizer {
      late: tf.Variable[] = [];
      step(value: tf.Variable, gradient: tf.Tensor) {
        if (this.iterations === 1 && this.late.length === 0) this.late.push(tf.variable(tf.scalar(1), false));
        const scale = this.late[0] ?? tf.scalar(0.5);
        value.assign(tf.sub(value, tf.mul(tf.mul(gradient, scale), this.learningRate)) as tf.Tensor);
        this.late[0]?.assign(this.late[0].mul(0.9));
      }
    }
    const traced = await trainTraced(
      adapt(() => new Late()),
      constantRates,
    );
    // float32 rounding of 20 steps
    expect(distance(traced, trainEagerly(new Late(), constantRates))).toBeLessThan(2e-6);
  });

  test('that fails is refused with its own message', () => {
    class Failing extends UserOptimizer {
      step() {
        throw new Error('no idea how');
      }
    }
    expect(() => adapt(() => new Failing())).toThrow(
      /^Cannot use optimizer tensorflow\/User: expected applyGradients to take steps, got .*no idea how; thrown at .*tensorflow-adapter\.test\.ts:\d+/,
    );
  });
});
