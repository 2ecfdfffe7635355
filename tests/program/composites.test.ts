import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { composites } from '../../src/program/composites/index.ts';
import { gradients, replay, trace } from '../../src/program/index.ts';
import { bool, float, int, type KernelCase, kernelCase } from './kernel-case.ts';
import { derivativeProgram, directionsOf, dot, feedsOf, floatInputs, forwardProgram } from './laws.ts';
import { moved, onCpuBackend, runOnce } from './laws.ts';

const images = { x: float([1, 5, 4, 2]) };
const geometry = { dataFormat: 'NHWC', dilations: [1, 1] };
const masks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };

const resizes = (): KernelCase[] =>
  [
    { what: 'doubled', size: [4, 6], alignCorners: false, halfPixelCenters: false },
    { what: 'corners aligned', size: [5, 5], alignCorners: true, halfPixelCenters: false },
    { what: 'half-pixel centres', size: [4, 5], alignCorners: false, halfPixelCenters: true },
  ].map(({ what, ...attributes }) => kernelCase(what, { images: float([1, 2, 3, 2]) }, attributes));

const einsum = (equation: string, ...shapes: number[][]): KernelCase =>
  kernelCase(
    equation,
    Object.fromEntries(shapes.map((shape, index) => [index, float(shape, -2, 2, index)])),
    { equation },
  );

