import { float } from '../graph.ts';
import { input, type LoweringCall, type LoweringRule, shapeOf } from '../lowering-rule.ts';

const flags = ({ attributes }: LoweringCall): { transA: number; transB: number } => ({
  transA: attributes['transposeA'] === true ? 1 : 0,
  transB: attributes['transposeB'] === true ? 1 : 0,
});

const gemm: LoweringRule = (call) => {
  const { alpha, beta, activation } = call.attributes;
  const operands = [input(call, 'a'), input(call, 'b'), input(call, 'c')];
  const numbers = { ...flags(call), alpha: float(alpha as number), beta: float(beta as number) };
  return activation === undefined
    ? call.graph.op('Gemm', operands, numbers)
    : call.graph.op('com.microsoft.FusedGemm', operands, {
        ...numbers,
        activation: activation as string,
      });
};

/** The ones stand on the left for both axes: a vector on the right is slow. */
const productWithOnes: LoweringRule = (call) => {
  const { axis, value } = call.attributes as { axis: 0 | 1; value: number };
  const ones = call.graph.filled('float32', [shapeOf(call, 'x')[axis]!], value);
  return axis === 0
    ? call.graph.op('MatMul', [ones, input(call, 'x')])
    : call.graph.op('com.microsoft.FusedMatMul', [ones, input(call, 'x')], { transB: 1 });
};

/** Lowerings of the kernels that `fuse` makes. */
export const fusedLowerings = {
  'onnx/Gemm': gemm,
  'onnx/ProductWithOnes': productWithOnes,
  'onnx/ScaledMatMul': (call) =>
    call.graph.op('com.microsoft.FusedMatMul', [input(call, 'a'), input(call, 'b')], {
      ...flags(call),
      alpha: float(call.attributes['alpha'] as number),
    }),
  'onnx/LogSoftmax': (call) =>
    call.graph.op('LogSoftmax', [input(call, 'x')], { axis: call.attributes['axis'] as number }),
} satisfies Readonly<Record<string, LoweringRule>>;
