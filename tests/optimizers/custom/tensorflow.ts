// Optimizers of TensorFlow.js in the forms in which people write them.
import * as tf from '@tensorflow/tfjs';

type Gradients = tf.NamedTensorMap | { readonly name: string; readonly tensor: tf.Tensor }[];

export const pairs = (gradients: Gradients): (readonly [string, tf.Tensor])[] =>
  Array.isArray(gradients) ? gradients.map(({ name, tensor }) => [name, tensor]) : Object.entries(gradients);
export const find = (name: string): tf.Variable => tf.engine().registeredVariables[name] as tf.Variable;

/** What `tf.train.Optimizer` asks for, so that each class below holds its step alone. */
export abstract class Plain extends tf.Optimizer {
  static get className() {
    return this.name;
  }
  getConfig() {
    return {};
  }
}

export class Lookahead extends Plain {
  inner: tf.SGDOptimizer;
  every: number;
  step = 0;
  slow: Record<string, tf.Variable> = {};
  constructor(rate: number, every: number) {
    super();
    this.inner = tf.train.sgd(rate);
    this.every = every;
  }
  applyGradients(gradients: Gradients) {
    const names = pairs(gradients).map(([name]) => name);
    for (const name of names) this.slow[name] ??= tf.variable(find(name).clone());
    this.inner.applyGradients(gradients as never);
    this.step++;
    if (this.step % this.every !== 0) return;
    for (const name of names) {
      const [value, slow] = [find(name), this.slow[name]!];
      slow.assign(slow.add(value.sub(slow).mul(0.5)));
      value.assign(slow);
    }
  }
}

export class Accumulating extends Plain {
  learningRate = 0.01;
  every = 4;
  count = 0;
  sums: Record<string, tf.Variable> = {};
  applyGradients(gradients: Gradients) {
    this.count++;
    for (const [name, gradient] of pairs(gradients)) {
      this.sums[name] ??= tf.variable(tf.zerosLike(gradient));
      const [sum, value] = [this.sums[name]!, find(name)];
      sum.assign(sum.add(gradient));
      if (this.count % this.every !== 0) continue;
      value.assign(value.sub(sum.div(this.every).mul(this.learningRate)));
      sum.assign(tf.zerosLike(sum));
    }
  }
}

export class Growing extends tf.SGDOptimizer {
  factor: number;
  constructor(rate: number, factor: number) {
    super(rate);
    this.factor = factor;
  }
  override applyGradients(gradients: Gradients) {
    super.applyGradients(gradients as never);
    this.setLearningRate(this.learningRate * this.factor);
  }
  static override get className() {
    return 'Growing';
  }
}

export class StepDecay extends Plain {
  base: number;
  count = 0;
  constructor(base: number) {
    super();
    this.base = base;
  }
  applyGradients(gradients: Gradients) {
    const rate = this.base * 0.5 ** Math.floor(this.count / 5);
    for (const [name, gradient] of pairs(gradients))
      find(name).assign(find(name).sub(gradient.mul(rate)) as tf.Tensor);
    this.count++;
  }
}

export class Cosine extends Plain {
  base: number;
  over: number;
  constructor(base: number, over: number) {
    super();
    this.base = base;
    this.over = over;
  }
  applyGradients(gradients: Gradients) {
    const rate = this.base * 0.5 * (1 + Math.cos((Math.PI * this.iterations) / this.over));
    tf.tidy(() => {
      for (const [name, gradient] of pairs(gradients))
        find(name).assign(find(name).sub(gradient.mul(rate)) as tf.Tensor);
    });
    this.incrementIterations();
  }
}

/** Adam with weight decay on variables that are named. */
export class DecayedByName extends tf.AdamOptimizer {
  decay: number;
  decayed: (name: string) => boolean;
  constructor(rate: number, decay: number, decayed: (name: string) => boolean) {
    super(rate, 0.9, 0.999, 1e-7);
    this.decay = decay;
    this.decayed = decayed;
  }
  override applyGradients(gradients: Gradients) {
    for (const [name] of pairs(gradients))
      if (this.decayed(name))
        find(name).assign(
          tf.sub(find(name), tf.mul(this.learningRate, tf.mul(find(name), this.decay))) as tf.Tensor,
        );
    super.applyGradients(gradients as never);
  }
  static override get className() {
    return 'DecayedByName';
  }
}

