/** Microseconds of each term of a step, written by `npm run costs`: AMD EPYC, Node v20.20.2, ONNX Runtime onnxruntime-node 1.30.0 extended, 2026-11-26. */
export const rates = {
  step: 0,
  carried: 0.00721,
  kernel: 0.488,
  element: 0.00032,
  reduced: 0.00142,
  gathered: 0.00154,
  pooled: 0.00138,
  convolution: 99.7,
  convolved: 0.0000453,
  packed: 0,
  multiplication: 0.0000161,
  laneProduct: 0.412,
  laneMultiplication: 0.0000234,
} as const;
