import type { HostTensor, Tensors } from '../src/engines/types.ts';
import { lockstep } from '../src/program/index.ts';
import type { LoopProgram } from '../src/program/types.ts';
import type { Workload } from './other-workloads.ts';

/** A stretch of every replicate, one after the other within each step (or once, where the feed has no steps). */
function repeat({ data, shape }: HostTensor, replicates: number, steps: number): HostTensor {
  const size = data.length / steps;
  const all = new (data.constructor as Float32ArrayConstructor)(data.length * replicates);
  for (let step = 0; step < steps; step++)
    for (let r = 0; r < replicates; r++)
      all.set(data.subarray(step * size, (step + 1) * size), (step * replicates + r) * size);
  return {
    data: all,
    shape: steps === 1 ? [replicates, ...shape] : [shape[0]!, replicates, ...shape.slice(1)],
  };
}

/** The workload for many replicates: every input but the tables and the learning rate is each replicate's own. */
export function inLockstep({ loop, feeds }: Workload, replicates: number): Workload {
  const scanned = loop.scanned.filter((name) => name !== 'learningRate');
  const own = [...scanned, ...loop.gathered.map(({ input }) => input)];
  const group: LoopProgram = lockstep(loop, own, replicates);
  const shared = new Set(['learningRate', ...loop.gathered.map(({ table }) => table)]);
  return {
    loop: group,
    feeds: (steps) =>
      Object.fromEntries(
        Object.entries(feeds(steps)).map(([name, feed]) => {
          if (shared.has(name)) return [name, feed];
          return [name, repeat(feed, replicates, loop.carried.includes(name) ? 1 : steps)];
        }),
      ) as Tensors,
  };
}
