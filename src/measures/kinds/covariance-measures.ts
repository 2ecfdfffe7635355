import { alignment } from '../estimators/alignment.ts';
import { covarianceOperator, momentsOf } from '../net/covariance-operator.ts';
import type { GradientMoments } from '../net/covariance-operator.ts';
import { covarianceProduct, gradientMoments } from '../net/covariance-programs.ts';
import type { StateMeasure } from '../definition.ts';
import { finite, hessianOperator, WALK_BATCH } from '../net/hessian-operator.ts';
import { hessianProduct } from '../net/hessian-programs.ts';
import { bestTrace } from './hessian-trace.ts';
import { countOf, partsOf } from '../net/parts.ts';
import type { MeasureValue } from '../types.ts';

const shared = { scale: 'log', better: 'neither', worst: 'none', needs: 'weights', version: 1 } as const;

type MomentMeasure = 'gradientCovarianceTrace' | 'noiseScale' | 'gradientSignalToNoise';

/** A measure that is a function of the moments of the per-example gradients. */
function ofMoments<K extends MomentMeasure>(
  kind: K,
  unit: string,
  read: (moments: GradientMoments) => MeasureValue,
): StateMeasure<K> {
  return {
    kind,
    unit,
    ...shared,
    programs: (spec, context) => gradientMoments(context, countOf(spec, context.train.count)),
    evaluate: async (spec, context) =>
      finite(read(await momentsOf(context, countOf(spec, context.train.count)))),
  };
}

/**
 * Tr(C), C = (1/n) Σ (g_i − ḡ)(g_i − ḡ)ᵀ the covariance of the per-example gradients of the training loss at the end of
 * training. The gradient of a mini-batch of S drawn without replacement has covariance C/S · (n−S)/(n−1).
 */
export const gradientCovarianceTrace = ofMoments('gradientCovarianceTrace', '', (moments) => ({
  value: moments.covarianceTrace,
  detail: { squaredGradientNorm: moments.squaredGradientNorm },
}));

/**
 * The simple noise scale Tr(C) / ‖ḡ‖²: the batch size at which noise and gradient are equally long.
 *
 * @see McCandlish, Kaplan, Amodei et al. 2018, equation 2.9
 */
export const noiseScale = ofMoments('noiseScale', 'examples', (moments) => ({
  value: moments.covarianceTrace / moments.squaredGradientNorm,
  detail: {
    covarianceTrace: moments.covarianceTrace,
    squaredGradientNorm: moments.squaredGradientNorm,
  },
}));

/**
 * A variance below this fraction of the mean square is float32 rounding: the parameter has no noise to compare with.
 */
const ROUNDING = 1e-5;

/**
 * Gradient signal-to-noise ratio, mean over the parameters of ḡ_j² / C_jj. Parameters whose gradient does not vary over
 * the examples (dead units) have no ratio and are left out; `detail` counts them.
 *
 * @see Liu, Bai, Jiang, Chen & Wang 2020, Understanding why neural networks generalize well through GSNR of parameters
 */
export const gradientSignalToNoise = ofMoments('gradientSignalToNoise', '', ({ gradient, square }) => {
  let sum = 0;
  let count = 0;
  gradient.forEach((mean, j) => {
    const variance = square[j]! - mean ** 2;
    if (!(variance > ROUNDING * square[j]!)) return;
    sum += mean ** 2 / variance;
    count++;
  });
  return { value: sum / count, detail: { parameters: count, without: gradient.length - count } };
});

/**
 * Cosine of H and C, ⟨H, C⟩ / (‖H‖_F ‖C‖_F): 1 where the Hessian is proportional to the gradient covariance.
 * `detail.slope` is the c of the best H ≈ cC.
 *
 * @see Jastrzębski et al. 2017, section 2 and appendix (H ≈ C near minima)
 */
export const hessianCovarianceCosine: StateMeasure<'hessianCovarianceCosine'> = {
  kind: 'hessianCovarianceCosine',
  unit: '',
  ...shared,
  scale: 'linear',
  programs: (spec, context) => {
    const count = countOf(spec, context.train.count);
    return {
      ...gradientMoments(context, count),
      ...hessianProduct(context, partsOf(count, WALK_BATCH)),
      ...covarianceProduct(context, count),
    };
  },
  evaluate: async (spec, context) => {
    const count = countOf(spec, context.train.count);
    const { gradient } = await momentsOf(context, count);
    const hessian = hessianOperator(context, partsOf(count, WALK_BATCH));
    const covariance = covarianceOperator(context, count, gradient);
    const draws = context.stream('probe');
    const { cosine, slope, standardError } = await alignment(hessian, covariance, draws, spec.probes);
    return finite({ value: cosine, standardError, detail: { slope } });
  },
};

/**
 * Tr(H) / Tr(C): 1 where labels are as if drawn from the model and the mean gradient vanishes.
 * Tr(H) is exact where the net allows it, else Hutchinson's to 5 % (`bestTrace`).
 */
export const hessianCovarianceRatio: StateMeasure<'hessianCovarianceRatio'> = {
  kind: 'hessianCovarianceRatio',
  unit: '',
  ...shared,
  programs: (spec, context) => {
    const count = countOf(spec, context.train.count);
    return { ...gradientMoments(context, count), ...bestTrace.programs(count, context) };
  },
  evaluate: async (spec, context) => {
    const count = countOf(spec, context.train.count);
    const hessian = await bestTrace.evaluate(count, context);
    const { covarianceTrace } = await momentsOf(context, count);
    return finite({
      value: hessian.value / covarianceTrace,
      standardError: (hessian.standardError ?? 0) / Math.abs(covarianceTrace),
      detail: { hessianTrace: hessian.value, covarianceTrace },
    });
  },
};
