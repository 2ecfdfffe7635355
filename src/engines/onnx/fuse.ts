import { rewrite, type RewriteRules } from '../../program/rewrite.ts';
import { simplify } from '../../program/simplify.ts';
import type { Program } from '../../program/types.ts';
import { gemmOfDifference, gemmOfSum, reluOfGemm, scaledSum, scaleProduct } from './fusions/gemm.ts';
import { stepOfRelu } from './fusions/rectifier.ts';
import { logSoftmax, scaledSoftmax, softmaxQuotient } from './fusions/softmax.ts';
import type { LoweringRule } from './lowering-rule.ts';
import { fusedLowerings } from './lowerings/fused.ts';

/** Patterns first: they need the nodes as TensorFlow.js writes them. */
const patterns: RewriteRules = {
  Multiply: [scaledSoftmax],
  RealDiv: [softmaxQuotient],
  Step: [stepOfRelu],
  Sub: [logSoftmax],
};

const products: RewriteRules = {
  Add: [gemmOfSum],
  Multiply: [scaleProduct, scaledSum],
  Relu: [reluOfGemm],
  Sub: [gemmOfDifference],
};

/**
 * A simplified program in which groups of kernels are replaced by kernels of this engine alone, which ONNX Runtime has as one
 * operator. Their names begin with `onnx/`.
 */
export function fuse(program: Program): Program {
  return rewrite(rewrite(simplify(program), patterns), products);
}

/** Lowering of a kernel of this engine alone. */
export const fusedLowering = (kernel: string): LoweringRule | undefined =>
  (fusedLowerings as Readonly<Record<string, LoweringRule>>)[kernel];
