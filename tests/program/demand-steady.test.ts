import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { demandSteady, gradients, onceSteady, traceAgain, Unsteady } from '../../src/program/index.ts';
import type { RepeatedCode } from '../../src/program/index.ts';

const inputs = { x: { shape: [2, 3], dtype: 'float32' } } as const;
const code = (body: (x: tf.Tensor) => tf.Tensor): RepeatedCode => ({
  inputs,
  body: ({ x }) => ({ y: body(x!) }),
});

/** Code whose calls are counted from 1. */
const counting = (body: (x: tf.Tensor, call: number) => tf.Tensor): RepeatedCode => {
  let call = 0;
  return code((x) => body(x, ++call));
};

describe('code that is traced again', () => {
  test('is the same where it is the same, whatever it makes beside', () => {
    const { calls, again } = traceAgain(
      counting((x, call) => {
        tf.scalar(call); // of no use to anybody
        return tf.add(tf.mul(x, 2), tf.tensor([1, 2, 3]));
      }),
    );
    expect(calls).toBe(2);
    for (let time = 0; time < 5; time++) expect(again()).toBeUndefined();
  });

  const changes: Readonly<Record<string, readonly [RepeatedCode, RegExp]>> = {
    'a number': [counting((x, call) => tf.mul(x, 0.5 ** call)), /^kernel Multiply with 0\.25, not 0\.5, at /],
    'a kernel': [
      counting((x, call) => (call === 1 ? tf.sin(x) : tf.cos(x))),
      /^kernel Cos, not Sin, at .*demand-steady\.test\.ts:\d+/,
    ],
    'an attribute': [
      counting((x, call) => tf.leakyRelu(x, 0.1 * call)),
      /^kernel LeakyRelu with another alpha, at .*demand-steady\.test\.ts:\d+/,
    ],
    'what a kernel is called with': [
      counting((x, call) => {
        const [one, other] = [tf.sin(x), tf.cos(x)];
        return tf.exp(call === 1 ? one : other);
      }),
      /^kernel Exp of other values, at /,
    ],
    'a step less': [
      counting((x, call) => (call === 1 ? tf.neg(tf.exp(x)) : tf.exp(x))),
      /^another number of kernel calls \(1, not 2\), at /,
    ],
    'what comes out': [
      counting((x, call) => {
        const [one, other] = [tf.sin(x), tf.cos(x)];
        return call === 1 ? one : other;
      }),
      /^outputs of other values, at /,
    ],
    'its own gradient': [
      counting((x, call) => {
        const scaled = tf.customGrad((...given: unknown[]) => ({
          value: tf.mul(given[0] as tf.Tensor, 1),
          gradFunc: (dy: tf.Tensor) => [tf.mul(dy, -0.1 * call)],
        }));
        return gradients(tf.sum(scaled(x)), [x])[0]!;
      }),
      /^kernel Multiply with -0\.2, not -0\.1, at /,
    ],
  };
  test.each(Object.entries(changes))('is told by %s, with the place', (_, [changing, words]) => {
    expect(traceAgain(changing).again()).toMatch(words);
  });
});

describe('a demand that code is steady', () => {
  test('asks 64 times, and more where the run is longer', () => {
    const late = (call: number) => counting((x, at) => (at < call ? x.sin() : x.cos()));
    expect(() => demandSteady('model late', late(64), { steps: 10 })).toThrow(
      /^Cannot trace model late: expected code that does the same at every call, got at call 64 kernel Cos, not Sin, at /,
    );
    expect(() => demandSteady('model late', late(90), { steps: 100 })).toThrow(/at call 90/);
    expect(() => demandSteady('model late', late(200), { steps: 100 })).not.toThrow();
  });

  test('looks at what is called between steps, before them and after', () => {
    let calls = 0;
    const step = code((x) => tf.mul(x, 2 + 0 * calls++));
    const beside = code((x) => tf.mul(x, calls < 20 ? 1 : 0.5));
    expect(() => demandSteady('model warm', step, { steps: 1, beside })).toThrow(
      /got where it is evaluated after 64 calls kernel Multiply with 0\.5, not 1/,
    );
  });

  test('tells code that fails later', () => {
    const failing = counting((x, call) => {
      if (call > 3) throw new Error('no more');
      return tf.sin(x);
    });
    expect(() => demandSteady('model tired', failing, { steps: 1 })).toThrow(
      /got at call 4 a failure \(no more; thrown at .*\)/,
    );
  });

  test('is made once: what was found stays found when the counter has run out', () => {
    const warm = counting((x, call) => tf.mul(x, Math.min(call, 3)));
    const demand = () => onceSteady('warm', () => demandSteady('model warm', warm, { steps: 1 }));
    expect(demand).toThrow(Unsteady);
    expect(() => demandSteady('model warm', warm, { steps: 1 })).not.toThrow();
    expect(demand).toThrow(/at call 2/);
  });

  test('leaves other failures to whoever traces next', () => {
    const reading = code((x) => tf.scalar(x.dataSync()[0]!));
    expect(() => demandSteady('model', reading, { steps: 1 })).toThrow(/Cannot read the value/);
    expect(() => onceSteady('reading', () => demandSteady('model', reading, { steps: 1 }))).not.toThrow();
  });
});
