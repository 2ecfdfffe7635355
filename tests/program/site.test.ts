import { describe, expect, test } from 'vitest';
import { calledAt, describeSite } from '../../src/program/tracing/site.ts';

const stackOf = (...frames: readonly string[]) => ({
  stack: ['Error', ...frames.map((frame) => `    at ${frame}`)].join('\n'),
});
const user = 'Object.forward (/home/user/project/nets.ts:12:7)';

/** TensorFlow.js as its source maps name it, once they are in use, and as its bundle is. */
const mapped = [
  'SymbolicBackend.readSync (/home/user/project/node_modules/optimizer-assay/src/program/symbolic-backend.ts:41:11)',
  'Engine.Engine.readSync (/home/user/project/tfjs-core/src/engine.ts:1221:25)',
  'Tensor.Tensor.dataSync (/home/user/project/tfjs-core/src/tensor.ts:370:24)',
  user,
];
const bundled = [
  'Engine.readSync (/home/user/project/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:2:1)',
  'new Promise (<anonymous>)',
  '__awaiter (/home/user/project/node_modules/tslib/tslib.js:1:1)',
  'Tensor.array (/home/user/project/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:3:1)',
  'file:///home/user/project/nets.ts:3:5',
  user,
];
const operation = [
  'Object.whereAsync_ [as whereAsync] (/home/user/tfjs-core/src/ops/where_async.ts:1:1)',
  user,
];

describe('the site of a call', () => {
  test('is the first line of the user, not one of TensorFlow.js by its source maps', () => {
    expect(describeSite(stackOf(...mapped))).toBe('/home/user/project/nets.ts:12:7');
    expect(describeSite(stackOf(...bundled))).toBe('/home/user/project/nets.ts:3:5');
    expect(describeSite(stackOf('Engine.runKernel (/tmp/tfjs-backend-cpu/src/kernel.ts:1:1)'))).toBe(
      'an unknown place',
    );
  });

  test('names the function of the library that the user called', () => {
    expect([mapped, bundled, operation].map((frames) => calledAt(stackOf(...frames)))).toEqual([
      'dataSync',
      'array',
      'whereAsync',
    ]);
    expect(calledAt(stackOf(user))).toBe('a function');
  });
});
