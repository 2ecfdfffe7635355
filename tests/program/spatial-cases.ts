import * as tf from '@tensorflow/tfjs';
import { type CaseInput, float, type KernelCase, kernelCase } from './kernel-case.ts';

interface Convolution {
  readonly what: string;
  readonly x: readonly number[];
  readonly filter: readonly number[];
  readonly dy: readonly number[];
  readonly attributes: KernelCase['attributes'];
}

/** Convolutions of every geometry that nets use. */
export function convolutions(): Convolution[] {
  const geometry = { dataFormat: 'NHWC' };
  return [
    {
      what: 'same',
      x: [2, 4, 4, 2],
      filter: [3, 3, 2, 3],
      dy: [2, 4, 4, 3],
      attributes: { ...geometry, strides: 1, pad: 'same' },
    },
    {
      what: 'valid, wider than high',
      x: [1, 4, 5, 1],
      filter: [2, 3, 1, 2],
      dy: [1, 3, 3, 2],
      attributes: { ...geometry, strides: [1, 1], pad: 'valid' },
    },
    {
      what: 'stride 2, uneven padding',
      x: [1, 4, 4, 2],
      filter: [3, 3, 2, 2],
      dy: [1, 2, 2, 2],
      attributes: { ...geometry, strides: 2, pad: 'same' },
    },
    {
      what: 'stride 2, a row left over',
      x: [1, 6, 5, 1],
      filter: [3, 3, 1, 2],
      dy: [1, 2, 2, 2],
      attributes: { ...geometry, strides: 2, pad: 'valid' },
    },
    {
      what: 'one pixel',
      x: [2, 3, 3, 2],
      filter: [1, 1, 2, 2],
      dy: [2, 3, 3, 2],
      attributes: { ...geometry, strides: 1, pad: 'same' },
    },
  ];
}

interface Pooling {
  readonly what: string;
  readonly shape: readonly number[];
  readonly out: readonly number[];
  readonly attributes: KernelCase['attributes'];
}

const poolingShapes: readonly Pooling[] = [
  {
    what: 'side by side',
    shape: [2, 4, 4, 2],
    out: [2, 2, 2, 2],
    attributes: { filterSize: 2, strides: 2, pad: 'valid' },
  },
  {
    what: 'a row left over',
    shape: [1, 5, 4, 1],
    out: [1, 2, 2, 1],
    attributes: { filterSize: 2, strides: 2, pad: 'valid' },
  },
  {
    what: 'overlapping',
    shape: [1, 5, 5, 2],
    out: [1, 2, 2, 2],
    attributes: { filterSize: [3, 3], strides: [2, 2], pad: 'valid' },
  },
  {
    what: 'padded',
    shape: [1, 4, 4, 1],
    out: [1, 4, 4, 1],
    attributes: { filterSize: 3, strides: 1, pad: 'same' },
  },
  {
    what: 'the whole image',
    shape: [2, 3, 3, 2],
    out: [2, 1, 1, 2],
    attributes: { filterSize: 3, strides: 3, pad: 'valid' },
  },
];

/** Poolings of every geometry that nets use. */
export function poolings(): KernelCase[] {
  return poolingShapes.map(({ what, shape, attributes }) =>
    kernelCase(what, { x: float(shape) }, attributes),
  );
}

/** The gradient of the pooling of the same index. */
export function poolingGradient(pooling: KernelCase, index: number): KernelCase {
  const { shape, out } = poolingShapes[index]!;
  return kernelCase(pooling.what, { dy: float(out, -2, 2, 1), input: float(shape) }, pooling.attributes);
}

/** The output is fixed, as the image is: the kernel's value is linear in dy alone. */
export function maxPoolingGradient(pooling: KernelCase, index: number): KernelCase {
  const { shape, out } = poolingShapes[index]!;
  const input = float(shape);
  const output = maxima(input, poolingShapes[index]!);
  return {
    ...kernelCase(pooling.what, { dy: float(out, -2, 2, 1), input, output }, pooling.attributes),
    fixed: ['input', 'output'],
  };
}

/** Maxima of the windows, as TensorFlow.js places them. */
function maxima(image: CaseInput, { shape, attributes }: Pooling): CaseInput {
  void tf.setBackend('cpu');
  const x = tf.tensor4d([...image.values], shape as [number, number, number, number]);
  const y = tf.engine().runKernel('MaxPool', { x }, attributes as tf.NamedAttrMap) as tf.Tensor;
  return { shape: y.shape, dtype: 'float32', values: [...y.dataSync()] };
}
