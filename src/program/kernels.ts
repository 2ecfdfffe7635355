import type { ProgramNode, ValueType } from './types.ts';
import type { ShapeRule } from './shape-rule.ts';
import { elementwiseShapes } from './shapes/elementwise.ts';
import { layoutShapes } from './shapes/layout.ts';
import { matrixShapes } from './shapes/matrix.ts';
import { reductionShapes } from './shapes/reduction.ts';
import { spatialShapes } from './shapes/spatial.ts';

/**
 * Every kernel that a program may hold, with its shape rule. Tables of other transformations are typed
 * `Record<KernelName, …>`, so that a new kernel without a row there does not compile.
 */
export const shapeRules = {
  ...elementwiseShapes,
  ...layoutShapes,
  ...matrixShapes,
  ...reductionShapes,
  ...spatialShapes,
} satisfies Record<string, ShapeRule>;

/** Name of a covered TensorFlow.js kernel. */
export type KernelName = keyof typeof shapeRules;

/** Names of all covered kernels, sorted. */
export const kernelNames = Object.keys(shapeRules).sort() as readonly KernelName[];

/** Whether a kernel is covered. */
export const isKernel = (name: string): name is KernelName => Object.hasOwn(shapeRules, name);

/** Types of the outputs of a covered kernel. */
export function outputTypes(
  kernel: KernelName,
  inputs: Readonly<Record<string, ValueType>>,
  attributes: ProgramNode['attributes'],
): readonly ValueType[] {
  const types = (shapeRules[kernel] as ShapeRule)(inputs, attributes);
  return Array.isArray(types) ? (types as readonly ValueType[]) : [types as ValueType];
}

/** Kernels whose result is an array of tensors even where it has one element. */
export const returnsArray = (kernel: string): boolean => kernel === 'SplitV' || kernel === 'Unpack';
