import { AssayError } from '../errors.ts';
import { modelSchema } from './schema.ts';
import type { ModelSpec, ResolvedModelSpec } from './schema.ts';

/**
 * Fills in the defaults of a model specification.
 *
 * @throws AssayError `configuration` naming every field that does not fit.
 * @example resolveModel({ kind: 'mlp', hidden: [64] }); // activation 'relu', init 'he', normalization 'none'
 */
export function resolveModel(spec: ModelSpec): ResolvedModelSpec {
  const parsed = modelSchema.safeParse(spec);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  const listed = problems.map(({ path, message }) => `${path || 'model'}: ${message}`).join('; ');
  throw new AssayError(
    'configuration',
    `Cannot build the model ${JSON.stringify(spec)}: expected a valid model specification, got ${listed}`,
    { problems },
  );
}