/** Cases of every composite; the test below sees that none is missing. */
const cases: Readonly<Record<string, readonly KernelCase[]>> = {
  _FusedMatMul: [
    kernelCase(
      'bias and ReLU',
      { a: float([2, 3]), b: float([3, 4], -2, 2, 1), bias: float([4], -1, 1, 2) },
      { transposeA: false, transposeB: false, activation: 'relu' },
    ),
  ],
  AvgPool3D: ['same', 'valid'].map((pad) =>
    kernelCase(
      `windows of 2 by 2 by 3, ${pad}`,
      { x: float([2, 3, 4, 5, 2]) },
      { filterSize: [2, 2, 3], strides: [2, 1, 2], pad, dataFormat: 'NDHWC' },
    ),
  ),
  BatchToSpaceND: [
    kernelCase(
      'blocks of 2 by 2, cropped',
      { x: float([8, 2, 3, 2]) },
      {
        blockShape: [2, 2],
        crops: [
          [0, 1],
          [1, 0],
        ],
      },
    ),
  ],
  Conv3D: [
    kernelCase(
      'same, stride 1',
      { x: float([1, 3, 3, 2, 2]), filter: float([2, 2, 2, 2, 3], -1, 1, 1) },
      { strides: [1, 1, 1], pad: 'same', dataFormat: 'NDHWC', dilations: [1, 1, 1] },
    ),
    kernelCase(
      'valid, stride 2 in depth',
      { x: float([2, 4, 3, 3, 1]), filter: float([2, 2, 2, 1, 2], -1, 1, 1) },
      { strides: [2, 1, 1], pad: 'valid', dataFormat: 'NDHWC', dilations: 1 },
    ),
  ],
  Cumprod: [
    kernelCase('rows', { x: float([2, 4], 0.5, 1.5) }, { axis: 1, exclusive: false, reverse: false }),
    kernelCase(
      'exclusive, reversed',
      { x: float([3, 2], 0.5, 1.5) },
      { axis: 0, exclusive: true, reverse: true },
    ),
  ],
  DepthToSpace: [
    kernelCase('blocks of 2 by 2', { x: float([2, 2, 3, 8]) }, { blockSize: 2, dataFormat: 'NHWC' }),
  ],
  DepthwiseConv2dNative: [
    kernelCase(
      'stride 1, two filters a channel',
      { ...images, filter: float([3, 2, 2, 2], -1, 1, 1) },
      { ...geometry, strides: [1, 1], pad: 'same' },
    ),
    kernelCase(
      'stride 2',
      { ...images, filter: float([3, 3, 2, 1], -1, 1, 1) },
      { ...geometry, strides: [2, 2], pad: 'valid' },
    ),
  ],
  Diag: [kernelCase('a vector', { x: float([3]) })],
  Dilation2D: [
    kernelCase(
      'same, stride 2',
      { x: float([1, 5, 4, 2]), filter: float([2, 3, 2], -1, 1, 1) },
      { strides: [2, 2], pad: 'same', dilations: 1 },
    ),
    kernelCase(
      'valid, every second place',
      { x: float([2, 5, 5, 1]), filter: float([2, 2, 1], -1, 1, 1) },
      { strides: 1, pad: 'valid', dilations: [2, 2] },
    ),
  ],
  Einsum: [
    einsum('ij,jk->ik', [2, 3], [3, 4]),
    einsum('bij,bkj->bik', [2, 2, 3], [2, 4, 3]),
    einsum('ij,kj->i', [2, 3], [4, 3]),
    einsum('ij->ji', [2, 3]),
  ],
  FlipLeftRight: [kernelCase('of an image', { image: float([2, 2, 3, 1]) })],
  FusedBatchNorm: [
    kernelCase(
      'a channel',
      {
        x: float([2, 2, 2, 3]),
        mean: float([3], -1, 1, 1),
        variance: float([3], 0.5, 2, 2),
        offset: float([3], -1, 1, 3),
        scale: float([3], 0.5, 2, 4),
      },
      { varianceEpsilon: 0.1 },
    ),
  ],
  FusedConv2D: [
    kernelCase(
      'bias and sigmoid',
      { ...images, filter: float([2, 2, 2, 3], -1, 1, 1), bias: float([3], -1, 1, 2) },
      { ...geometry, strides: [1, 1], pad: 'same', activation: 'sigmoid' },
    ),
  ],
  FusedDepthwiseConv2D: [
    kernelCase(
      'bias and sigmoid',
      { ...images, filter: float([2, 2, 2, 1], -1, 1, 1), bias: float([2], -1, 1, 2) },
      { ...geometry, strides: [1, 1], pad: 'same', activation: 'sigmoid' },
    ),
  ],
  GatherNd: [
    kernelCase('elements', { params: float([2, 3]), indices: int([2, 2], 1, 2, 0, 1) }),
    kernelCase('rows', { params: float([2, 3]), indices: int([3, 1], 1, 0, 1) }),
  ],
  LinSpace: [kernelCase('five', {}, { start: -1, stop: 1, num: 5 })],
  LogicalXor: [],
  LogSoftmax: [kernelCase('rows', { logits: float([2, 3]) }, { axis: 1 })],
  LRN: [
    kernelCase(
      'two neighbours on each side',
      { x: float([1, 2, 2, 6]) },
      { depthRadius: 2, bias: 1, alpha: 0.5, beta: 0.75 },
    ),
  ],
  MaxPool3D: ['same', 'valid'].map((pad) =>
    kernelCase(
      `windows of 2 by 2 by 3, ${pad}`,
      { x: float([2, 3, 4, 5, 2]) },
      { filterSize: [2, 2, 3], strides: [2, 1, 2], pad, dataFormat: 'NDHWC' },
    ),
  ),
  MirrorPad: ['reflect', 'symmetric'].map((mode) =>
    kernelCase(
      mode,
      { x: float([3, 4]) },
      {
        paddings: [
          [1, 0],
          [2, 1],
        ],
        mode,
      },
    ),
  ),
  Range: [kernelCase('of floats', {}, { start: 1, stop: 3, step: 0.5, dtype: 'float32' })],
  ResizeBilinear: resizes(),
  ResizeNearestNeighbor: resizes(),
  ScatterNd: [
    kernelCase('with a repeat', { indices: int([3, 1], 2, 0, 2), updates: float([3, 2]) }, { shape: [4, 2] }),
  ],
  SpaceToBatchND: [
    kernelCase(
      'blocks of 2 by 3, padded',
      { x: float([2, 3, 4, 2]) },
      {
        blockShape: [2, 3],
        paddings: [
          [1, 0],
          [1, 1],
        ],
      },
    ),
  ],
  StridedSlice: [
    kernelCase(
      'every second column',
      { x: float([3, 5]) },
      { begin: [0, 1], end: [3, 5], strides: [1, 2], ...masks },
    ),
    kernelCase(
      'one row, its axis dropped',
      { x: float([3, 4]) },
      { begin: [1, 0], end: [2, 4], strides: [1, 1], ...masks, shrinkAxisMask: 1 },
    ),
  ],
  // Its indices are no inputs: see below.
  TensorScatterUpdate: [],
  TopK: [kernelCase('three of a row', { x: float([2, 5]) }, { k: 3, sorted: true })],
};

