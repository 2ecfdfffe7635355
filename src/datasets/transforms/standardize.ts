import { AssayError } from '../../errors.ts';
import type { Examples } from '../types.ts';

/**
 * Mean and standard deviation (divisor n) of all features of all examples together.
 */
export function featureMoments(examples: Examples): { readonly mean: number; readonly deviation: number } {
  const { features, scale, offset } = examples;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < features.length; i++) {
    const value = features[i]!;
    sum += value;
    squares += value * value;
  }
  const mean = sum / features.length;
  const variance = Math.max(0, squares / features.length - mean * mean);
  return { mean: offset + scale * mean, deviation: Math.abs(scale) * Math.sqrt(variance) };
}

/**
 * Subtracts the training mean and divides by the training standard deviation, of all features together: only `scale`
 * and `offset` change, the stored values stay as they are.
 * @throws AssayError `data` where all training features are equal
 */
export function standardize<T extends { readonly train: Examples; readonly test: Examples }>(set: T): T {
  const { mean, deviation } = featureMoments(set.train);
  if (deviation === 0)
    throw new AssayError(
      'data',
      `Cannot standardize the features: expected values that vary, got ${mean} everywhere`,
    );
  const apply = (examples: Examples): Examples => ({
    ...examples,
    scale: examples.scale / deviation,
    offset: (examples.offset - mean) / deviation,
  });
  return { ...set, train: apply(set.train), test: apply(set.test) };
}
