import { AssayError } from '../errors.ts';
import { adagrad } from './kinds/adagrad.ts';
import { adam } from './kinds/adam.ts';
import { withAverage } from './wrappers/averaging.ts';
import { withClipping } from './wrappers/clipping.ts';
import { gradientFlow } from './kinds/gradient-flow.ts';
import { heavyBall } from './kinds/heavy-ball.ts';
import { lion } from './kinds/lion.ts';
import { nesterov } from './kinds/nesterov.ts';
import { noisyGradientDescent } from './kinds/noisy-gradient-descent.ts';
import { withRescaling } from './wrappers/rescaling.ts';
import { rmsprop } from './kinds/rmsprop.ts';
import type { OptimizerSpec, ResolvedOptimizerSpec } from './schema.ts';
import { sgd } from './kinds/sgd.ts';
import { signSgd } from './kinds/sign-sgd.ts';
import { resolveOptimizer } from './specification.ts';
import { svag } from './kinds/svag.ts';
import type { Optimizer } from './types.ts';
import { withWeightDecay } from './wrappers/weight-decay.ts';

/** A specification whose optimizer ships with the project. */
export type BuiltInSpec = Exclude<ResolvedOptimizerSpec, { kind: 'custom' }>;
type Builder<K extends BuiltInSpec['kind']> = (spec: Extract<BuiltInSpec, { kind: K }>) => Optimizer;

const builders: { readonly [K in BuiltInSpec['kind']]: Builder<K> } = {
  sgd,
  'heavy-ball': heavyBall,
  nesterov,
  adam,
  adamw: ({ rate, ...options }) =>
    withWeightDecay(adam({ ...options, amsgrad: false }), { kind: 'decoupled', rate }),
  rmsprop,
  adagrad,
  lion,
  'sign-sgd': signSgd,
  svag,
  'noisy-gradient-descent': noisyGradientDescent,
  'gradient-flow': gradientFlow,
};

/**
 * Builds the optimizer that a specification names, inside the wrappers it names: gradients are clipped, then decayed,
 * then used; the average follows the outcome, and what is evaluated is rescaled last.
 *
 * @throws AssayError `configuration` where the specification is not valid, or is a custom one (see `loadOptimizer`).
 * @example buildOptimizer({ kind: 'heavy-ball', momentum: 0.9, clip: { kind: 'global-norm', limit: 1 } });
 */
export function buildOptimizer(spec: OptimizerSpec): Optimizer {
  const resolved = resolveOptimizer(spec);
  if (resolved.kind === 'custom')
    throw new AssayError(
      'configuration',
      `Cannot build the optimizer of ${resolved.module}: expected a kind that ships with the project, got a reference; load it with loadOptimizer`,
    );
  const plain = (builders[resolved.kind] as Builder<BuiltInSpec['kind']>)(resolved);
  return { ...wrapped(plain, resolved), kind: resolved.kind };
}

/** An optimizer inside the wrappers that its specification names; itself where there are none. */
export function wrapped(plain: Optimizer, spec: ResolvedOptimizerSpec): Optimizer {
  const decayed =
    'weightDecay' in spec && spec.weightDecay ? withWeightDecay(plain, spec.weightDecay) : plain;
  const clipped = 'clip' in spec && spec.clip ? withClipping(decayed, spec.clip) : decayed;
  const averaged = 'average' in spec && spec.average ? withAverage(clipped, spec.average.decay) : clipped;
  return 'rescale' in spec && spec.rescale ? withRescaling(averaged, spec.rescale) : averaged;
}
