import type { Engine } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import { buildOptimizer } from '../../optimizers/index.ts';
import type { OptimizerSpec } from '../../optimizers/schema.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import { stepOnLandscape } from '../laws/landscape.ts';

/** Where a number stands in a specification, and the specification with another one there. */
interface Changed {
  readonly path: string;
  readonly spec: OptimizerSpec;
}

/** Another number of the same sort: nearer to 0, or a little above it. */
const another = (value: number): number => (value === 0 ? 0.01 : value * 0.75);

/** A specification with each of its numbers another, in turn. */
function* changedNumbers(
  spec: object,
  path: readonly string[] = [],
): Generator<{ readonly path: string; readonly spec: object }> {
  for (const [name, value] of Object.entries(spec)) {
    const here = [...path, name];
    if (typeof value === 'number') yield { path: here.join('.'), spec: { ...spec, [name]: another(value) } };
    if (typeof value === 'object' && value !== null)
      for (const inner of changedNumbers(value as object, here))
        yield { path: inner.path, spec: { ...spec, [name]: inner.spec } };
  }
}

type Build = (spec: OptimizerSpec) => Optimizer;

function built(spec: OptimizerSpec, build: Build): Optimizer | undefined {
  try {
    return build(spec);
  } catch (error) {
    if (error instanceof AssayError) return undefined; // a number that the option may not have
    throw error;
  }
}

/**
 * Options of a specification that nothing comes of: with another number there the traced step is the same program.
 *
 * @returns their paths, `weightDecay.rate`; none for optimizers of the user's own, whose options are in their code
 * @example idleOptions({ kind: 'adam', beta2: 0.99 }, engine) // []
 */
export function idleOptions(
  spec: OptimizerSpec,
  engine: Engine,
  build: Build = buildOptimizer,
): readonly string[] {
  if (spec.kind === 'custom') return [];
  const digestOf = (optimizer: Optimizer) => engine.lower(stepOnLandscape(optimizer)).digest;
  const plain = digestOf(build(spec));
  return [...changedNumbers(spec)]
    .filter((changed): changed is Changed => {
      const optimizer = built(changed.spec as OptimizerSpec, build);
      return optimizer !== undefined && digestOf(optimizer) === plain;
    })
    .map(({ path }) => path);
}
