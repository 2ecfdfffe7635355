import { AssayError } from '../errors.ts';
import { loadExport } from '../models/load-export.ts';
import type { ParameterSpec } from '../models/types.ts';
import { buildOptimizer } from './build.ts';
import type { OptimizerSpec } from './schema.ts';
import { resolveOptimizer } from './specification.ts';
import { adaptTensorflowOptimizer } from './tensorflow-adapter.ts';
import type { TensorflowOptimizer } from './tensorflow-adapter.ts';
import type { Optimizer } from './types.ts';

/**
 * Builds any optimizer, a custom one by importing its module: the export is an `Optimizer`, or a function that returns
 * one or a `tf.train.Optimizer` (a new one at each call), which is adapted to the parameters.
 *
 * Only the planner calls this: what it makes is traced, and no user code travels further.
 *
 * @param options.from directory that a relative module path starts from.
 * @param options.parameters of the model that will be trained.
 * @throws AssayError `configuration` as `buildOptimizer`, and where the reference does not give an optimizer, saying what
 * it gave; `program` as `adaptTensorflowOptimizer`.
 * @example await loadOptimizer({ kind: 'custom', module: './lookahead.ts' }, { from, parameters: model.parameters });
 */
export async function loadOptimizer(
  spec: OptimizerSpec,
  options: { readonly from: string; readonly parameters: readonly ParameterSpec[] },
): Promise<Optimizer> {
  const resolved = resolveOptimizer(spec);
  if (resolved.kind !== 'custom') return buildOptimizer(spec);
  const exported = await loadExport(resolved, options.from);
  const optimizer: unknown = typeof exported === 'function' ? exported() : exported;
  if (isOptimizer(optimizer)) return optimizer;
  if (isTensorflowOptimizer(optimizer) && typeof exported === 'function')
    return adaptTensorflowOptimizer(optimizer, options.parameters);
  throw new AssayError(
    'configuration',
    `Cannot use ${resolved.module} (export '${resolved.export}') as an optimizer: expected an object with kind, init and update, or a function that returns one or a tf.train.Optimizer, got ${describe(exported, optimizer)}`,
  );
}

function isOptimizer(value: unknown): value is Optimizer {
  const fields = value as Partial<Record<keyof Optimizer, unknown>> | null;
  return (
    typeof value === 'object' &&
    typeof fields?.kind === 'string' &&
    typeof fields.init === 'function' &&
    typeof fields.update === 'function'
  );
}

function isTensorflowOptimizer(value: unknown): value is TensorflowOptimizer {
  return typeof (value as Partial<TensorflowOptimizer> | null | undefined)?.applyGradients === 'function';
}

function describe(exported: unknown, made: unknown): string {
  const name = made === null ? 'null' : Array.isArray(made) ? 'a list' : typeof made;
  if (typeof exported === 'function') return `a function that returns ${name}`;
  if (isTensorflowOptimizer(made)) return 'a tf.train.Optimizer itself, which several runs would share';
  return name;
}
