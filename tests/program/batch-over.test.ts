import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/index.ts';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import {
  batchOver,
  deserialize,
  gradients,
  hessianVectorProduct,
  lockstep,
  serialize,
  trace,
} from '../../src/program/index.ts';
import { kernelNames } from '../../src/program/kernels/kernels.ts';
import type { LoopProgram } from '../../src/program/types.ts';
import { kernelCases } from './cases.ts';
import { type KernelCase, spread } from './kernel-case.ts';
import { forwardProgram, hostTensor, onCpuBackend, runOnce } from './laws.ts';

const replicates = 3;

/** Replicate r of a case: float inputs scaled; by powers of 2, which round nothing, where inputs must stay equal. */
function replicate(kernelCase: KernelCase, batched: readonly string[], r: number): KernelCase {
  const factor = kernelCase.fixed === undefined ? 1 + 0.05 * r : 2 ** r;
  const inputs = Object.entries(kernelCase.inputs).map(([name, input]) => {
    const scaled = input.dtype === 'float32' && batched.includes(name);
    return [name, scaled ? { ...input, values: input.values.map((value) => value * factor) } : input];
  });
  return { ...kernelCase, inputs: Object.fromEntries(inputs) as KernelCase['inputs'] };
}

/** Which inputs are batched: all, and of several the first or the last alone. */
function choices(kernelCase: KernelCase): string[][] {
  const names = Object.keys(kernelCase.inputs);
  // The output of a pooling fits its image only if both are scaled.
  if (names.length < 2 || kernelCase.fixed !== undefined) return [names];
  return [names, names.slice(0, 1), names.slice(-1)];
}

const all = kernelNames.flatMap((kernel) =>
  kernelCases[kernel]
    .filter(({ inputs }) => Object.keys(inputs).length > 0)
    .flatMap((kernelCase) =>
      choices(kernelCase).map((batched) => ({
        kernel,
        kernelCase,
        batched,
        name: `${kernel}: ${kernelCase.what}, batched over ${batched.join(' and ')}`,
      })),
    ),
);

/** Feeds of all replicates, one after the other. */
function batchedFeeds(kernelCase: KernelCase, batched: readonly string[]): Tensors {
  const inputs = Object.entries(kernelCase.inputs).map(([name, input]) => {
    if (!batched.includes(name)) return [name, hostTensor(input)];
    const values = Array.from(
      { length: replicates },
      (_, r) => replicate(kernelCase, batched, r).inputs[name]!.values,
    ).flat();
    return [name, hostTensor({ ...input, shape: [replicates, ...input.shape], values })];
  });
  return Object.fromEntries(inputs) as Tensors;
}

/** Row r of a result. */
function row({ data, shape }: HostTensor, r: number): { data: number[]; shape: number[] } {
  const size = data.length / shape[0]!;
  return { data: [...data.slice(r * size, (r + 1) * size)], shape: shape.slice(1) };
}

describe('every kernel over several replicates gives each replicate what it gives alone', () => {
  test.each(all)('$name', async ({ kernel, kernelCase, batched }) => {
    const program = batchOver(forwardProgram(kernel, kernelCase), batched, replicates);
    const result = await runOnce(program, batchedFeeds(kernelCase, batched));
    for (let r = 0; r < replicates; r++)
      onCpuBackend(kernel, replicate(kernelCase, batched, r)).forEach((expected, index) => {
        const got = row(result[index]!, r);
        expect(got.shape).toEqual(expected.shape);
        expected.data.forEach((value, position) => {
          // As for one replicate: single precision and the polynomials of two libraries.
          const tolerance = 3e-6 * Math.max(1, Math.abs(value));
          if (Number.isFinite(value))
            expect(Math.abs(got.data[position]! - value), `replicate ${r}`).toBeLessThan(tolerance);
          else expect(got.data[position]).toBe(value);
        });
      });
  });
});

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

/** A small net's step of gradient descent on soft-max cross-entropy, with the curvature along a direction. */
function netStep() {
  const inputs = {
    w: float(4, 5),
    b: float(5),
    v: float(5, 3),
    x: float(6, 4),
    y: { shape: [6], dtype: 'int32' } as const,
    rate: float(),
  };
  return trace('net', inputs, ({ w, b, v, x, y, rate }) => {
    const hidden = tf.tanh(tf.add(tf.matMul(x, w), b));
    const logits = tf.matMul(hidden, v) as tf.Tensor2D;
    const loss = tf.losses.softmaxCrossEntropy(tf.oneHot(y as tf.Tensor1D, 3), logits) as tf.Scalar;
    const [dw, db, dv] = gradients(loss, [w, b, v]) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [hw] = hessianVectorProduct(loss, [w], [w]) as [tf.Tensor];
    const step = (parameter: tf.Tensor, slope: tf.Tensor) => tf.sub(parameter, tf.mul(rate, slope));
    return { w: step(w, dw), b: step(b, db), v: step(v, dv), loss, curvature: tf.sum(tf.mul(w, hw)) };
  });
}