/** Weight decay by a product that JavaScript reckons: too small to be seen in a few steps. */
export class Reckoned extends Plain {
  learningRate = 0.01;
  decay = 1e-4;
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const value = find(name);
      const shrunk = value.mul(1 - this.learningRate * this.decay);
      value.assign(shrunk.sub(gradient.mul(this.learningRate)));
    }
  }
}

/** Decoupled decay before TensorFlow.js's own Adam, for gradients as an object by name alone. */
export class ObjectAdamW extends tf.AdamOptimizer {
  decay: number;
  constructor(rate: number, decay: number) {
    super(rate, 0.9, 0.999, 1e-7);
    this.decay = decay;
  }

  override applyGradients(gradients: Gradients) {
    for (const name of Object.keys(gradients)) {
      const value = find(name);
      value.assign(tf.sub(value, tf.mul(this.learningRate, tf.mul(value, this.decay))));
    }
    super.applyGradients(gradients as never);
  }

  static override get className() {
    return 'ObjectAdamW';
  }
}

/** Lion that takes gradients as an object by name alone. */
export class ObjectLion extends Plain {
  learningRate = 0.01;
  m: Record<string, tf.Variable> = {};
  applyGradients(gradients: Gradients) {
    const byName = gradients as tf.NamedTensorMap;
    for (const name of Object.keys(byName)) {
      const [value, gradient] = [find(name), byName[name]!];
      this.m[name] ??= tf.variable(tf.zerosLike(value), false);
      tf.tidy(() => {
        const m = this.m[name]!;
        value.assign(value.sub(m.mul(0.9).add(gradient.mul(0.1)).sign().mul(this.learningRate)));
        m.assign(m.mul(0.99).add(gradient.mul(0.01)));
      });
    }
  }
}

/** Lion whose engine is a field. */
export class EngineLion extends Plain {
  learningRate = 0.01;
  ENGINE = tf.engine();
  STATE: Record<string, { m: tf.Variable }> = {};
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const value = this.ENGINE.registeredVariables[name] as tf.Variable;
      this.STATE[name] ??= { m: tf.variable(tf.zerosLike(value)) };
      tf.tidy(() => {
        const { m } = this.STATE[name]!;
        const update = m.mul(0.9).add(gradient.mul(0.1)).sign();
        m.assign(m.mul(0.99).add(gradient.mul(0.01)));
        value.assign(value.sub(update.mul(this.learningRate)));
      });
    }
    this.incrementIterations();
  }
}

/** Momentum in kept tensors that each step replaces. */
export class Kept extends Plain {
  learningRate = 0.01;
  buffers = new Map<string, tf.Tensor>();
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients))
      tf.tidy(() => {
        const old = this.buffers.get(name) ?? tf.zerosLike(gradient);
        const buffer = tf.keep(old.mul(0.9).add(gradient));
        find(name).assign(find(name).sub(buffer.mul(this.learningRate)) as tf.Tensor);
        this.buffers.get(name)?.dispose();
        this.buffers.set(name, buffer);
      });
  }
}

/** Keeps the variables that it steps, and slots by their numbers. */
export class Remembering extends Plain {
  learningRate = 0.01;
  seen: Record<string, tf.Variable> = {};
  slots: Record<number, tf.Variable> = {};
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const value = (this.seen[name] ??= find(name));
      const slot = (this.slots[value.id] ??= tf.variable(tf.zerosLike(value), false));
      slot.assign(slot.mul(0.9).add(gradient));
      value.assign(value.sub(slot.mul(this.learningRate)));
    }
  }
}

