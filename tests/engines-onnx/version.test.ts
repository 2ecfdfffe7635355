import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/onnx/engine.ts';

const require = createRequire(import.meta.url);

test('the version in every key is that of the installed runtime, and package.json pins it', () => {
  const installed = (require('onnxruntime-node/package.json') as { version: string }).version;
  const pinned = (require('../../package.json') as { dependencies: Record<string, string> }).dependencies;
  expect(onnxEngine.version).toBe(`onnxruntime-node ${installed} extended`);
  expect(pinned['onnxruntime-node']).toBe(installed);
});
