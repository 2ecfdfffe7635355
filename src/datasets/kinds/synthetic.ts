import { sharedFloats } from '../shared.ts';
import type { Examples } from '../types.ts';

/** Real features `[count, dimensions]` in shared memory with their labels. */
export function realExamples(
  features: Float32Array,
  dimensions: number,
  labels: Int32Array | Float32Array,
): Examples {
  return {
    features,
    featureShape: [dimensions],
    scale: 1,
    offset: 0,
    labels,
    count: features.length / dimensions,
  };
}

/** Room for `[count, dimensions]` real features. */
export const realFeatures = (count: number, dimensions: number): Float32Array =>
  sharedFloats(count * dimensions);
