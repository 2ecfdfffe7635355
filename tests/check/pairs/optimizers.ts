/* eslint-disable @typescript-eslint/no-explicit-any --
   the tensors of a state are whatever an optimizer put there */
// Optimizers in several ways of writing, and with small changes.
import * as tf from '@tensorflow/tfjs';

export const each = (tensors: any, rule: (name: string, t: any) => any): any =>
  Object.fromEntries(Object.entries(tensors).map(([n, t]) => [n, rule(n, t)]));
export const slot = (name: string, tensors: any): any =>
  Object.fromEntries(Object.entries(tensors).map(([k, t]) => [`${name}/${k}`, t]));
export const zeros = (name: string, p: any): any =>
  slot(
    name,
    each(p, (_: any, x: any) => tf.zerosLike(x)),
  );
export const ema = (o: any, n: any, b: number): any => tf.add(tf.mul(o, b), tf.mul(n, 1 - b));
export const lerp = (o: any, n: any, b: number): any => tf.add(o, tf.mul(tf.sub(n, o), 1 - b));
const half = (step: any, at: number) => tf.cast(tf.equal(step, at), 'float32'); // 1 where the step counter is `at`

/** SGD with momentum and its relatives. */
export function momentum(o: any = {}): any {
  const { mu = 0.9, lr = 1, decay = 0, form = 'plain', lostAt = 0, damp = false } = o;
  return {
    kind: 'sgdm',
    init: (p: any) => ({ ...zeros('v', p), ...(lostAt || damp ? { step: tf.scalar(0) } : {}) }),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
      const step = lostAt || damp ? tf.add(state.step, 1) : undefined;
      const rate = lr === 1 ? learningRate : tf.mul(learningRate, lr);
      const out: any = {},
        vs: any = {};
      for (const [n, p] of Object.entries(parameters) as any) {
        let g = gradients[n];
        if (decay) g = tf.add(g, tf.mul(p, decay));
        let old = state[`v/${n}`];
        if (lostAt) old = tf.mul(old, tf.sub(1, half(step, lostAt)));
        if (form === 'ema') {
          const m = ema(old, g, mu);
          vs[n] = m;
          out[n] = tf.sub(p, tf.mul(tf.div(rate, 1 - mu), m));
        } else if (form === 'split') {
          vs[n] = tf.add(tf.mul(old, mu), g);
          out[n] = tf.sub(tf.sub(p, tf.mul(tf.mul(rate, mu), old)), tf.mul(rate, g));
        } else if (form === 'negative') {
          const d = tf.sub(tf.mul(old, mu), g);
          vs[n] = d;
          out[n] = tf.add(p, tf.mul(d, rate));
        } else if (form === 'fma') {
          vs[n] = tf.sub(tf.add(old, g), tf.mul(old, 1 - mu));
          out[n] = tf.sub(p, tf.mul(rate, vs[n]));
        } else {
          vs[n] = tf.add(tf.mul(old, mu), g);
          out[n] = tf.sub(p, tf.mul(vs[n], rate));
        }
      }
      return { parameters: out, state: { ...slot('v', vs), ...(step ? { step } : {}) } };
    },
  };
}
export function nesterov(o: any = {}): any {
  const { form = 'plain', lr = 1, mu = 0.9 } = o;
  return {
    kind: 'nesterov',
    init: (p: any) => zeros('v', p),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
      const rate = lr === 1 ? learningRate : tf.mul(learningRate, lr);
      const v = each(gradients, (n, g) => tf.add(tf.mul(state[`v/${n}`], mu), g));
      return {
        parameters: each(parameters, (n, p) => {
          if (form === 'expanded')
            return tf.sub(
              p,
              tf.mul(rate, tf.add(tf.mul(gradients[n], 1 + mu), tf.mul(state[`v/${n}`], mu * mu))),
            );
          if (form === 'two')
            return tf.sub(tf.sub(p, tf.mul(rate, gradients[n])), tf.mul(tf.mul(rate, mu), v[n]));
          return tf.sub(p, tf.mul(rate, tf.add(gradients[n], tf.mul(v[n], mu))));
        }),
        state: slot('v', v),
      };
    },
  };
}
export function adam(o: any = {}): any {
  const {
    form = 'plain',
    lr = 1,
    eps = 1e-8,
    offset = 0,
    lostAt = 0,
    decay = 0,
    b1 = 0.9,
    b2 = 0.999,
    dec = 0,
  } = o;
  return {
    kind: 'adam',
    init: (p: any) => ({
      ...zeros('m', p),
      ...zeros('v', p),
      a: tf.scalar(0),
      b: tf.scalar(0),
      step: tf.scalar(0),
      count: tf.scalar(0),
    }),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
      const rate = lr === 1 ? learningRate : tf.mul(learningRate, lr);
      const count = tf.add(state.count, 1);
      const keep = lostAt ? tf.sub(1, half(count, lostAt)) : undefined;
      const old = (x: any) => (keep ? tf.mul(x, keep) : x);
      const step = tf.add(old(state.step), 1);
      const f = form === 'lerp' ? lerp : ema;
      const m: any = {},
        v: any = {};
      for (const [n, g0] of Object.entries(gradients) as any) {
        const g = decay ? tf.add(g0, tf.mul(parameters[n], decay)) : g0;
        m[n] = f(old(state[`m/${n}`]), g, b1);
        v[n] =
          form === 'squares'
            ? tf.add(tf.mul(old(state[`v/${n}`]), b2), tf.mul(tf.mul(g, 1 - b2), g))
            : f(old(state[`v/${n}`]), tf.square(g), b2);
      }
      const a = ema(state.a, tf.scalar(1), b1),
        b = ema(state.b, tf.scalar(1), b2);
      const t = offset ? tf.add(step, offset) : step;
      const c1 = form === 'averages' ? a : tf.sub(1, tf.pow(b1, t));
      const c2 = form === 'averages' ? b : tf.sub(1, tf.pow(b2, t));
      const root = tf.sqrt(c2);
      return {
        parameters: each(parameters, (n, p0) => {
          const p = dec ? tf.mul(p0, tf.sub(1, tf.mul(rate, dec))) : p0;
          if (form === 'averages')
            return tf.sub(
              p,
              tf.mul(tf.div(tf.mul(rate, root), c1), tf.div(m[n], tf.add(tf.sqrt(v[n]), tf.mul(root, eps)))),
            );
          if (form === 'torch')
            return tf.sub(
              p,
              tf.mul(tf.div(rate, c1), tf.div(m[n], tf.add(tf.div(tf.sqrt(v[n]), root), eps))),
            );
          if (form === 'ratefirst')
            return tf.sub(p, tf.div(tf.mul(rate, tf.div(m[n], c1)), tf.add(tf.sqrt(tf.div(v[n], c2)), eps)));
          if (form === 'epsinside')
            return tf.sub(
              p,
              tf.mul(rate, tf.div(tf.div(m[n], c1), tf.sqrt(tf.add(tf.div(v[n], c2), eps * eps)))),
            );
          return tf.sub(p, tf.mul(rate, tf.div(tf.div(m[n], c1), tf.add(tf.sqrt(tf.div(v[n], c2)), eps))));
        }),
        state: { ...slot('m', m), ...slot('v', v), a, b, step, count },
      };
    },
  };
}
export function rmsprop(o: any = {}): any {
  const { form = 'plain', lr = 1, eps = 1e-8, b = 0.9 } = o;
  return {
    kind: 'rmsprop',
    init: (p: any) => zeros('v', p),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
      const rate = lr === 1 ? learningRate : tf.mul(learningRate, lr);
      const v = each(gradients, (n, g) => (form === 'lerp' ? lerp : ema)(state[`v/${n}`], tf.square(g), b));
      return {
        parameters: each(parameters, (n, p) =>
          form === 'ratefirst'
            ? tf.sub(p, tf.div(tf.mul(rate, gradients[n]), tf.add(tf.sqrt(v[n]), eps)))
            : form === 'inside'
              ? tf.sub(p, tf.mul(rate, tf.div(gradients[n], tf.sqrt(tf.add(v[n], eps)))))
              : tf.sub(p, tf.mul(rate, tf.div(gradients[n], tf.add(tf.sqrt(v[n]), eps)))),
        ),
        state: slot('v', v),
      };
    },
  };
}
export function lion(o: any = {}): any {
  const { form = 'plain', lr = 1, wd = 0.01, b1 = 0.9, b2 = 0.99 } = o;
  return {
    kind: 'lion',
    init: (p: any) => zeros('m', p),
    update: ({ parameters, gradients, state, hyperparameters: { learningRate } }: any) => {
      const rate = lr === 1 ? learningRate : tf.mul(learningRate, lr);
      const f = form === 'lerp' ? lerp : ema;
      return {
        parameters: each(parameters, (n, p) => {
          const s = tf.sign(
            form === 'scaled'
              ? tf.add(state[`m/${n}`], tf.mul(gradients[n], (1 - b1) / b1))
              : f(state[`m/${n}`], gradients[n], b1),
          );
          return form === 'sum'
            ? tf.sub(p, tf.mul(rate, tf.add(s, tf.mul(p, wd))))
            : tf.sub(tf.mul(p, tf.sub(1, tf.mul(rate, wd))), tf.mul(rate, s));
        }),
        state: slot(
          'm',
          each(gradients, (n, g) => f(state[`m/${n}`], g, b2)),
        ),
      };
    },
  };
}
