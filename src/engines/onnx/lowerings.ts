import type { KernelName } from '../../program/kernels.ts';
import type { spatialRules } from './fusions/spatial.ts';
import type { LoweringRule } from './lowering-rule.ts';
import { elementwiseLowerings } from './lowerings/elementwise.ts';
import { layoutLowerings } from './lowerings/layout.ts';
import { matrixLowerings } from './lowerings/matrix.ts';
import { reductionLowerings } from './lowerings/reduction.ts';

/** Kernels that `fuse` always replaces by their counterparts with the channels first. */
type SpatialKernel = keyof typeof spatialRules;

/** How each kernel is written in ONNX (opset 17 and ONNX Runtime's contrib operators). */
export const lowerings: Readonly<Record<Exclude<KernelName, SpatialKernel>, LoweringRule>> = {
  ...elementwiseLowerings,
  ...layoutLowerings,
  ...matrixLowerings,
  ...reductionLowerings,
};
