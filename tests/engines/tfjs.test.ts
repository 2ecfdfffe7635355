import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { engineAvailability, engineNamed, engineNames, tfjsEngines } from '../../src/engines/index.ts';
import { engineMissing } from '../../src/engines/engine-missing.ts';
import type { Executable, Tensors } from '../../src/engines/types.ts';
import { trace } from '../../src/program/index.ts';
import type { LoopProgram, ValueType } from '../../src/program/types.ts';

const engine = tfjsEngines['tfjs-cpu'];
const vector: ValueType = { shape: [2], dtype: 'float32' };
const floats = (shape: readonly number[], ...values: number[]) => ({
  data: Float32Array.from(values),
  shape,
});
const ints = (shape: readonly number[], ...values: number[]) => ({ data: Int32Array.from(values), shape });

/** Adds rate · mean of the gathered rows to a carried vector, and stacks the vector before the step. */
const body = trace(
  'walk',
  { position: vector, rows: { shape: [2, 2], dtype: 'float32' }, rate: { shape: [], dtype: 'float32' } },
  ({ position, rows, rate }) => ({
    position: tf.add(position, tf.mul(rate, tf.mean(rows, 0))),
    seen: position,
    large: tf.greater(position, 1),
  }),
);
const loop: LoopProgram = {
  kind: 'loop',
  name: 'walk',
  body,
  carried: ['position'],
  scanned: ['rate'],
  gathered: [
    { input: 'rows', table: 'table', indices: 'chosen', rows: 3, storage: 'uint8', scale: 0.5, offset: 1 },
  ],
  stacked: ['seen', 'large'],
};
const feeds: Tensors = {
  position: floats([2], 0, 0),
  rate: floats([2], 1, 2),
  // Rows are 1 + stored / 2: [1, 2], [3, 4], [5, 6].
  table: { data: Uint8Array.of(0, 2, 4, 6, 8, 10), shape: [3, 2] },
  chosen: ints([2, 2], 0, 1, 2, 2),
};

