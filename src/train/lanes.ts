import type { HostTensor, Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';

/** The seeds that train together: those of the job's lockstep group, or its own alone. */
export const laneSeeds = ({ lockstep, seed }: Pick<Job, 'lockstep' | 'seed'>): readonly string[] =>
  lockstep?.seeds ?? [seed];

/**
 * Tensors of the same names and shapes side by side, along a new axis at place `axis` (0 or 1). A single lane stays as
 * it is: the programs of a lone run have no axis of lanes.
 *
 * @example stackLanes([a, b], 0) // x is [[1], [2]] where it is [1] in a and [2] in b
 */
export function stackLanes(all: readonly Tensors[], axis: 0 | 1): Tensors {
  if (all.length === 1) return all[0]!;
  return Object.fromEntries(
    Object.keys(all[0]!).map((name) => [
      name,
      stack(
        all.map((tensors) => tensors[name]!),
        axis,
      ),
    ]),
  );
}

function stack(tensors: readonly HostTensor[], axis: 0 | 1): HostTensor {
  const { data, shape } = tensors[0]!;
  const outer = axis === 0 ? 1 : shape[0]!;
  const inner = data.length / outer;
  const stacked = new (data.constructor as Float32ArrayConstructor)(tensors.length * data.length);
  tensors.forEach((tensor, lane) => {
    for (let row = 0; row < outer; row++)
      stacked.set(
        tensor.data.subarray(row * inner, (row + 1) * inner),
        (row * tensors.length + lane) * inner,
      );
  });
  return { data: stacked, shape: [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)] };
}

/** What `stackLanes` put at a place of the axis, of so many lanes. */
export function laneOf(tensor: HostTensor, axis: 0 | 1, lane: number, lanes: number): HostTensor {
  if (lanes === 1) return tensor;
  const { data, shape } = tensor;
  const outer = axis === 0 ? 1 : shape[0]!;
  const inner = data.length / (outer * lanes);
  const own = new (data.constructor as Float32ArrayConstructor)(outer * inner);
  for (let row = 0; row < outer; row++) {
    const from = (row * lanes + lane) * inner;
    own.set(data.subarray(from, from + inner), row * inner);
  }
  return { data: own, shape: [...shape.slice(0, axis), ...shape.slice(axis + 1)] };
}

/** All of one lane, from tensors whose first axis is that of so many lanes. */
export const ownOf = (tensors: Tensors, lane: number, lanes: number): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, laneOf(tensor, 0, lane, lanes)]));
