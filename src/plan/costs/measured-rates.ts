/** Microseconds of each term of a step, written by `npm run costs`: AMD EPYC, Node v20.20.2, ONNX Runtime onnxruntime-node 1.30.0 extended, 2026-11-26. */
export const rates = {
  step: 0,
  carried: 1.84,
  kernel: 0.479,
  element: 0.000378,
  reduced: 0.0013,
  gathered: 0.00163,
  pooled: 0.000985,
  convolution: 96.5,
  convolved: 0.0000602,
  packed: 0.000157,
  multiplication: 0.0000205,
  laneProduct: 0.418,
  laneMultiplication: 0.0000289,
} as const;
