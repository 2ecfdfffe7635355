import { sessionOptions } from './session-options.ts';

/**
 * Part of a run's identity: the version that package.json pins (a test compares them) and how the runtime rewrites
 * graphs.
 */
export const onnxVersion = `onnxruntime-node 1.30.0 ${sessionOptions.graphOptimizationLevel}`;