const netLoop = (): LoopProgram => ({
  kind: 'loop',
  name: 'net',
  body: netStep(),
  carried: ['w', 'b', 'v'],
  scanned: ['rate'],
  gathered: [
    { input: 'x', table: 'features', indices: 'rows', rows: 8, storage: 'float32', scale: 1, offset: 0 },
    { input: 'y', table: 'labels', indices: 'rows', rows: 8, storage: 'uint8', scale: 1, offset: 0 },
  ],
  stacked: ['loss', 'curvature'],
});

const steps = 4;

/** Feeds of one replicate of the loop. */
function netFeeds(r: number): Tensors {
  const tensor = (shape: number[], salt: number): HostTensor => ({
    data: Float32Array.from(
      spread(
        shape.reduce((a, b) => a * b, 1),
        -1,
        1,
        salt,
      ),
    ),
    shape,
  });
  return {
    w: tensor([4, 5], r),
    b: tensor([5], r + 10),
    v: tensor([5, 3], r + 20),
    rate: { data: new Float32Array(steps).fill(0.1 * (r + 1)), shape: [steps] },
    rows: {
      data: Int32Array.from({ length: steps * 6 }, (_, i) => (i * (r + 3)) % 8),
      shape: [steps, 6],
    },
    features: tensor([8, 4], 99),
    labels: { data: Uint8Array.of(0, 1, 2, 0, 1, 2, 0, 1), shape: [8] },
  };
}

/** `[steps, …]` of every replicate as `[steps, replicates, …]`; other feeds as `[replicates, …]`. */
function together(name: string, list: readonly HostTensor[]): HostTensor {
  const { data, shape } = list[0]!;
  const size = data.length * list.length;
  const all = data instanceof Float32Array ? new Float32Array(size) : new Int32Array(size);
  const stepped = name === 'rate' || name === 'rows';
  const chunks = stepped ? steps : 1;
  const length = data.length / chunks;
  for (let chunk = 0; chunk < chunks; chunk++)
    list.forEach((one, r) =>
      all.set(one.data.subarray(chunk * length, (chunk + 1) * length), (chunk * list.length + r) * length),
    );
  const [first, ...rest] = shape;
  return { data: all, shape: stepped ? [first!, list.length, ...rest] : [list.length, ...shape] };
}

describe('a training loop in lockstep', () => {
  test('trains every replicate as alone, with its own weights, batches and learning rate', async () => {
    const alone = await onnxEngine.load(onnxEngine.lower(netLoop()));
    const group = lockstep(netLoop(), ['x', 'y', 'rate'], replicates);
    const executable = await onnxEngine.load(onnxEngine.lower(group));
    const feeds = Array.from({ length: replicates }, (_, r) => netFeeds(r));
    const shared = { features: feeds[0]!['features']!, labels: feeds[0]!['labels']! };
    const own = ['w', 'b', 'v', 'rate', 'rows'].map((name) => [
      name,
      together(
        name,
        feeds.map((feed) => feed[name]!),
      ),
    ]);
    const result = await executable.run({ ...shared, ...Object.fromEntries(own) } as Tensors);
    for (let r = 0; r < replicates; r++) {
      const expected = await alone.run(feeds[r]!);
      for (const name of ['w', 'b', 'v']) {
        // Sums of a few terms in another order, over four steps.
        row(result[name]!, r).data.forEach((value, index) =>
          expect(value).toBeCloseTo(expected[name]!.data[index]!, 5),
        );
      }
      for (const name of ['loss', 'curvature'])
        for (let step = 0; step < steps; step++)
          expect(result[name]!.data[step * replicates + r]).toBeCloseTo(expected[name]!.data[step]!, 5);
    }
    await alone.dispose();
    await executable.dispose();
  });

  test('survives being written and read', () => {
    const group = lockstep(netLoop(), ['x', 'y', 'rate'], replicates);
    expect(deserialize(serialize(group))).toEqual(group);
  });

  test('is refused where inputs that share indices are not all batched', () => {
    expect(() => lockstep(netLoop(), ['x'], 2)).toThrow(/'x' and 'y' to be both batched or both shared/);
  });
});

describe('batchOver', () => {
  const square = () => trace('square', { x: float(2), s: float() }, ({ x }) => ({ y: tf.square(x) }));

  test('gives outputs that do not differ between replicates the axis too', async () => {
    const program = batchOver(square(), ['s'], 2);
    const result = await runOnce(program, {
      x: { data: Float32Array.of(1, 3), shape: [2] },
      s: { data: Float32Array.of(0, 0), shape: [2] },
    });
    expect([...result['y']!.data]).toEqual([1, 9, 1, 9]);
  });

  test('names what is wrong with its arguments', () => {
    expect(() => batchOver(square(), ['z'], 2)).toThrow(/inputs among x, s, got 'z'/);
    expect(() => batchOver(square(), ['x'], 0)).toThrow(/positive number of replicates, got 0/);
  });

  test('refuses a kernel without a rule, naming it', () => {
    const program = { ...square(), nodes: [{ ...square().nodes[0]!, kernel: 'FFT' }] };
    expect(() => batchOver(program, ['x'], 2)).toThrow(/kernels with a batching rule, got FFT/);
  });
});
