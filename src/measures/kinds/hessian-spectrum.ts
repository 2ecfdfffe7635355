import type { StateMeasure } from '../definition.ts';
import { frobeniusNorm } from '../estimators/frobenius.ts';
import { finite, hessianOperator, WALK_BATCH } from '../net/hessian-operator.ts';
import { hessianProduct } from '../net/hessian-programs.ts';
import { extremeEigenvalues } from '../estimators/lanczos.ts';
import { normals } from '../estimators/operator.ts';
import { bestTrace } from './hessian-trace.ts';
import { countOf, partsOf } from '../net/parts.ts';
import { cumulative, spectralDensity, spectralMoment } from '../estimators/spectral-density.ts';

const partsFor = (spec: { readonly examples?: number | undefined }, available: number) =>
  partsOf(countOf(spec, available), WALK_BATCH);

const shared = {
  unit: 'nats',
  scale: 'log',
  better: 'neither',
  worst: 'none',
  needs: 'weights',
  version: 1,
} as const;

/**
 * The largest (algebraic) eigenvalue of the Hessian of the mean training loss, by Lanczos with full
 * reorthogonalisation. `detail` holds the smallest eigenvalue, the largest magnitude, and the residuals that bound the
 * errors.
 */
export const hessianLargestEigenvalue: StateMeasure<'hessianLargestEigenvalue'> = {
  kind: 'hessianLargestEigenvalue',
  ...shared,
  programs: (spec, context) => hessianProduct(context, partsFor(spec, context.train.count)),
  evaluate: async (spec, context) => {
    const operator = hessianOperator(context, partsFor(spec, context.train.count));
    const start = normals(operator.dimension, context.stream('probe'));
    const { largest, converged, ...found } = await extremeEigenvalues(operator, start, spec);
    const largestMagnitude = Math.max(Math.abs(largest), Math.abs(found.smallest));
    return finite({ value: largest, detail: { ...found, largestMagnitude, converged: Number(converged) } });
  },
};

/** ‖H‖_F of the mean training loss, by a Krylov space and probes on the rest. */
export const hessianFrobeniusNorm: StateMeasure<'hessianFrobeniusNorm'> = {
  kind: 'hessianFrobeniusNorm',
  ...shared,
  programs: (spec, context) => hessianProduct(context, partsFor(spec, context.train.count)),
  evaluate: async (spec, context) => {
    const operator = hessianOperator(context, partsFor(spec, context.train.count));
    const { norm, standardError, probes, converged } = await frobeniusNorm(
      operator,
      context.stream('probe'),
      spec,
    );
    return finite({ value: norm, standardError, detail: { probes, converged: Number(converged) } });
  },
};

/**
 * Cosine of H and the identity, Tr(H) / (√d ‖H‖_F) in [−1, 1], d the number of parameters: 1 where curvature is the
 * same in every direction. (Tr(H) / ‖H‖_F)² is an effective number of directions. Tr(H) is exact where the net allows
 * it, else Hutchinson's to 5 % (`bestTrace`); ‖H‖_F as in `hessianFrobeniusNorm`.
 */
export const hessianIdentityCosine: StateMeasure<'hessianIdentityCosine'> = {
  kind: 'hessianIdentityCosine',
  ...shared,
  unit: '',
  scale: 'linear',
  programs: (spec, context) => ({
    ...hessianProduct(context, partsFor(spec, context.train.count)),
    ...bestTrace.programs(countOf(spec, context.train.count), context),
  }),
  evaluate: async (spec, context) => {
    const trace = await bestTrace.evaluate(countOf(spec, context.train.count), context);
    const operator = hessianOperator(context, partsFor(spec, context.train.count));
    const frobenius = await frobeniusNorm(operator, context.stream('probe'), spec);
    const length = Math.sqrt(operator.dimension) * frobenius.norm;
    const value = trace.value / length;
    const errors = [(trace.standardError ?? 0) / length, (value * frobenius.standardError) / frobenius.norm];
    return finite({
      value,
      standardError: Math.hypot(...errors),
      detail: { effectiveDirections: (trace.value / frobenius.norm) ** 2 },
    });
  },
};

/**
 * The distribution of the Hessian's eigenvalues by stochastic Lanczos quadrature. The curve is its distribution
 * function (share of eigenvalues at or below each position); the value is the root of the mean squared eigenvalue.
 */
export const hessianSpectralDensity: StateMeasure<'hessianSpectralDensity'> = {
  kind: 'hessianSpectralDensity',
  ...shared,
  programs: (spec, context) => hessianProduct(context, partsFor(spec, context.train.count)),
  evaluate: async (spec, context) => {
    const operator = hessianOperator(context, partsFor(spec, context.train.count));
    const density = await spectralDensity(operator, context.stream('probe'), spec);
    const { eigenvalues } = density;
    return finite({
      value: Math.sqrt(spectralMoment(density, 2)),
      curve: { at: eigenvalues, values: cumulative(density) },
      detail: {
        mean: spectralMoment(density, 1),
        smallest: eigenvalues[0]!,
        largest: eigenvalues.at(-1)!,
      },
    });
  },
};
