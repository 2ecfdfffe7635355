import type { ScheduleSpec } from './schema.ts';
import { rateKinds } from './table.ts';

/**
 * The value of a schedule at a position of training: a number is constant, the rule of each kind is in `kinds/`.
 *
 * @param epoch position in epochs from the start of training, fractions allowed, at least 0.
 * @example valueAt({ kind: 'steps', start: 0.1, at: [30], factor: 0.1 }, 30); // 0.01
 */
export const valueAt = (spec: ScheduleSpec, epoch: number): number =>
  typeof spec === 'number' ? spec : rateKinds[spec.kind].valueAt(spec, epoch);
