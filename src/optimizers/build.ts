import { AssayError } from '../errors.ts';
import { heavyBall } from './heavy-ball.ts';
import { nesterov } from './nesterov.ts';
import type { OptimizerSpec, ResolvedOptimizerSpec } from './schema.ts';
import { sgd } from './sgd.ts';
import { resolveOptimizer } from './specification.ts';
import type { Optimizer } from './types.ts';

type Kind = ResolvedOptimizerSpec['kind'];
type Builder<K extends Kind> = (spec: Extract<ResolvedOptimizerSpec, { kind: K }>) => Optimizer;

const builders: { readonly [K in Exclude<Kind, 'custom'>]?: Builder<K> } = {
  sgd: () => sgd(),
  'heavy-ball': heavyBall,
  nesterov,
};

/**
 * Builds the optimizer that a specification names.
 *
 * @throws AssayError `configuration` where the specification is not valid.
 * @example buildOptimizer({ kind: 'heavy-ball', momentum: 0.9 });
 */
export function buildOptimizer(spec: OptimizerSpec): Optimizer {
  const resolved = resolveOptimizer(spec);
  const builder = builders[resolved.kind as Exclude<Kind, 'custom'>] as Builder<Kind> | undefined;
  if (builder === undefined)
    throw new AssayError(
      'configuration',
      `Cannot build an optimizer of kind ${resolved.kind}: expected one of ${Object.keys(builders).join(', ')}`,
    );
  return builder(resolved);
}
