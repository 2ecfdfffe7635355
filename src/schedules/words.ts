import { batchSizesOf } from './batch-size-at.ts';
import type { BatchSizeSpec, ScheduleSpec } from './schema.ts';
import { rateKinds, sizeKinds } from './table.ts';

/**
 * A schedule of a learning rate or a momentum in words.
 *
 * @example scheduleWords({ kind: 'cosine', start: 0.1, end: 0, over: 20 }); // 'cosine (from 0.1 to 0 over 20 epochs)'
 */
export const scheduleWords = (spec: Exclude<ScheduleSpec, number>): string =>
  `${spec.kind} (${rateKinds[spec.kind].words(spec)})`;

/**
 * A schedule of a batch size in words, with the number of its sizes where it has more than two.
 *
 * @example batchSizeWords({ kind: 'warm-up', from: 8, to: 64, over: 5 }); // 'warm-up (from 8 to 64 over 5 epochs; 9 sizes)'
 */
export function batchSizeWords(spec: Exclude<BatchSizeSpec, number>): string {
  const sizes = batchSizesOf(spec)?.length ?? 0;
  return `${spec.kind} (${sizeKinds[spec.kind].words(spec)}${sizes > 2 ? `; ${sizes} sizes` : ''})`;
}
