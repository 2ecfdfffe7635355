import { expect, test } from 'vitest';
import { decodeTensors, encodeTensors } from '../../src/engines/index.ts';

const tensors = {
  weight: { data: Float32Array.of(1.5, -2, 0.25), shape: [3] },
  step: { data: Int32Array.of(7), shape: [] },
};

test('tensors are read as they were written, whatever their bytes rest on', () => {
  const bytes = encodeTensors(tensors);
  expect(decodeTensors(bytes)).toEqual(tensors);
  // A Buffer of a pool, at every place in it: files are read into such.
  const pool = Buffer.alloc(bytes.length + 8, 255);
  for (let at = 0; at < 8; at++) {
    pool.set(bytes, at);
    expect(decodeTensors(pool.subarray(at, at + bytes.length))).toEqual(tensors);
  }
});

test('bytes that are no tensors are an error', () => {
  expect(() => decodeTensors(Buffer.from('no tensors'))).toThrow(/Cannot read tensors/);
});
