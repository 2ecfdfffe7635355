import { createHash } from 'node:crypto';
import type { Artifact, Engine } from '../types.ts';
import { loadOnnx } from './load.ts';
import { lowerToOnnx } from './lower.ts';
import { sessionOptions } from './session-options.ts';

/** Part of a run's identity: the version that package.json pins (a test compares them) and how the runtime rewrites graphs. */
const version = `onnxruntime-node 1.30.0 ${sessionOptions.graphOptimizationLevel}`;

/** Native engine: programs lowered to ONNX, executed by ONNX Runtime on one thread. */
export const onnxEngine: Engine = {
  name: 'onnx',
  version,
  lower(program): Artifact {
    const bytes = lowerToOnnx(program);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { engine: 'onnx', name: program.name, digest, bytes };
  },
  load: loadOnnx,
};
