import { boxAscent } from '../estimators/box-ascent.ts';
import type { StateMeasure } from '../definition.ts';
import { finite, lossAndGradientAt, WALK_BATCH } from '../net/hessian-operator.ts';
import { lossAlong, lossAndGradient } from '../net/hessian-programs.ts';
import { meanAndError } from '../estimators/hutch-plus-plus.ts';
import { between, filterNormalized, lossesAlong } from '../net/landscape.ts';
import { netVectors } from '../net/net-vectors.ts';
import { countOf, partsOf } from '../net/parts.ts';
import { parameterDistance } from './weight-measures.ts';

const partsFor = (spec: { readonly examples?: number | undefined }, available: number) =>
  partsOf(countOf(spec, available), WALK_BATCH);

const reading = { scale: 'linear', better: 'neither', worst: 'none', version: 1 } as const;

/** Steps of the ascent; Keskar et al. take ten of L-BFGS-B. */
const ASCENT_STEPS = 10;

/**
 * Keskar's ε-sharpness: how much the loss can rise in a small box around the end of training, in per cent.
 *
 *     100 · (max_{|y_i| ≤ ε(|θ_i| + 1)} L(θ + y) − L(θ)) / (1 + L(θ))
 *
 * The box is the full-space variant (A = I) of the paper; the maximum is searched by vertex ascent (`box-ascent.ts`)
 * where the paper uses ten steps of L-BFGS-B, so it is a lower bound of the same quantity.
 *
 * @see Keskar, Mudigere, Nocedal, Smelyanskiy & Tang 2016, metric 2.1
 */
export const epsilonSharpness: StateMeasure<'epsilonSharpness'> = {
  kind: 'epsilonSharpness',
  unit: '%',
  ...reading,
  needs: 'weights',
  programs: (spec, context) => lossAndGradient(context, partsFor(spec, context.train.count)),
  evaluate: async (spec, context) => {
    const { weights } = context;
    const parts = partsFor(spec, context.train.count);
    const vectors = netVectors(weights.parameters);
    const point = vectors.flatten(weights.parameters);
    const bound = point.map((value) => spec.epsilon * (Math.abs(value) + 1));
    const { start, largest, iterations } = await boxAscent(
      (offset) => {
        const parameters = vectors.unflatten(point.map((value, i) => value + offset[i]!));
        return lossAndGradientAt(context, parts, vectors, { ...weights, parameters });
      },
      bound,
      ASCENT_STEPS,
    );
    return finite({
      value: (100 * (largest - start)) / (1 + start),
      detail: { loss: start, largestLoss: largest, iterations },
    });
  },
};

/**
 * How steeply the loss rises from this arm's end of the line between two minima, away from the other one:
 *
 *     L(θ − δ(θ' − θ)) − L(θ),   θ' the end of the other arm of `between` with the same seed
 *
 * The sharper of two minima has the larger value, so a paired comparison of the two arms is the claim itself. The curve
 * is the loss at (1 − a)θ + aθ' for a from −1 to 2; running statistics are interpolated like weights.
 *
 * @see Goodfellow, Vinyals & Saxe 2015; Keskar et al. 2016, figure 3; Jastrzębski et al. 2017, figure 4
 */
export const lineSharpness: StateMeasure<'lineSharpness'> = {
  kind: 'lineSharpness',
  unit: 'nats',
  ...reading,
  needs: 'weights+partner',
  partner: ({ between: [one, other] }, arm) =>
    arm === one
      ? { arm: other }
      : arm === other
        ? { arm: one }
        : { missing: `arm ${arm} is no end of the line between ${one} and ${other}` },
  programs: (spec, context) => lossAlong(context, partsFor(spec, context.train.count)),
  evaluate: async (spec, context) => {
    const { weights, partner } = context;
    if (partner === undefined) return { missing: 'the end state of the other arm was not handed over' };
    const grid = Array.from({ length: spec.points }, (_, i) => -1 + (3 * i) / (spec.points - 1));
    const [here, beyond, ...values] = await lossesAlong(
      context,
      partsFor(spec, context.train.count),
      between(weights, partner),
      [0, -spec.delta, ...grid],
    );
    return finite({
      value: beyond! - here!,
      curve: { at: grid, values },
      detail: { loss: here!, distance: parameterDistance(weights, partner) },
    });
  },
};

/**
 * Mean rise of the loss at relative distance `radius` in filter-normalised random directions d:
 *
 *     E_d[ (L(θ + rd) + L(θ − rd)) / 2 ] − L(θ)
 *
 * The standard error is over the directions, which come from the stream `direction` of the run's seed.
 *
 * @see Li, Xu, Taylor, Studer & Goldstein 2018
 */
export const randomDirectionSharpness: StateMeasure<'randomDirectionSharpness'> = {
  kind: 'randomDirectionSharpness',
  unit: 'nats',
  ...reading,
  needs: 'weights',
  programs: (spec, context) => lossAlong(context, partsFor(spec, context.train.count)),
  evaluate: async (spec, context) => {
    const draws = context.stream('direction');
    const rises: number[] = [];
    for (let k = 0; k < spec.directions; k++) {
      const direction = filterNormalized(context.weights, draws);
      const positions = [0, spec.radius, -spec.radius];
      const parts = partsFor(spec, context.train.count);
      const [here, ahead, behind] = await lossesAlong(context, parts, direction, positions);
      rises.push((ahead! + behind!) / 2 - here!);
    }
    const { mean, standardError } = meanAndError(rises);
    return finite({ value: mean, standardError });
  },
};
