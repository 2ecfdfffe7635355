import type { KernelName } from '../../../program/kernels/kernels.ts';
import { input, type LoweringRule } from '../lowering-rule.ts';

/**
 * Lowerings of matrix products. A transposed operand needs ONNX Runtime's own operator, which transposes while packing.
 */
export const matrixLowerings = {
  BatchMatMul: (call) => {
    const [a, b] = [input(call, 'a'), input(call, 'b')];
    const transA = call.attributes.transposeA === true ? 1 : 0;
    const transB = call.attributes.transposeB === true ? 1 : 0;
    return transA + transB === 0
      ? call.graph.op('MatMul', [a, b])
      : call.graph.op('com.microsoft.FusedMatMul', [a, b], { transA, transB });
  },
} satisfies { readonly [K in KernelName]?: LoweringRule<K> };
