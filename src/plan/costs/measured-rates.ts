/**
 * Microseconds of each term of a step, written by `npm run costs`: AMD EPYC, Node v20.20.2, ONNX Runtime
 * onnxruntime-node 1.30.0 extended, 2026-11-29.
 */
export const rates = {
  step: 0,
  carried: 0.362,
  kernel: 0.209,
  element: 0.000169,
  reduced: 0.000849,
  gathered: 0.000853,
  pooled: 0.00107,
  convolution: 62.3,
  convolved: 0.0000268,
  packed: 0,
  multiplication: 0.000014,
  laneProduct: 0.313,
  laneMultiplication: 0.0000184,
} as const;

/** Milliseconds of the probe of src/suite/machine-pace.ts on the machine of these rates. */
export const probeMs = 1.09;

/**
 * Times of a step over those of the native engine: the geometric mean over a few nets, written by `npm run costs --
 * --engines`.
 */
export const slowdowns: Readonly<Record<string, number>> = {
  onnx: 1,
  'tfjs-cpu': 67,
  'tfjs-wasm': 36,
  'tfjs-node': 33,
};
