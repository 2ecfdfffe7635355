import type { ScheduleSpec } from './schema.ts';
import { valueAt } from './value-at.ts';

/** Where steps stand: positions in epochs, or a number of equal steps an epoch. */
export type StepPositions =
  { readonly positions: ArrayLike<number> } | { readonly steps: number; readonly stepsPerEpoch: number };

/**
 * The value of a schedule at each step, `[steps]`; a step takes the value at the position where it starts.
 *
 * @example scheduleValues({ kind: 'warm-up', from: 0, to: 1, over: 1 }, { steps: 4, stepsPerEpoch: 4 }); // 0, ¼, ½, ¾
 */
export function scheduleValues(spec: ScheduleSpec, at: StepPositions): Float32Array {
  if ('positions' in at) return Float32Array.from(at.positions, (position) => valueAt(spec, position));
  return Float32Array.from({ length: at.steps }, (_, step) => valueAt(spec, step / at.stepsPerEpoch));
}
