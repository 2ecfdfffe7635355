import type { BatchSizeSpec } from './schema.ts';
import { sizeKinds } from './table.ts';

const rounded = (size: number): number => Math.max(1, Math.round(size));

/**
 * The mini-batch size at a position of training: a whole number, at least 1.
 *
 * A schedule that moves steadily takes only `levels` sizes, equally spaced from end to end, because each size is a
 * program of its own.
 *
 * @param learningRate the learning rate at that position.
 * @example batchSizeAt({ kind: 'ratio-locked', ratio: 1e-3 }, 0, 0.1); // 100
 */
export const batchSizeAt = (spec: BatchSizeSpec, epoch: number, learningRate: number): number =>
  typeof spec === 'number' ? spec : rounded(sizeKinds[spec.kind].sizeAt(spec, epoch, learningRate));

/**
 * The distinct sizes that a schedule may take, ascending; each is a program. Undefined where the learning rate decides.
 *
 * @example batchSizesOf({ kind: 'warm-up', from: 8, to: 40, over: 2, levels: 3 }); // [8, 24, 40]
 */
export function batchSizesOf(spec: BatchSizeSpec): readonly number[] | undefined {
  const sizes = typeof spec === 'number' ? [spec] : sizeKinds[spec.kind].sizes(spec);
  return sizes && [...new Set(sizes.map(rounded))].sort((a, b) => a - b);
}

/**
 * The largest size that the data must have room for, as far as the schedule alone tells.
 *
 * @example largestBatchSize({ kind: 'steps', start: 10, at: [1], factor: 2.5 }); // 25
 */
export function largestBatchSize(spec: BatchSizeSpec): number | undefined {
  const largest = typeof spec === 'number' ? spec : sizeKinds[spec.kind].largest(spec);
  return largest === undefined ? undefined : rounded(largest);
}
