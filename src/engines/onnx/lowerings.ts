import type { KernelName } from '../../program/kernels/kernels.ts';
import type { spatialRules } from './fusions/spatial.ts';
import type { OnnxKernels } from './kernels.ts';
import type { AnyLowering, EngineLowering, LoweringRule } from './lowering-rule.ts';
import { elementwiseLowerings } from './lowerings/elementwise.ts';
import { fusedLowerings } from './lowerings/fused.ts';
import { layoutLowerings } from './lowerings/layout.ts';
import { matrixLowerings } from './lowerings/matrix.ts';
import { reductionLowerings } from './lowerings/reduction.ts';
import { spatialLowerings } from './lowerings/spatial.ts';

/** Kernels that `fuse` always replaces by their counterparts with the channels first. */
type SpatialKernel = keyof typeof spatialRules;

/** How each kernel is written in ONNX (opset 17 and ONNX Runtime's contrib operators). */
const kernelLowerings: { readonly [K in Exclude<KernelName, SpatialKernel>]: LoweringRule<K> } = {
  ...elementwiseLowerings,
  ...layoutLowerings,
  ...matrixLowerings,
  ...reductionLowerings,
};

/** How each kernel of this engine is written. */
const engineLowerings: { readonly [K in keyof OnnxKernels]: EngineLowering<OnnxKernels[K]> } = {
  ...fusedLowerings,
  ...spatialLowerings,
};

const lowerings: ReadonlyMap<string, AnyLowering> = new Map([
  ...(Object.entries(kernelLowerings) as [string, AnyLowering][]),
  ...(Object.entries(engineLowerings) as [string, AnyLowering][]).map(
    ([name, rule]): [string, AnyLowering] => [`onnx/${name}`, rule],
  ),
]);

/** The lowering of a kernel, where there is one. */
export const loweringOf = (kernel: string): AnyLowering | undefined => lowerings.get(kernel);