describe('the interpreter', () => {
  let executable: Executable;
  beforeAll(async () => {
    executable = await engine.load(engine.lower(loop));
  });

  test('runs a loop like the sums by hand', async () => {
    const results = await executable.run(feeds);
    expect(results['position']).toEqual(floats([2], 2 + 10, 3 + 12));
    expect(results['seen']).toEqual(floats([2, 2], 0, 0, 2, 3));
    expect(results['large']).toEqual({ data: Uint8Array.of(0, 0, 1, 1), shape: [2, 2] });
  });

  test('takes tables that rest on shared memory', async () => {
    const data = new Uint8Array(new SharedArrayBuffer(6));
    data.set([0, 2, 4, 6, 8, 10]);
    const results = await executable.run({ ...feeds, table: { data, shape: [3, 2] } });
    expect(results['position']).toEqual(floats([2], 12, 15));
  });

  test('refuses a loop of no steps', async () => {
    await expect(executable.run({ ...feeds, rate: floats([0]), chosen: ints([0, 2]) })).rejects.toThrow(
      /feed '\w+' to be .*\[steps.*got .*Array\[0/,
    );
  });

  test('leaves no tensor behind, nor another backend', async () => {
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    await executable.run(feeds);
    await expect(executable.run({ ...feeds, chosen: ints([2, 2], 0, 1, 2, 3) })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe('cpu');
  });

  test('returns an input that is also an output, and one value under two names', async () => {
    const program = trace('echo', { x: vector }, ({ x }) => {
      const y = tf.mul(x, 2);
      return { x, y, again: y };
    });
    const echo = await engine.load(engine.lower(program));
    const results = await echo.run({ x: floats([2], 1, 2) });
    expect(results).toEqual({ x: floats([2], 1, 2), y: floats([2], 2, 4), again: floats([2], 2, 4) });
  });

  test.each<[string, Tensors, RegExp]>([
    [
      'a row beyond the table',
      { chosen: ints([2, 2], 0, 1, 2, 3) },
      /expected 'chosen' in 0 … 2, got 3 at step 1/,
    ],
    [
      'steps that differ',
      { rate: floats([3], 1, 1, 1) },
      /expected feed 'chosen' to have 3 steps like 'rate', got 2/,
    ],
    [
      'a shape that does not fit',
      { position: floats([3], 1, 1, 1) },
      /expected feed 'position' to be float32\[2\], got Float32Array\[3\]/,
    ],
    [
      'a type that does not fit',
      { table: floats([3, 2], 0, 0, 0, 0, 0, 0) },
      /expected feed 'table' to be uint8\[3,2\], got Float32Array/,
    ],
  ])('refuses %s, naming it', async (_, wrong, message) => {
    await expect(executable.run({ ...feeds, ...wrong })).rejects.toThrow(message);
    await expect(executable.run({ ...feeds, ...wrong })).rejects.toThrow("'walk'");
  });

  test('refuses a feed that is missing', async () => {
    const { rate: _rate, ...rest } = feeds;
    await expect(executable.run(rest)).rejects.toThrow(
      /expected feed 'rate' to be float32\[steps\], got none/,
    );
  });

  test('names the kernel that does not run, with the types of its inputs', async () => {
    const program = trace('odd', { x: vector }, ({ x }) => ({ y: tf.neg(x) }));
    const odd = { ...program, nodes: program.nodes.map((node) => ({ ...node, kernel: 'NoSuchKernel' })) };
    const loaded = await engine.load(engine.lower(odd));
    await expect(loaded.run({ x: floats([2], 1, 2) })).rejects.toThrow(
      /Cannot run program 'odd' on cpu: expected kernel NoSuchKernel\(x=float32\[2\]\) to run/,
    );
  });
});

describe('lowering', () => {
  test('gives equal bytes to equal programs whatever their names, and other bytes to others', () => {
    const make = (name: string, factor: number) =>
      engine.lower(trace(name, { x: vector }, ({ x }) => ({ y: tf.mul(x, factor) })));
    expect(make('a', 2).digest).toBe(make('b', 2).digest);
    expect(make('a', 2).digest).not.toBe(make('a', 3).digest);
  });

  test('a kernel that wasm lacks runs on cpu', async () => {
    const program = trace('sums', { x: { shape: [3], dtype: 'float32' } }, ({ x }) => ({
      y: tf.unsortedSegmentSum(x as tf.Tensor1D, tf.tensor1d([0, 1, 0], 'int32'), 2),
    }));
    const wasm = tfjsEngines['tfjs-wasm'];
    const results = await (await wasm.load(wasm.lower(program))).run({ x: floats([3], 1, 2, 4) });
    expect(results['y']).toEqual(floats([2], 5, 2));
  });
});

describe('availability', () => {
  test('tells every engine apart, with its version, and how to install what is missing', async () => {
    const statuses = await engineAvailability();
    expect(statuses.map(({ name }) => name)).toEqual(engineNames);
    for (const { name, version, available, reason, install } of statuses) {
      expect(version, name).toMatch(/\d+\.\d+\.\d+|missing/);
      if (available) expect([reason, install]).toEqual([undefined, undefined]);
      else
        expect([reason, install]).toEqual([expect.stringMatching(/^Cannot load engine/), expect.any(String)]);
    }
  });

  test('an engine that lacks its package is a configuration error: another may be named', () => {
    const cause = new Error('no binding at lib/napi-v8. \nRequire stack:');
    const engine = {
      name: 'tfjs-node',
      package: '@tensorflow/tfjs-node',
      install: 'npm rebuild it',
    } as const;
    expect(engineMissing(engine, cause)).toMatchObject({
      code: 'configuration',
      message:
        'Cannot load engine tfjs-node: expected @tensorflow/tfjs-node to be ready, got "no binding at lib/napi-v8."; npm rebuild it',
      cause,
    });
  });

  test('an unknown engine is a configuration error that lists the known ones', async () => {
    await expect(engineNamed('abacus' as never)).rejects.toThrow(
      'Cannot use engine abacus: expected one of onnx, tfjs-cpu, tfjs-wasm, tfjs-node',
    );
  });
});

test('programs whose maxima lost NaN on wasm have another digest there, all others the same', () => {
  const [cpu, wasm] = [tfjsEngines['tfjs-cpu'], tfjsEngines['tfjs-wasm']];
  const digests = (body: (x: tf.Tensor) => tf.Tensor) => {
    const program = trace('maxima', { x: vector }, ({ x }) => ({ y: body(x) }));
    return [cpu.lower(program).digest, wasm.lower(program).digest] as const;
  };
  for (const body of [(x: tf.Tensor) => tf.softmax(x), (x: tf.Tensor) => tf.sub(x, tf.max(x))]) {
    const [same, too] = digests(body);
    expect(too).toBe(same);
  }
  for (const body of [(x: tf.Tensor) => tf.max(x), (x: tf.Tensor) => tf.maximum(x, 1)]) {
    const [right, mended] = digests(body);
    expect(mended).not.toBe(right);
  }
});
