import { createHash } from 'node:crypto';
import type { Artifact, Engine } from '../types.ts';
import { loadOnnx } from './load.ts';
import { lowerToOnnx } from './lower.ts';
import { onnxVersion } from './version.ts';

/** Native engine: programs lowered to ONNX, executed by ONNX Runtime on one thread. */
export const onnxEngine: Engine = {
  name: 'onnx',
  version: onnxVersion,
  lower(program): Artifact {
    const bytes = lowerToOnnx(program);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { engine: 'onnx', name: program.name, digest, bytes };
  },
  load: loadOnnx,
};
