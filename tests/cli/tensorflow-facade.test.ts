import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';

const facade = (await import(new URL('../../bin/tensorflow.js', import.meta.url).href)) as Record<
  string,
  unknown
>;

test('the facade of TensorFlow.js has the exports of the package in its version', () => {
  const own = ['default', 'forVersion'];
  const exported = Object.keys(facade).filter((name) => !own.includes(name));
  const there = Object.keys(tf).filter((name) => !['default', 'module.exports'].includes(name));
  expect(exported.sort()).toEqual(there.sort());
  expect(facade['forVersion']).toBe(tf.version['tfjs']);
});
