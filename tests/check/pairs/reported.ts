/* eslint-disable @typescript-eslint/no-explicit-any --
   the tensors of a state are whatever an optimizer put there */
// Methods in which bugs were reported, right (by default) and wrong.
import * as tf from '@tensorflow/tfjs';
import { each, ema, slot, zeros } from './optimizers.ts';

const sumOf = (tensors: any): any =>
  Object.values<any>(tensors).reduce((sum, t) => tf.add(sum, tf.sum(t)), tf.scalar(0));
const normOf = (t: any): any => tf.sqrt(tf.sum(tf.square(t)));
/** 1 where a condition holds, as a number that programs can have. */
const where = (condition: any): any => tf.cast(condition, 'float32');
const stepped = (state: any): any => tf.add(state.step, 1);
const adamState = (p: any): any => ({ ...zeros('m', p), ...zeros('v', p), step: tf.scalar(0) });
const moments = (state: any, g: any): any => ({
  m: each(g, (n, x) => ema(state[`m/${n}`], x, 0.9)),
  v: each(g, (n, x) => ema(state[`v/${n}`], tf.square(x), 0.999)),
});
const kept = ({ m, v }: any, step: any): any => ({ ...slot('m', m), ...slot('v', v), step });
const corrections = (step: any): any => [tf.sub(1, tf.pow(0.9, step)), tf.sub(1, tf.pow(0.999, step))];

/**
 * Adam, and what reports did to it: `decay` decoupled before or after the step, corrections, gradients that arrive
 * changed.
 */
export const adamOf = ({
  decay = 0,
  decayed = 'before',
  withRate = true,
  corrected = 'once',
  swapped = false,
  gradient = (g: any): any => g,
  multiplies = false,
}: any = {}): any => ({
  kind: 'adam',
  init: adamState,
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const step = stepped(state);
    const [b1, b2] = swapped ? [0.999, 0.9] : [0.9, 0.999];
    const g = each(gradients, (_, x) => gradient(x));
    const m = each(g, (n, x) => ema(state[`m/${n}`], x, b1));
    const v = each(g, (n, x) => ema(state[`v/${n}`], tf.square(x), b2));
    const rest = (b: number): any => {
      const c = tf.sub(1, tf.pow(b, step));
      if (corrected === 'from 1 twice') return tf.sub(1, c);
      return corrected === 'twice' ? tf.square(c) : c;
    };
    const factor = decay === 0 ? 1 : tf.sub(1, withRate ? tf.mul(learningRate, decay) : decay);
    return {
      parameters: each(parameters, (n, p) => {
        const root = tf.add(tf.sqrt(tf.div(v[n], rest(b2))), 1e-8);
        const mean = tf.div(m[n], rest(b1));
        const towards = tf.mul(learningRate, multiplies ? tf.mul(mean, root) : tf.div(mean, root));
        if (decay === 0) return tf.sub(p, towards);
        return decayed === 'before' ? tf.sub(tf.mul(p, factor), towards) : tf.mul(tf.sub(p, towards), factor);
      }),
      state: kept({ m, v }, step),
    };
  },
});

/** Adagrad; `first` keeps the sum of squares of the first tensor alone, since the index is not advanced. */
export const adagradOf = ({ first = false }: any = {}): any => ({
  kind: 'adagrad',
  init: (p: any) => zeros('sum', p),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const [name] = Object.keys(gradients);
    const sums = each(gradients, (n, g) =>
      first && n !== name ? state[`sum/${n}`] : tf.add(state[`sum/${n}`], tf.square(g)),
    );
    return {
      parameters: each(parameters, (n, p) =>
        tf.sub(p, tf.mul(learningRate, tf.div(gradients[n], tf.add(tf.sqrt(sums[n]), 1e-3)))),
      ),
      state: slot('sum', sums),
    };
  },
});

