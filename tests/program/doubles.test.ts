import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { engineNamed } from '../../src/engines/index.ts';
import { deserialize, inDoubles, interpret, serialize, trace } from '../../src/program/index.ts';

const types = { x: { shape: [2], dtype: 'float32' } } as const;
const decayed = (): ReturnType<typeof trace> =>
  trace('decayed', types, ({ x }) => ({
    y: tf.mul(x, tf.sub(1, 0.999)),
    z: tf.add(x, tf.tensor1d([0.1, 0.5])),
  }));
const feeds = { x: { data: Float64Array.of(1, 3), shape: [2] } };

describe('a program traced in doubles', () => {
  test('keeps its constants in 64 bit for the interpreter', () => {
    const { y, z } = interpret(inDoubles(decayed))(feeds);
    expect([...y!.data]).toEqual([1 - 0.999, 3 * (1 - 0.999)]);
    expect([...z!.data]).toEqual([1.1, 3.5]);
    // Traced as usual, 0.1 is a number of seven digits.
    expect(interpret(decayed())(feeds)['z']!.data[0]).toBe(1 + Math.fround(0.1));
  });

  test.each(['onnx', 'tfjs-cpu'] as const)('is the same program to an engine: %s', async (name) => {
    const engine = await engineNamed(name);
    expect(engine.lower(inDoubles(decayed)).digest).toBe(engine.lower(decayed()).digest);
  });

  test('comes back from its bytes with all its digits', () => {
    const program = inDoubles(decayed);
    const back = deserialize(serialize(program));
    expect(back).toEqual(program);
    expect(interpret(back)(feeds)).toEqual(interpret(program)(feeds));
  });

  test('leaves the names of typed arrays as they were, also where the trace fails', () => {
    const before = Float32Array;
    expect(() =>
      inDoubles(() => {
        throw new Error('not to be traced');
      }),
    ).toThrow('not to be traced');
    expect(Float32Array).toBe(before);
    expect(tf.tensor1d([0.1]).dataSync()).toBeInstanceOf(before);
  });

  test('shows every node to who disturbs it', () => {
    const nudged = interpret(inDoubles(decayed), 'double', ({ kernel }, _index, [result]) => {
      if (kernel === 'Add') result![0]! += 1;
    })(feeds);
    expect(nudged['z']!.data[0]).toBe(2.1);
  });
});
