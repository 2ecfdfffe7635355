import { merged, rewrite, type RewriteRules } from '../../program/rewriting/rewrite.ts';
import { transposedProduct } from '../../program/rewriting/simplifications/layout.ts';
import { simplify } from '../../program/rewriting/simplify.ts';
import type { Program } from '../../program/types.ts';
import { verified } from '../../program/verify.ts';
import { biasOfConvolution, maskedPoolGradient, reluOfConvolution } from './fusions/convolution.ts';
import {
  gemmOfDifference,
  gemmOfSum,
  reluOfGemm,
  scaledSum,
  scaleError,
  scaleProduct,
} from './fusions/gemm.ts';
import { stepOfRelu } from './fusions/rectifier.ts';
import { markMaxima } from './fusions/nan.ts';
import { logSoftmax, scaledSoftmax, softmaxQuotient } from './fusions/softmax.ts';
import { spatialRules } from './fusions/spatial.ts';
import { scalarsFirst, scaleOnes, stepOfSums, sumAsProduct } from './fusions/sums.ts';
import { transpositionRules } from './fusions/transpositions.ts';
import { onnxKernels } from './kernels.ts';

/** Patterns first: they need the nodes as TensorFlow.js writes them. */
const patterns: RewriteRules = {
  Multiply: [scaledSoftmax],
  RealDiv: [softmaxQuotient],
  Step: [stepOfRelu],
  Sub: [logSoftmax],
};

/**
 * Transpositions that arrive at a product are its flags: ONNX Runtime dies where it fuses those of both operands into a
 * Gemm and one of them is an output too.
 */
const spatial = merged(transpositionRules, { BatchMatMul: [transposedProduct] }, spatialRules);

const products: RewriteRules = {
  Add: [gemmOfSum, biasOfConvolution],
  Multiply: [scaleProduct, scaledSum, scaleError, maskedPoolGradient],
  Relu: [reluOfGemm, reluOfConvolution],
  Sub: [gemmOfDifference],
};

const sums: RewriteRules = { Multiply: [scaleOnes, scalarsFirst], Sum: [sumAsProduct] };

const steps: RewriteRules = { Sub: [stepOfSums] };

/**
 * A simplified program in which groups of kernels are replaced by kernels of this engine alone, which ONNX Runtime has
 * as one operator. Their names begin with `onnx/`.
 */
export function fuse(program: Program): Program {
  const kernels = Object.values(onnxKernels);
  const recognized = simplify(rewrite(simplify(program), patterns), kernels);
  const fused = markMaxima(
    [spatial, products, sums, steps].reduce((each, rules) => rewrite(each, rules), recognized),
  );
  return verified(fused, kernels);
}
