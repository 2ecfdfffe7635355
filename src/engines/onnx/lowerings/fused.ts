import { float } from '../graph.ts';
import type { OnnxKernels } from '../kernels.ts';
import { type EngineCall, type EngineLowering, input, shapeOf } from '../lowering-rule.ts';

const flags = ({
  attributes,
}: EngineCall<OnnxKernels['ScaledMatMul']>): { transA: number; transB: number } => ({
  transA: attributes.transposeA ? 1 : 0,
  transB: attributes.transposeB ? 1 : 0,
});

const gemm: EngineLowering<OnnxKernels['Gemm']> = (call) => {
  const { alpha, beta, activation } = call.attributes;
  const operands = [input(call, 'a'), input(call, 'b'), input(call, 'c')];
  const numbers = { ...flags(call), alpha: float(alpha), beta: float(beta) };
  return activation === undefined
    ? call.graph.op('Gemm', operands, numbers)
    : call.graph.op('com.microsoft.FusedGemm', operands, { ...numbers, activation });
};

/** The ones stand on the left for both axes: a vector on the right is slow. */
const productWithOnes: EngineLowering<OnnxKernels['ProductWithOnes']> = (call) => {
  const { axis, value } = call.attributes;
  const ones = call.graph.filled('float32', [shapeOf(call, 'x')[axis]!], value);
  return axis === 0
    ? call.graph.op('MatMul', [ones, input(call, 'x')])
    : call.graph.op('com.microsoft.FusedMatMul', [ones, input(call, 'x')], { transB: 1 });
};

/** Lowerings of the kernels that `fuse` makes of products, sums and soft-maxes. */
export const fusedLowerings = {
  Gemm: gemm,
  ProductWithOnes: productWithOnes,
  ScaledMatMul: (call) =>
    call.graph.op('com.microsoft.FusedMatMul', [input(call, 'a'), input(call, 'b')], {
      ...flags(call),
      alpha: float(call.attributes.alpha),
    }),
  LogSoftmax: (call) => call.graph.op('LogSoftmax', [input(call, 'x')], { axis: call.attributes.axis }),
} satisfies { readonly [K in keyof OnnxKernels]?: EngineLowering<OnnxKernels[K]> };
