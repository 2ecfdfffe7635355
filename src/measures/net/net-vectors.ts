import type { HostTensor, Tensors } from '../../engines/types.ts';
import { flatten, leavesOf } from '../../program/tree.ts';

/**
 * Turns the parameters of a net into one vector and back. The order is that of the parameters' names in the state.
 *
 * @example const vectors = netVectors(weights.parameters); vectors.tensors('probe', signs(vectors.dimension, draws));
 */
export interface NetVectors {
  readonly dimension: number;
  /** A vector as tensors named `<group>/<parameter>`, rounded to float32. */
  tensors(group: string, vector: Float64Array): Tensors;
  /** Several vectors as tensors `[count, ...shape]`, for inputs with a leading axis. */
  stacked(group: string, vectors: readonly Float64Array[]): Tensors;
  /** The vector in tensors named `<group>/<parameter>`. */
  vector(group: string, tensors: Tensors): Float64Array;
  /** The parameters themselves as a vector, and a vector as parameters: no group in the names. */
  flatten(parameters: Tensors): Float64Array;
  unflatten(vector: Float64Array): Tensors;
}

export function netVectors(parameters: Tensors): NetVectors {
  const entries = Object.entries(parameters);
  const dimension = entries.reduce((sum, [, { data }]) => sum + data.length, 0);
  const slices = (vectors: readonly Float64Array[], lead: readonly number[]): Tensors => {
    let from = 0;
    return Object.fromEntries(
      entries.map(([name, { data, shape }]): [string, HostTensor] => {
        const slice = new Float32Array(vectors.length * data.length);
        vectors.forEach((vector, i) => slice.set(vector.subarray(from, from + data.length), i * data.length));
        from += data.length;
        return [name, { data: slice, shape: [...lead, ...shape] }];
      }),
    );
  };
  const join = (tensors: Tensors): Float64Array => {
    const vector = new Float64Array(dimension);
    let from = 0;
    for (const [name, { data }] of entries) {
      vector.set(tensors[name]!.data, from);
      from += data.length;
    }
    return vector;
  };
  return {
    dimension,
    tensors: (group, vector) => flatten({ [group]: slices([vector], []) }),
    stacked: (group, vectors) => flatten({ [group]: slices(vectors, [vectors.length]) }),
    vector: (group, tensors) => join(leavesOf(tensors, group)),
    flatten: join,
    unflatten: (vector) => slices([vector], []),
  };
}

/** Zeros under the names and of the shapes of other tensors. */
export const zerosLike = (tensors: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [
      name,
      { data: new Float32Array(data.length), shape },
    ]),
  );

/** A tensor of zeros for each parameter, named `<group>/<parameter>`. */
export const zeros = (group: string, parameters: Tensors): Tensors =>
  flatten({ [group]: zerosLike(parameters) });
