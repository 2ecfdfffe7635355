import { isDeepStrictEqual } from 'node:util';
import { AssayError } from '../errors.ts';
import { callExport, loadExport } from '../models/load-export.ts';
import { kindOf } from '../models/outcome.ts';
import type { ParameterSpec } from '../models/types.ts';
import { buildOptimizer } from './build.ts';
import type { OptimizerSpec } from './schema.ts';
import { resolveOptimizer } from './specification.ts';
import { adaptTensorflowOptimizer } from './tensorflow-adapter.ts';
import type { TensorflowOptimizer } from './tensorflow-adapter.ts';
import type { Optimizer } from './types.ts';

/**
 * Builds any optimizer, a custom one by importing its module: the export is an `Optimizer`, a `tf.train.Optimizer`, or a
 * function that returns either (a new one at each call). One of TensorFlow.js is adapted to the parameters; an instance is
 * made anew from its own configuration, since several runs would share it.
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
  const place = `${resolved.module} (export '${resolved.export}') as an optimizer`;
  const optimizer = typeof exported === 'function' ? callExport(place, exported as () => unknown) : exported;
  if (isOptimizer(optimizer)) return optimizer;
  const fresh = typeof exported === 'function' ? optimizer : anotherOf(exported);
  if (isTensorflowOptimizer(fresh)) return adaptTensorflowOptimizer(fresh, options.parameters);
  throw new AssayError(
    'configuration',
    `Cannot use ${place}: expected an object with kind, init and update, a tf.train.Optimizer, or a function that returns either, got ${describe(exported, optimizer)}`,
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

/** What TensorFlow.js asks of every optimizer: that it can be made again from its configuration. */
interface Configurable {
  readonly getConfig: () => object;
  readonly constructor: { readonly fromConfig: (type: unknown, config: object) => unknown };
}

/**
 * A new optimizer like a given instance of TensorFlow.js, by `fromConfig` of its class; undefined where it cannot be made,
 * or says of itself other than the instance does.
 *
 * @example anotherOf(tf.train.adam(0.01)) // tf.train.adam(0.01)
 */
export function anotherOf(instance: unknown): TensorflowOptimizer | undefined {
  if (!isTensorflowOptimizer(instance)) return undefined;
  const { getConfig, constructor: type } = instance as unknown as Configurable;
  if (typeof getConfig !== 'function' || typeof type.fromConfig !== 'function') return undefined;
  const config = getConfig.call(instance);
  const made = type.fromConfig(type, config) as TensorflowOptimizer & Configurable;
  return isDeepStrictEqual(made.getConfig(), config) ? made : undefined;
}

function describe(exported: unknown, made: unknown): string {
  if (typeof exported === 'function') return `a function that returns ${kindOf(made)}`;
  if (isTensorflowOptimizer(made))
    return 'an instance that its class does not make again from getConfig(): export a function that returns a new one';
  return kindOf(made);
}
