import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { composites, otherForms } from '../../src/program/composites/index.ts';
import { kernelNames, trace } from '../../src/program/index.ts';
import { whyNotCovered } from '../../src/program/kernels/not-covered.ts';

const covered = new Set<string>([...kernelNames, ...Object.keys(composites), ...Object.keys(otherForms)]);
const left = tf
  .getKernelsForBackend('cpu')
  .map(({ kernelName }) => kernelName)
  .filter((name) => !covered.has(name));

describe('every kernel of TensorFlow.js', () => {
  test('is covered, or has a reason why it is not', () => {
    expect(left.length).toBeGreaterThan(30);
    expect(left.filter((name) => whyNotCovered(name) === undefined)).toEqual([]);
    for (const name of covered) expect(whyNotCovered(name), name).toBeUndefined();
  });

  test('that no gradient calls stands in the table of the documentation', () => {
    const page = readFileSync('docs/models.md', 'utf8');
    const table = /### Kernels\n([^]*?)\n###/.exec(page)![1]!;
    // By kind there: non-max suppression, sparse, ragged and string kernels, draws, and the canvas.
    const byKind = /^(NonMax|Sparse|Ragged|String|StaticRegex)|^(Multinomial|Draw)$|Grad$|Backprop/;
    for (const name of left.filter((each) => !byKind.test(each))) expect(table).toContain(`\`${name}\``);
  });
});

describe('a kernel that is not covered is refused with its name, the reason, the place and the way out', () => {
  const image = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
  const calls: Readonly<Record<string, readonly [(x: tf.Tensor) => tf.Tensor, RegExp]>> = {
    'complex numbers': [
      (x) => tf.real(tf.complex(x, x)),
      /kernel Complex of real \[2,4\], imag \[2,4\]: .* \(programs have no complex numbers\)/,
    ],
    'a Fourier transform': [
      (x) => tf.abs(tf.spectral.rfft(x)),
      /kernel Complex .*\(programs have no complex numbers\)/,
    ],
    'boxes that are cut out': [
      (x) => tf.image.cropAndResize(image, tf.slice(x, [0, 0], [1, 4]) as tf.Tensor2D, [0], [2, 2]),
      /kernel CropAndResize .*\(it samples at places that the numbers decide\)/,
    ],
    'a rotation': [
      (x) => tf.image.rotateWithOffset(tf.reshape(x, [1, 2, 4, 1]) as tf.Tensor4D, 0.1),
      /kernel RotateWithOffset .*\(it samples at places that the numbers decide\)/,
    ],
    counts: [
      (x) => tf.bincount(tf.cast(tf.reshape(x, [8]), 'int32') as tf.Tensor1D, [], 4),
      /kernel Bincount .*\(the numbers decide how long its output is, or what it finds\)/,
    ],
    'sparse rows': [
      (x) => tf.sparseToDense(tf.tensor1d([0, 1], 'int32'), tf.slice(tf.reshape(x, [8]), 0, 2), [4]),
      /kernel SparseToDense .*\(programs have no sparse or ragged tensors\)/,
    ],
  };
  test.each(Object.entries(calls))('%s', (_, [body, message]) => {
    const traced = () =>
      trace('uncovered', { x: { shape: [2, 4], dtype: 'float32' } }, ({ x }) => ({ y: body(x) }));
    expect(traced).toThrow(message);
    expect(traced).toThrow(
      / got a call at .*not-covered\.test\.ts:\d+:\d+ \(.*; code by reference with it trains eagerly$/,
    );
  });
});
