import type { InferenceSession } from 'onnxruntime-node';

/**
 * How every session runs: one thread, one operator after another. What changes the last bits of a result is part of
 * `version`.
 */
export const sessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // 'all' adds a blocked layout of images, whose reordering costs more than it gains where filters change every step.
  graphOptimizationLevel: 'extended',
  logSeverityLevel: 3,
} as const satisfies InferenceSession.SessionOptions;
