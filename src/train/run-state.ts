// What flows from step to step of a run: parameters, the optimizer's state and running statistics.
import type { Tensors } from '../engines/types.ts';
import { initialTensors } from '../models/initial-tensors.ts';
import type { Job } from '../plan/types.ts';
import { flatten, onlyGroups } from '../program/tree.ts';
import type { RunResources } from './types.ts';

/** Parameters from the `init` stream, running statistics at their start, and the optimizer's state for them. */
export async function start(job: Job, { executable }: RunResources): Promise<Tensors> {
  const parameters = flatten({ parameters: initialTensors(job.parameters, job.seed) });
  const statistics = flatten({ statistics: initialTensors(job.statistics, job.seed) });
  const state = job.prepare === undefined ? {} : await (await executable(job.prepare)).run(parameters);
  return { ...parameters, ...statistics, ...state };
}

/**
 * The net that is evaluated and kept: the last parameters, or what the optimizer makes of them, and running
 * statistics.
 */
export async function endState(job: Job, { executable }: RunResources, carried: Tensors): Promise<Tensors> {
  if (job.evaluated === undefined) return netOf(carried);
  return { ...netOf(carried), ...(await (await executable(job.evaluated)).run(carried)) };
}

/** Parameters and running statistics of what flows from step to step. */
export const netOf = (carried: Tensors): Tensors => onlyGroups(carried, ['parameters', 'statistics']);

/** Whether any number of what flows from step to step is not finite. */
export const isBroken = (carried: Tensors): boolean =>
  Object.values(carried).some(({ data }) => firstNonFinite(data) >= 0);

/** Index of the first value that is not finite, or −1. */
export function firstNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