/** Rectified: bias correction by iterations and a branch on them. */
export class Rectified extends Plain {
  learningRate = 0.01;
  slots: Record<string, { first: tf.Variable; second: tf.Variable }> = {};
  applyGradients(gradients: Gradients) {
    const t = this.iterations + 1;
    const long = 2 / (1 - 0.99) - 1;
    const length = long - (2 * t * 0.99 ** t) / (1 - 0.99 ** t);
    for (const [name, gradient] of pairs(gradients)) {
      const value = find(name);
      this.slots[name] ??= {
        first: tf.variable(tf.zerosLike(value), false),
        second: tf.variable(tf.zerosLike(value), false),
      };
      const { first, second } = this.slots[name]!;
      first.assign(first.mul(0.9).add(gradient.mul(0.1)));
      second.assign(second.mul(0.99).add(gradient.square().mul(0.01)));
      const mean = first.div(1 - 0.9 ** t);
      const rectified = Math.sqrt(
        ((length - 4) * (length - 2) * long) / ((long - 4) * (long - 2) * Math.max(length, 5)),
      );
      const step =
        length > 5
          ? mean.mul(rectified).div(
              second
                .div(1 - 0.99 ** t)
                .sqrt()
                .add(1e-8),
            )
          : mean;
      value.assign(value.sub(step.mul(this.learningRate)));
    }
    this.incrementIterations();
  }
}

abstract class Descent extends Plain {
  abstract rate(): number | tf.Tensor;
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients))
      find(name).assign(find(name).sub(gradient.mul(this.rate())) as tf.Tensor);
  }
}
export class RateCalledLr extends Descent {
  lr = 0.01;
  rate() {
    return this.lr;
  }
}
export class RateInConfig extends Descent {
  config = { learning_rate: 0.01, epsilon: 1e-8 };
  rate() {
    return this.config.learning_rate;
  }
}
export class RateInVariable extends Descent {
  learningRate = tf.variable(tf.scalar(0.01), false);
  rate() {
    return this.learningRate;
  }
}
export class TwoRates extends Plain {
  fast = { lr: 0.01 };
  slow = { lr: 0.02 };
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients))
      find(name).assign(find(name).sub(gradient.mul(this.fast.lr + this.slow.lr)) as tf.Tensor);
  }
}

export class Private extends Plain {
  learningRate = 0.01;
  #slots: Record<string, tf.Variable> = {};
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const slot = (this.#slots[name] ??= tf.variable(tf.zerosLike(gradient), false));
      slot.assign(slot.mul(0.9).add(gradient));
      find(name).assign(find(name).sub(slot.mul(this.learningRate)) as tf.Tensor);
    }
  }
}

/** Noise of a seed that moves on, or without one (NaN): too small to be seen in a few steps. */
export class Noisy extends Plain {
  learningRate = 0.01;
  seed: number;
  constructor(seed: number) {
    super();
    this.seed = seed;
  }
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const noise = tf.randomNormal(gradient.shape, 0, 1e-5, 'float32', this.seed++);
      find(name).assign(find(name).sub(gradient.mul(this.learningRate)).add(noise) as tf.Tensor);
    }
  }
}

export class ClippedByValue extends Plain {
  learningRate = 0.01;
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const norm = gradient.norm().dataSync()[0]!;
      const scale = norm > 1 ? 1 / norm : 1;
      find(name).assign(find(name).sub(gradient.mul(this.learningRate * scale)) as tf.Tensor);
    }
  }
}

const shared: Record<string, tf.Variable> = {};
/** Its slots belong to the module: instances share them. */
export class Shared extends Plain {
  learningRate = 0.01;
  applyGradients(gradients: Gradients) {
    for (const [name, gradient] of pairs(gradients)) {
      const slot = (shared[name] ??= tf.keep(tf.variable(tf.zerosLike(gradient), false)));
      slot.assign(slot.mul(0.9).add(gradient));
      find(name).assign(find(name).sub(slot.mul(this.learningRate)) as tf.Tensor);
    }
  }
}

export class Default extends RateCalledLr {}
export default Default;
export const lookahead = () => new Lookahead(0.01, 5);
export const lookaheadOfFifty = () => new Lookahead(0.01, 50);
export const stepDecay = ({ learningRate }: { learningRate: number }) => new StepDecay(learningRate);
export const slots = () => new Remembering();
