import { lockstep } from '../program/index.ts';
import type { LoopProgram } from '../program/types.ts';
import type { Workbench } from './workbench.ts';

/** Replicates of a landscape that are trained together: enough that a step's overhead is shared, few enough to waste little. */
const BLOCK = 16;

/**
 * How many replicates advance in lockstep. Landscapes without examples do: their steps are a few multiplications, and the
 * loop around them costs more. A net's weights fill the cache, so there one replicate a thread is fastest; and runs with
 * a target loss end at different steps.
 */
export const replicatesOf = ({ source, condition }: Workbench): number =>
  source.kind === 'noise' && condition.stop.kind !== 'trainLoss' ? BLOCK : 1;

/**
 * A training loop over so many replicates: what is carried, every draw of noise and the rows of the mini-batches get a
 * replicate axis in front; learning rates and other schedule values are shared. Stacked values become `[steps, replicates]`.
 */
export function inLockstep(loop: LoopProgram, replicates: number): LoopProgram {
  if (replicates === 1) return loop;
  const noise = loop.scanned.filter((name) => name.startsWith('noise/') || name.startsWith('batch/'));
  const own = [...noise, ...loop.gathered.map(({ input }) => input)];
  return { ...lockstep(loop, own, replicates), name: `${loop.name}, ${replicates} in lockstep` };
}
