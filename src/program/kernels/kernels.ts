import type { ProgramNode, ValueType } from '../types.ts';
import type { AnyShapeRule, ShapeRule } from './shape-rule.ts';
import { elementwiseShapes } from './shapes/elementwise.ts';
import { layoutShapes } from './shapes/layout.ts';
import { matrixShapes } from './shapes/matrix.ts';
import { reductionShapes } from './shapes/reduction.ts';
import { spatialShapes } from './shapes/spatial.ts';
import type { Signature } from './signature.ts';
import { type KernelName, signatures } from './signatures.ts';

export type { KernelName } from './signatures.ts';

/**
 * The shape rule of every kernel that a program may hold. Tables of other transformations are typed by `KernelName` as
 * well, so that a new kernel without a row there does not compile.
 */
export const shapeRules: { readonly [K in KernelName]: ShapeRule<K> } = {
  ...elementwiseShapes,
  ...layoutShapes,
  ...matrixShapes,
  ...reductionShapes,
  ...spatialShapes,
};

/** Names of all covered kernels, sorted. */
export const kernelNames = Object.keys(signatures).sort() as readonly KernelName[];

/** Whether a kernel is covered. */
export const isKernel = (name: string): name is KernelName => Object.hasOwn(signatures, name);

/**
 * Types of the outputs of a covered kernel.
 *
 * @throws TypeError where the kernel was called without an input that it needs
 */
export function outputTypes(
  kernel: KernelName,
  inputs: Readonly<Record<string, ValueType>>,
  attributes: ProgramNode['attributes'],
): readonly ValueType[] {
  const { inputs: names }: Signature = signatures[kernel];
  const missing = (names ?? ['0']).find((name) => inputs[name] === undefined);
  if (missing !== undefined)
    throw new TypeError(`Internal: kernel ${kernel} was called without its input '${missing}'`);
  const types = (shapeRules[kernel] as AnyShapeRule)(inputs, attributes);
  return Array.isArray(types) ? (types as readonly ValueType[]) : [types as ValueType];
}

/** Kernels whose result is an array of tensors even where it has one element. */
export const returnsArray = (kernel: string): boolean => kernel === 'SplitV' || kernel === 'Unpack';
