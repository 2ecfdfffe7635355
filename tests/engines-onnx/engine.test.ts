import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/index.ts';
import type { Tensors } from '../../src/engines/types.ts';
import { gradients, trace } from '../../src/program/index.ts';
import type { LoopProgram } from '../../src/program/types.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** Least squares of a line through gathered points, by gradient descent. */
function lineLoop(): LoopProgram {
  const inputs = { w: float(1, 1), x: float(2, 1), y: float(2, 1), learningRate: float() };
  const body = trace('step', inputs, ({ w, x, y, learningRate }) => {
    const loss = tf.losses.meanSquaredError(y, tf.matMul(x, w)) as tf.Scalar;
    return { w: tf.sub(w, tf.mul(learningRate, gradients(loss, [w])[0]!)), loss };
  });
  const data = { indices: 'rows', rows: 4, storage: 'uint8', offset: 0 } as const;
  return {
    kind: 'loop',
    name: 'line',
    body,
    carried: ['w'],
    scanned: ['learningRate'],
    gathered: [
      { ...data, input: 'x', table: 'points', scale: 0.5 },
      { ...data, input: 'y', table: 'values', scale: 1 },
    ],
    stacked: ['loss'],
  };
}

function feeds(memory: (bytes: number) => ArrayBufferLike): Tensors {
  const table = (values: number[]) => {
    const data = new Uint8Array(memory(values.length));
    data.set(values);
    return { data, shape: [4, 1] };
  };
  return {
    w: { data: Float32Array.of(0), shape: [1, 1] },
    learningRate: { data: Float32Array.of(0.1, 0.1, 0.05), shape: [3] },
    rows: { data: Int32Array.of(0, 1, 2, 3, 0, 2), shape: [3, 2] },
    points: table([1, 2, 3, 4]),
    values: table([2, 4, 6, 8]),
  };
}

/** The same descent by hand, in double precision. */
function descentByHand(): { w: number; losses: number[] } {
  const rows = [
    [0, 1],
    [2, 3],
    [0, 2],
  ];
  let w = 0;
  const losses = rows.map((batch, step) => {
    const errors = batch.map((row) => ((row + 1) / 2) * w - 2 * (row + 1));
    const gradient = batch.reduce((sum, row, index) => sum + (errors[index]! * (row + 1)) / 2, 0);
    w -= [0.1, 0.1, 0.05][step]! * gradient;
    return errors.reduce((sum, error) => sum + error * error, 0) / 2;
  });
  return { w, losses };
}

describe('the ONNX engine', () => {
  test('runs a loop over gathered rows of a table, like the sums by hand', async () => {
    const executable = await onnxEngine.load(onnxEngine.lower(lineLoop()));
    const result = await executable.run(feeds((bytes) => new ArrayBuffer(bytes)));
    const expected = descentByHand();
    expect(result['w']!.data[0]).toBeCloseTo(expected.w, 5); // float32 against double
    expect([...result['loss']!.data].map((loss) => loss.toFixed(3))).toEqual(
      expected.losses.map((loss) => loss.toFixed(3)),
    );
    await executable.dispose();
  });

  test('refuses a loop of no steps', async () => {
    const executable = await onnxEngine.load(onnxEngine.lower(lineLoop()));
    const given = feeds((bytes) => new ArrayBuffer(bytes));
    const none = { learningRate: { data: new Float32Array(0), shape: [0] } };
    await expect(executable.run({ ...given, ...none })).rejects.toThrow(
      /feed 'learningRate' to be float32\[steps\], got Float32Array\[0\]/,
    );
    await executable.dispose();
  });

  test('takes tables that rest on shared memory', async () => {
    const executable = await onnxEngine.load(onnxEngine.lower(lineLoop()));
    const own = await executable.run(feeds((bytes) => new ArrayBuffer(bytes)));
    const shared = await executable.run(feeds((bytes) => new SharedArrayBuffer(bytes)));
    expect(shared).toEqual(own);
    await executable.dispose();
  });

  test('names a feed that is missing or does not fit', async () => {
    const executable = await onnxEngine.load(onnxEngine.lower(lineLoop()));
    const good = feeds((bytes) => new ArrayBuffer(bytes));
    const { w: _w, ...without } = good;
    await expect(executable.run(without)).rejects.toThrow(/feed 'w' to be float32\[1,1\], got none/);
    const wrong = { ...good, w: { data: Float32Array.of(0), shape: [1] } };
    await expect(executable.run(wrong)).rejects.toThrow(/feed 'w'.*got Float32Array\[1\]/);
    await executable.dispose();
  });

  test('lowers equal programs to equal bytes', () => {
    const [first, second] = [onnxEngine.lower(lineLoop()), onnxEngine.lower(lineLoop())];
    expect(first.digest).toBe(second.digest);
    expect(first.bytes).toEqual(second.bytes);
  });

  test('refuses a loop whose carried value changes its type, naming it', () => {
    const body = trace('grows', { w: float(1), s: float() }, ({ w, s }) => ({
      w: tf.concat([w, tf.reshape(s, [1])]),
    }));
    const loop: LoopProgram = {
      kind: 'loop',
      name: 'grows',
      body,
      carried: ['w'],
      scanned: ['s'],
      gathered: [],
      stacked: [],
    };
    expect(() => onnxEngine.lower(loop)).toThrow(/carried 'w' to keep its type float32\[1\]/);
  });
});