/** Descent whose rate falls as η / (1 + decay · t). */
export const descentOf = ({ decay = 0 }: any = {}): any => ({
  kind: 'descent',
  init: () => ({ step: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => ({
    parameters: each(parameters, (n, p) =>
      tf.sub(p, tf.mul(tf.div(learningRate, tf.add(1, tf.mul(decay, state.step))), gradients[n])),
    ),
    state: { step: stepped(state) },
  }),
});

/** Adam by D-Adaptation (Defazio & Mishchenko 2023), its distance multiplied by the bias correction or not. */
export const dAdaptedOf = ({ corrected = true }: any = {}): any => ({
  kind: 'd-adapted adam',
  init: (p: any) => ({ ...adamState(p), ...zeros('s', p), d: tf.scalar(1e-2), r: tf.scalar(0) }),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const step = stepped(state);
    const [c1, c2] = corrections(step);
    const rate = tf.mul(state.d, corrected ? tf.mul(learningRate, tf.div(tf.sqrt(c2), c1)) : learningRate);
    const root = Math.sqrt(0.999);
    const scaled = each(gradients, (n, g) =>
      tf.div(tf.mul(g, state[`s/${n}`]), tf.add(tf.sqrt(state[`v/${n}`]), 1e-4)),
    );
    const r = ema(state.r, tf.mul(rate, sumOf(scaled)), root);
    const v = each(gradients, (n, g) => ema(state[`v/${n}`], tf.square(g), 0.999));
    const m = each(gradients, (n, g) => ema(state[`m/${n}`], tf.mul(rate, g), 0.9));
    const s = each(gradients, (n, g) => ema(state[`s/${n}`], tf.mul(rate, g), root));
    const size = sumOf(each(s, (_, t) => tf.abs(t)));
    const d = tf.maximum(state.d, tf.div(r, tf.add(tf.mul(1 - root, size), 1e-12)));
    return {
      parameters: each(parameters, (n, p) => tf.sub(p, tf.div(m[n], tf.add(tf.sqrt(v[n]), 1e-4)))),
      state: { ...kept({ m, v }, step), ...slot('s', s), d, r },
    };
  },
});

/** Lion; its decay `decoupled`, or in the gradient and so inside the sign. */
export const lionOf = ({ coupled = false }: any = {}): any => ({
  kind: 'lion',
  init: (p: any) => zeros('m', p),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const g = coupled ? each(gradients, (n, x) => tf.add(x, tf.mul(parameters[n], 0.01))) : gradients;
    return {
      parameters: each(parameters, (n, p) => {
        const decayed = coupled ? p : tf.mul(p, tf.sub(1, tf.mul(learningRate, 0.01)));
        return tf.sub(decayed, tf.mul(learningRate, tf.sign(ema(state[`m/${n}`], g[n], 0.9))));
      }),
      state: slot(
        'm',
        each(g, (n, x) => ema(state[`m/${n}`], x, 0.99)),
      ),
    };
  },
});

/**
 * Steps by the root of the second moment whose root mean square is clipped at 1 (Adafactor), or the other way round.
 */
export const adafactorOf = ({ inverted = false }: any = {}): any => ({
  kind: 'adafactor, not factored',
  init: (p: any) => zeros('v', p),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const v = each(gradients, (n, g) => ema(state[`v/${n}`], tf.add(tf.square(g), 1e-12), 0.9));
    return {
      parameters: each(parameters, (n, p) => {
        const u = tf.div(gradients[n], tf.sqrt(v[n]));
        const size = tf.sqrt(tf.mean(tf.square(u)));
        return tf.sub(
          p,
          tf.mul(learningRate, tf.div(u, inverted ? tf.minimum(size, 1) : tf.maximum(size, 1))),
        );
      }),
      state: slot('v', v),
    };
  },
});

/** LARS; `skips` moves nothing whose norm is 0, where the rate alone was meant. */
export const larsOf = ({ skips = false }: any = {}): any => ({
  kind: 'lars',
  init: (p: any) => zeros('velocity', p),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const velocity = each(gradients, (n, g) => {
      const [size, slope] = [normOf(parameters[n]), normOf(g)];
      const trust = tf.div(tf.mul(0.1, size), tf.add(slope, 1e-8));
      const factor = skips ? trust : tf.where(tf.greater(size, 0), trust, tf.onesLike(trust));
      return tf.add(tf.mul(state[`velocity/${n}`], 0.9), tf.mul(factor, g));
    });
    return {
      parameters: each(parameters, (n, p) => tf.sub(p, tf.mul(learningRate, velocity[n]))),
      state: slot('velocity', velocity),
    };
  },
});

/** LAMB; its decay in the step, or in the gradient. */
export const lambOf = ({ coupled = false }: any = {}): any => ({
  kind: 'lamb',
  init: adamState,
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const step = stepped(state);
    const [c1, c2] = corrections(step);
    const g = coupled ? each(gradients, (n, x) => tf.add(x, tf.mul(parameters[n], 0.01))) : gradients;
    const both = moments(state, g);
    return {
      parameters: each(parameters, (n, p) => {
        const plain = tf.div(tf.div(both.m[n], c1), tf.add(tf.sqrt(tf.div(both.v[n], c2)), 1e-6));
        const u = coupled ? plain : tf.add(plain, tf.mul(p, 0.01));
        const trust = tf.div(tf.add(normOf(p), 1e-3), tf.add(normOf(u), 1e-3));
        return tf.sub(p, tf.mul(tf.mul(learningRate, trust), u));
      }),
      state: kept(both, step),
    };
  },
});