/** Forms of covered kernels that are recorded as others. */
const forms: Readonly<Record<string, readonly KernelCase[]>> = {
  Conv2D: [
    kernelCase(
      'channels first, padded by hand',
      { x: float([2, 2, 4, 5]), filter: float([2, 3, 2, 3], -1, 1, 1) },
      {
        strides: [1, 2],
        pad: [
          [0, 0],
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        dataFormat: 'NCHW',
        dilations: [1, 1],
      },
    ),
    kernelCase(
      'channels first, same',
      { x: float([1, 2, 4, 4]), filter: float([3, 3, 2, 2], -1, 1, 1) },
      { strides: [1, 1], pad: 'same', dataFormat: 'NCHW', dilations: 1 },
    ),
    ...['same', 'valid'].map((pad) =>
      kernelCase(
        `dilated by 2 and 3, ${pad}`,
        { x: float([2, 6, 7, 2]), filter: float([2, 2, 2, 3], -1, 1, 1) },
        { strides: [1, 1], pad, dataFormat: 'NHWC', dilations: [2, 3] },
      ),
    ),
  ],
};

/** Kernels that TensorFlow.js's CPU backend has under this name. */
const onCpu = Object.entries({ ...cases, ...forms }).flatMap(([kernel, list]) =>
  list.map((one) => ({ kernel, kernelCase: one, name: `${kernel}: ${one.what}` })),
);

beforeAll(() => tf.setBackend('cpu'));

describe('composites', () => {
  test('all have cases', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(composites).sort());
  });

  test.each(onCpu.filter(({ kernel }) => kernel !== 'LogSoftmax'))(
    '$name: gives what the CPU backend gives',
    async ({ kernel, kernelCase }) => {
      const result = await runOnce(forwardProgram(kernel, kernelCase), feedsOf(kernelCase, {}));
      const [expected] = onCpuBackend(kernel, kernelCase);
      expect(result['0']!.shape).toEqual(expected!.shape);
      // Single precision of sums of up to some ten terms.
      expected!.data.forEach((value, index) => expect(result['0']!.data[index]).toBeCloseTo(value, 5));
    },
  );

  test.each(onCpu.filter(({ kernelCase }) => floatInputs(kernelCase).length > 0))(
    '$name: has the derivatives of its parts',
    async ({ kernel, kernelCase }) => {
      const program = derivativeProgram(kernel, kernelCase);
      const [u, step] = [directionsOf(kernelCase, 3), 1e-2];
      const at = (distance: number) => runOnce(program, feedsOf(moved(kernelCase, u, distance), u));
      const [before, here, after] = [await at(-step), await at(0), await at(step)];
      const slope = (after['loss']!.data[0]! - before['loss']!.data[0]!) / (2 * step);
      const curvature = (dot(after, 'd', u) - dot(before, 'd', u)) / (2 * step);
      // As for the kernels: truncation and single precision over 2·step.
      expect(Math.abs(dot(here, 'd', u) - slope)).toBeLessThan(5e-3 * Math.max(1, Math.abs(slope)));
      expect(Math.abs(dot(here, 'h', u) - curvature)).toBeLessThan(5e-3 * Math.max(1, Math.abs(curvature)));
    },
  );

  test('TopK: of equal numbers the first comes first, also where they are minus infinity', () => {
    const rows = [
      [1, 3, 3, -Infinity, 2],
      [-Infinity, -Infinity, 7, -Infinity, -Infinity],
    ];
    const program = trace('top', { x: { shape: [2, 5], dtype: 'float32' } }, ({ x }) => ({
      ...tf.topk(x, 4),
    }));
    const { values, indices } = replay(program, { x: tf.tensor2d(rows) });
    const expected = tf.topk(tf.tensor2d(rows), 4);
    expect(values!.arraySync()).toEqual(expected.values.arraySync());
    // TensorFlow.js takes equal numbers in no certain order; TensorFlow takes the lower index.
    expect(indices!.arraySync()).toEqual([
      [1, 2, 4, 0],
      [2, 0, 1, 3],
    ]);
    expect(indices!.dtype).toBe('int32');
  });

  test('TensorScatterUpdate: replaces rows, the last of several for one, and passes gradients on', () => {
    const indices = tf.tensor2d([[2], [0], [2]], [3, 1], 'int32');
    const types = { x: { shape: [4, 2], dtype: 'float32' }, u: { shape: [3, 2], dtype: 'float32' } } as const;
    const program = trace('update', types, ({ x, u }) => {
      const y = tf.tensorScatterUpdate(x, indices, u);
      const [dx, du] = gradients(tf.sum(y), [x, u]) as [tf.Tensor, tf.Tensor];
      return { y, dx, du };
    });
    const [x, u] = [tf.reshape(tf.range(0, 8), [4, 2]), tf.reshape(tf.range(10, 16), [3, 2])];
    const result = replay(program, { x, u });
    expect(result['y']!.arraySync()).toEqual(tf.tensorScatterUpdate(x, indices, u).arraySync());
    expect(result['dx']!.arraySync()).toEqual([0, 1, 0, 1].map((kept) => [kept, kept]));
    expect(result['du']!.arraySync()).toEqual([0, 1, 1].map((used) => [used, used]));
  });

  test('TensorScatterUpdate: indices that are computed are refused', () => {
    const types = { x: { shape: [2], dtype: 'float32' }, i: { shape: [1, 1], dtype: 'int32' } } as const;
    expect(() =>
      trace('update', types, ({ x, i }) => ({ y: tf.tensorScatterUpdate(x, i, tf.ones([1])) })),
    ).toThrow('expected indices that are known while tracing, got some that are computed');
  });

  test('LogicalXor: is the difference of truths', async () => {
    const pairs = kernelCase('all pairs', { a: bool([4], 0, 0, 1, 1), b: bool([4], 0, 1, 0, 1) });
    const result = await runOnce(forwardProgram('LogicalXor', pairs), feedsOf(pairs, {}));
    expect([...result['0']!.data]).toEqual([0, 1, 1, 0]);
  });
});
