import { AssayError } from '../errors.ts';
import { optimizerSchema } from './schema.ts';
import type { OptimizerSpec, ResolvedOptimizerSpec } from './schema.ts';

/**
 * Fills in the defaults of an optimizer specification.
 *
 * @throws AssayError `configuration` naming every field that does not fit.
 * @example resolveOptimizer({ kind: 'adam' }); // beta1 0.9, beta2 0.999, epsilon 1e-8, amsgrad false
 */
export function resolveOptimizer(spec: OptimizerSpec): ResolvedOptimizerSpec {
  const parsed = optimizerSchema.safeParse(spec);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  const listed = problems.map(({ path, message }) => `${path || 'optimizer'}: ${message}`).join('; ');
  throw new AssayError(
    'configuration',
    `Cannot build the optimizer ${JSON.stringify(spec)}: expected a valid optimizer specification, got ${listed}`,
    { problems },
  );
}
