import type { State, StateContext } from '../definition.ts';
import { total, walkData } from './data-runs.ts';
import { netVectors, zeros } from './net-vectors.ts';
import type { NetVectors } from './net-vectors.ts';
import type { SymmetricOperator } from '../estimators/operator.ts';
import type { Part } from './parts.ts';

/** Largest batch of a walk that needs one result from all of it: its activations stay in the cache. */
export const WALK_BATCH = 256;

/** The Hessian of the mean training loss over the parts, as an operator on parameter vectors (program `product`). */
export function hessianOperator(context: StateContext, parts: readonly Part[]): SymmetricOperator {
  const { parameters } = context.weights;
  const vectors = netVectors(parameters);
  return {
    dimension: vectors.dimension,
    apply: async (vector) => {
      const { carried } = await walkData(context, {
        program: 'product',
        parts,
        fixed: vectors.tensors('vector', vector),
        carried: zeros('product', parameters),
      });
      return vectors.vector('product', carried);
    },
  };
}

/** Mean training loss over the parts and its gradient (program `gradient`), at the end state or another. */
export async function lossAndGradientAt(
  context: StateContext,
  parts: readonly Part[],
  vectors: NetVectors,
  state: State = context.weights,
): Promise<{ readonly loss: number; readonly gradient: Float64Array }> {
  const walked = await walkData(context, {
    program: 'gradient',
    parts,
    state,
    carried: zeros('gradient', context.weights.parameters),
  });
  return { loss: total(walked, 'loss'), gradient: vectors.vector('gradient', walked.carried) };
}

/** Refuses numbers that are not finite: a net that has left the range of float32 has no curvature. */
export const finite = <V extends { readonly value: number }>(measured: V): V | { missing: string } =>
  Number.isFinite(measured.value) ? measured : { missing: `the estimate is ${measured.value}` };
