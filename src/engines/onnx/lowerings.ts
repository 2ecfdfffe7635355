import type { KernelName } from '../../program/kernels.ts';
import type { LoweringRule } from './lowering-rule.ts';
import { elementwiseLowerings } from './lowerings/elementwise.ts';
import { layoutLowerings } from './lowerings/layout.ts';
import { matrixLowerings } from './lowerings/matrix.ts';
import { reductionLowerings } from './lowerings/reduction.ts';

/** How each kernel is written in ONNX (opset 17 and ONNX Runtime's contrib operators). */
export const lowerings: Readonly<Record<KernelName, LoweringRule>> = {
  ...elementwiseLowerings,
  ...layoutLowerings,
  ...matrixLowerings,
  ...reductionLowerings,
};
