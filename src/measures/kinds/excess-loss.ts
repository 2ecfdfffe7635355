import { momentsOf } from '../net/covariance-operator.ts';
import { gradientMoments } from '../net/covariance-programs.ts';
import type { StateContext, StateMeasure } from '../definition.ts';
import { finite, hessianOperator, lossAndGradientAt, WALK_BATCH } from '../net/hessian-operator.ts';
import { hessianProduct, lossAndGradient } from '../net/hessian-programs.ts';
import { bestTrace } from './hessian-trace.ts';
import { netVectors } from '../net/net-vectors.ts';
import { newtonDescent } from '../estimators/newton-descent.ts';
import { countOf, partsOf } from '../net/parts.ts';
import { tailMean } from './record-measures.ts';
import type { ResolvedMeasureSpec } from '../schema.ts';

type Spec = ResolvedMeasureSpec<'excessLoss'>;

/** The minimum is found where what is left is this fraction of the excess. */
const LEFT = 0.002;

/**
 * How far the training loss stays above the minimum, L − L*, for the relation E[L] − L* = (η/4S)·Tr(H) near a minimum.
 *
 * L is the mean of the recorded training-loss curve from the fraction `from` on, where the hypothesis also asks for
 * `trainLossCurve`, else the loss at the end. L* is the loss where the truncated Newton method arrives from the end of
 * training, on all training examples: the minimum of a convex problem, the bottom of the basin of another. With `per`
 * the value is divided by Tr(H) or Tr(C) there, so that it should equal (η/4S).
 *
 * @see Jastrzębski et al. 2017, section 2; Luo et al. 2020 for Tr(C) where H and C differ
 */
export const excessLoss: StateMeasure<'excessLoss'> = {
  kind: 'excessLoss',
  unit: 'nats',
  scale: 'log',
  better: 'lower',
  worst: 'infinity',
  needs: 'weights',
  version: 1,
  reads: () => ({ set: 'train' }),
  programs: (spec, context) => {
    const count = countOf(spec, context.train.count);
    const parts = partsOf(count, WALK_BATCH);
    return {
      ...lossAndGradient(context, parts),
      ...hessianProduct(context, parts),
      ...(spec.per === 'hessianTrace' ? bestTrace.programs(count, context) : {}),
      ...(spec.per === 'gradientCovarianceTrace' ? gradientMoments(context, count) : {}),
    };
  },
  evaluate: async (spec, context) => {
    const parts = partsOf(countOf(spec, context.train.count), WALK_BATCH);
    const vectors = netVectors(context.weights.parameters);
    const at = (point: Float64Array): StateContext => ({
      ...context,
      weights: { ...context.weights, parameters: vectors.unflatten(point) },
    });
    const lossAt = (point: Float64Array) => lossAndGradientAt(at(point), parts, vectors);
    const start = vectors.flatten(context.weights.parameters);
    const reached = await trainingLoss(spec, context, async () => (await lossAt(start)).loss);
    const minimum = await newtonDescent(
      { lossAndGradient: lossAt, hessian: (point) => hessianOperator(at(point), parts) },
      start,
      { maxIterations: spec.maxIterations, enough: (loss) => LEFT * (reached - loss) },
    );
    const { loss, decrement, iterations } = minimum;
    const divisor = await divisors[spec.per](at(minimum.point), spec);
    return finite({
      value: (reached - loss) / divisor,
      detail: {
        loss: reached,
        minimum: loss,
        decrement,
        iterations,
        divisor,
        converged: Number(minimum.converged),
      },
    });
  },
};

const divisors: Readonly<Record<Spec['per'], (context: StateContext, spec: Spec) => Promise<number>>> = {
  one: async () => 1,
  hessianTrace: async (context, spec) =>
    (await bestTrace.evaluate(countOf(spec, context.train.count), context)).value,
  gradientCovarianceTrace: async (context, spec) =>
    (await momentsOf(context, countOf(spec, context.train.count))).covarianceTrace,
};

async function trainingLoss(
  { from }: Spec,
  { record }: StateContext,
  atEnd: () => Promise<number>,
): Promise<number> {
  const recorded = record.curves['trainLoss'];
  return (recorded && tailMean(recorded, { at: 'steps', from })) ?? atEnd();
}