/** RAdam (Liu et al. 2020), rectified where ρ exceeds a threshold: 4 in the paper, 5 in their code. */
export const radamOf = ({ from = 4 }: any = {}): any => ({
  kind: 'radam',
  init: adamState,
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const step = stepped(state);
    const [c1, c2] = corrections(step);
    const both = moments(state, gradients);
    const most = 2 / (1 - 0.999) - 1;
    const rho = tf.sub(most, tf.div(tf.mul(tf.mul(2, step), tf.pow(0.999, step)), c2));
    const root = tf.sqrt(
      tf.maximum(
        tf.div(tf.mul(tf.mul(tf.sub(rho, 4), tf.sub(rho, 2)), most), tf.mul(rho, (most - 4) * (most - 2))),
        0,
      ),
    );
    const rectified = where(tf.greater(rho, from));
    return {
      parameters: each(parameters, (n, p) => {
        const mean = tf.div(both.m[n], c1);
        const scaled = tf.mul(root, tf.div(mean, tf.add(tf.sqrt(tf.div(both.v[n], c2)), 1e-8)));
        const taken = tf.add(tf.mul(rectified, scaled), tf.mul(tf.sub(1, rectified), mean));
        return tf.sub(p, tf.mul(learningRate, taken));
      }),
      state: kept(both, step),
    };
  },
});

/**
 * Schedule-free descent (Defazio et al. 2024): gradients at y, steps of z, evaluation at their mean x, or wrongly at y.
 */
export const scheduleFreeOf = ({ evaluates = 'x' }: any = {}): any => ({
  kind: 'schedule-free',
  init: (p: any) => ({
    ...slot(
      'z',
      each(p, (_, t) => tf.add(t, 0)),
    ),
    ...slot(
      'x',
      each(p, (_, t) => tf.add(t, 0)),
    ),
    step: tf.scalar(0),
  }),
  update: ({ gradients, state, hyperparameters: { learningRate } }: any) => {
    const step = stepped(state);
    const z = each(gradients, (n, g) => tf.sub(state[`z/${n}`], tf.mul(learningRate, g)));
    const share = tf.div(1, step);
    const x = each(z, (n, t) => tf.add(tf.mul(tf.sub(1, share), state[`x/${n}`]), tf.mul(share, t)));
    const y = each(z, (n, t) => tf.add(tf.mul(0.1, t), tf.mul(0.9, x[n])));
    return { parameters: y, state: { ...slot('z', z), ...slot('x', x), step } };
  },
  evaluated: ({ parameters, state }: any) =>
    each(parameters, (n, p) => (evaluates === 'x' ? state[`x/${n}`] : p)),
});

/** Sharpness-aware minimization (Foret et al. 2021); `stays` takes its step from the perturbed point. */
export const samOf = ({ stays = false, radius = 0.05 }: any = {}): any => ({
  kind: 'sam',
  init: () => ({}),
  update: ({ parameters, gradients, gradientAt, hyperparameters: { learningRate } }: any) => {
    const norm = tf.sqrt(sumOf(each(gradients, (_, g) => tf.square(g))));
    const away = each(parameters, (n, p) =>
      tf.add(p, tf.mul(tf.div(radius, tf.add(norm, 1e-12)), gradients[n])),
    );
    const there = gradientAt(away);
    return {
      parameters: each(parameters, (n, p) => tf.sub(stays ? away[n] : p, tf.mul(learningRate, there[n]))),
      state: {},
    };
  },
});

/**
 * Momentum whose matrices are scaled by √(rows / columns) of their own layout, or of the transposed one (as of Muon's
 * step).
 */
export const scaledByShapeOf = ({ transposed = false }: any = {}): any => ({
  kind: 'scaled by shape',
  init: (p: any) => zeros('velocity', p),
  update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
    const velocity = each(gradients, (n, g) => tf.add(tf.mul(state[`velocity/${n}`], 0.9), g));
    const factor = ([a, b]: readonly number[]): number =>
      b === undefined ? 1 : Math.sqrt(Math.max(1, transposed ? b / a! : a! / b));
    return {
      parameters: each(parameters, (n, p) =>
        tf.sub(p, tf.mul(tf.mul(learningRate, factor(p.shape)), velocity[n])),
      ),
      state: slot('velocity', velocity),
    };
  },
});
