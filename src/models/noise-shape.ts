import type { ResolvedModelSpec } from './schema.ts';
import type { DataShape } from './types.ts';

type Kind = ResolvedModelSpec['kind'];
type Rule = (spec: never) => number;

const dimensions: { readonly [K in Kind]?: (spec: Extract<ResolvedModelSpec, { kind: K }>) => number } = {
  quadratic: ({ hessian }) => hessian.length,
  'double-well': () => 1,
  rosenbrock: ({ start }) => start?.length ?? 2,
};

/**
 * The data that a model with its own loss sees: rows of standard normal numbers, as many as it has parameters, and no
 * outputs; `undefined` for models that need examples.
 *
 * The model turns row i into gradient noise ξᵢ = F εᵢ of covariance C = F Fᵀ and adds θᵀ ξ̄ to its loss, ξ̄ the mean
 * over the rows. S rows of variance 1, or one row of variance 1 / S, both give the mini-batch noise C / S; zeros give
 * the loss without noise.
 *
 * @example noiseShape({ kind: 'double-well', curvatures: [1, 4], depths: [0, 0], noise: 1 }); // features [1], outputs 0
 */
export function noiseShape(spec: ResolvedModelSpec): DataShape | undefined {
  const dimension = (dimensions[spec.kind] as Rule | undefined)?.(spec as never);
  return dimension === undefined ? undefined : { features: [dimension], outputs: 0 };
}
