import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/onnx/engine.ts';
import { gradients, trace } from '../../src/program/index.ts';

test('where a window has several maxima, the first one takes the gradient: a flat image sends each window’s slope to one element', async () => {
  const image = { shape: [1, 4, 6, 2], dtype: 'float32' } as const;
  const program = trace('pooled', { x: image }, ({ x }) => {
    const pooled = tf.maxPool(tf.relu(x as tf.Tensor4D), [2, 2], [2, 2], 'valid');
    return { slope: gradients(tf.sum(tf.square(pooled)) as tf.Scalar, [x!])[0]! };
  });
  const executable = await onnxEngine.load(onnxEngine.lower(program));
  const data = new Float32Array(48).fill(3);
  const { slope } = await executable.run({ x: { data, shape: image.shape } });
  await executable.dispose();
  // d(3²) = 6 at the upper left of each window: rows and columns 0, 2, 4, both channels.
  const expected = Array.from({ length: 48 }, (_, i) => {
    const [row, column] = [Math.floor(i / 12), Math.floor(i / 2) % 6];
    return row % 2 === 0 && column % 2 === 0 ? 6 : 0;
  });
  expect([...slope!.data]).toEqual(expected);
});
