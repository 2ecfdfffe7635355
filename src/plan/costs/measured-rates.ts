/** Microseconds of each term of a step, written by `npm run costs`: AMD EPYC, Node v20.20.2, ONNX Runtime onnxruntime-node 1.30.0 extended, 2026-11-26. */
export const rates = {
  step: 0,
  carried: 0,
  kernel: 0.502,
  element: 0.000376,
  reduced: 0.00114,
  gathered: 0.00166,
  pooled: 0.00174,
  convolution: 107,
  convolved: 0.0000473,
  packed: 0,
  multiplication: 0.0000189,
  laneProduct: 0.435,
  laneMultiplication: 0.0000288,
} as const;

/** Times of a step over those of the native engine: the geometric mean over a few nets, written by `npm run costs -- --engines`. */
export const slowdowns: Readonly<Record<string, number>> = {
  onnx: 1,
  'tfjs-cpu': 67,
  'tfjs-wasm': 36,
  'tfjs-node': 33,
};
