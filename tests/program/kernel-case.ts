import type { DType } from '../../src/program/types.ts';

/** An input of a kernel: its type and values, which lie away from the kernel's kinks. */
export interface CaseInput {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: readonly number[];
}

/** One call of a kernel whose laws are tested. */
export interface KernelCase {
  readonly what: string;
  readonly inputs: Readonly<Record<string, CaseInput>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Float inputs that are not free to move: they must stay as they fit together. */
  readonly fixed?: readonly string[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Irregular numbers in [low, high], none close to an integer's half or to another of the list. */
export function spread(size: number, low: number, high: number, salt = 0): number[] {
  return Array.from({ length: size }, (_, index) => {
    const fraction = ((index + 1) * 0.6180339887 + salt * 0.377) % 1;
    return low + (high - low) * fraction;
  });
}

export const float = (shape: readonly number[], low = -2, high = 2, salt = 0): CaseInput => ({
  shape,
  dtype: 'float32',
  values: spread(sizeOf(shape), low, high, salt),
});

export const int = (shape: readonly number[], ...values: number[]): CaseInput => ({
  shape,
  dtype: 'int32',
  values: Array.from({ length: sizeOf(shape) }, (_, index) => values[index % values.length]!),
});

export const bool = (shape: readonly number[], ...values: number[]): CaseInput => ({
  ...int(shape, ...values),
  dtype: 'bool',
});

export const kernelCase = (
  what: string,
  inputs: KernelCase['inputs'],
  attributes: KernelCase['attributes'] = {},
): KernelCase => ({ what, inputs, attributes });
