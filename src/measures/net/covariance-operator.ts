import { walkData } from './data-runs.ts';
import type { StateContext } from '../definition.ts';
import { WALK_BATCH } from './hessian-operator.ts';
import { netVectors, zeros } from './net-vectors.ts';
import { addScaled, dot } from '../estimators/operator.ts';
import type { SymmetricOperator } from '../estimators/operator.ts';
import { oneByOne, partsOf } from './parts.ts';
import type { Part } from './parts.ts';

/** First and second moments of the per-example gradients of the training loss, by parameter. */
export interface GradientMoments {
  readonly gradient: Float64Array;
  readonly square: Float64Array;
  readonly squaredGradientNorm: number;
  /** Tr(C), C the covariance over the examples (divided by their number, not by one less). */
  readonly covarianceTrace: number;
}

/** Batches of a program, which is there either for batches or example by example. */
function partsFor(context: StateContext, program: string, count: number): readonly Part[] {
  const batched = context.programs.includes(program);
  return batched ? partsOf(count, WALK_BATCH) : oneByOne(count);
}

const nameFor = (context: StateContext, program: string) =>
  context.programs.includes(program) ? program : `${program}ByExample`;

/** Walks the examples once for the moments of their gradients (program `moments` or `momentsByExample`). */
export async function momentsOf(context: StateContext, count: number): Promise<GradientMoments> {
  const { parameters } = context.weights;
  const vectors = netVectors(parameters);
  const { carried } = await walkData(context, {
    program: nameFor(context, 'moments'),
    parts: partsFor(context, 'moments', count),
    carried: { ...zeros('gradient', parameters), ...zeros('square', parameters) },
  });
  const gradient = vectors.vector('gradient', carried);
  const square = vectors.vector('square', carried);
  const squaredGradientNorm = dot(gradient, gradient);
  const secondMoment = square.reduce((sum, value) => sum + value, 0);
  return { gradient, square, squaredGradientNorm, covarianceTrace: secondMoment - squaredGradientNorm };
}

/**
 * The covariance C of the per-example gradients as an operator, C v = (1/n) Σ g_n (g_n·v) − ḡ (ḡ·v) (program
 * `covariance` or `covarianceByExample`).
 */
export function covarianceOperator(
  context: StateContext,
  count: number,
  meanGradient: Float64Array,
): SymmetricOperator {
  const { parameters } = context.weights;
  const vectors = netVectors(parameters);
  return {
    dimension: vectors.dimension,
    apply: async (vector) => {
      const { carried } = await walkData(context, {
        program: nameFor(context, 'covariance'),
        parts: partsFor(context, 'covariance', count),
        fixed: vectors.tensors('vector', vector),
        carried: zeros('covariance', parameters),
      });
      const product = vectors.vector('covariance', carried);
      return addScaled(product, -dot(meanGradient, vector), meanGradient);
    },
  };
}
