import { choice, flag, optional, real, whole, wholes } from '../../program/kernels/attribute.ts';
import { type EngineKernel, type Signature, signature } from '../../program/kernels/signature.ts';

/** Geometry of windows as ONNX's operators take it; pads are top, left, bottom, right. */
const geometry = { kernel: wholes, strides: wholes, dilations: wholes, pads: wholes };

/** Rows and columns of the image at its end that no window reaches. */
const gradientGeometry = { ...geometry, outside: wholes };

const product = { transposeA: flag, transposeB: flag, alpha: real };
const activation = optional(choice('Relu'));

const kernel = <S extends Signature>(name: string, ofKernel: S): EngineKernel<S> => ({
  name: `onnx/${name}`,
  signature: ofKernel,
});

/**
 * Kernels that `fuse` makes of TensorFlow.js's, each of which ONNX Runtime has as one operator or a few; images have
 * the channels first.
 */
export const onnxKernels = {
  AveragePool: kernel('AveragePool', signature(['x'], geometry)),
  AveragePoolGradient: kernel('AveragePoolGradient', signature(['dy', 'input'], gradientGeometry)),
  Conv: kernel('Conv', signature(['x', 'filter'], { ...geometry, activation }, ['bias'])),
  ConvTranspose: kernel('ConvTranspose', signature(['x', 'filter'], gradientGeometry)),
  FilterGradient: kernel('FilterGradient', signature(['x', 'dy'], geometry)),
  Gemm: kernel('Gemm', signature(['a', 'b', 'c'], { ...product, beta: real, activation })),
  LogSoftmax: kernel('LogSoftmax', signature(['x'], { axis: whole })),
  MaxPool: kernel('MaxPool', signature(['x'], geometry)),
  MaxPoolGradient: kernel('MaxPoolGradient', signature(['dy', 'input', 'output'], gradientGeometry)),
  ProductWithOnes: kernel('ProductWithOnes', signature(['x'], { axis: choice(0, 1), value: real })),
  ScaledMatMul: kernel('ScaledMatMul', signature(['a', 'b'], product)),
};

/** The kernels of this engine. */
export type OnnxKernels = typeof onnxKernels;
