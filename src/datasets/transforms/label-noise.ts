import { stream } from '../../random/index.ts';
import { sharedBytes, sharedInts } from '../shared.ts';
import type { Examples } from '../types.ts';

/**
 * Replaces the labels of round(fraction · count) examples, drawn without replacement, by another class, drawn
 * uniformly.
 *
 * A smaller fraction flips a part of what a larger one flips, to the same classes, so that arms with different
 * fractions are comparable example by example.
 *
 * @param fraction in 0 … 1
 * @param seed of the `labels` stream
 * @returns the examples with new labels, and for each example 1 if it was flipped
 */
export function addLabelNoise(
  examples: Examples,
  { fraction, seed, classes }: { readonly fraction: number; readonly seed: string; readonly classes: number },
): { readonly examples: Examples; readonly flipped: Uint8Array } {
  const labels = sharedInts(examples.count);
  labels.set(examples.labels);
  const flipped = sharedBytes(examples.count);
  const order = stream(seed, 'labels', 'flipped').permutation(examples.count);
  const other = stream(seed, 'labels', 'other class');
  for (const row of order.subarray(0, Math.round(fraction * examples.count))) {
    labels[row] = (labels[row]! + 1 + other.integer(classes - 1)) % classes;
    flipped[row] = 1;
  }
  return { examples: { ...examples, labels }, flipped };
}
