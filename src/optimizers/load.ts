import { isDeepStrictEqual } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import { callExport, loadExport } from '../models/tensorflow/load-export.ts';
import { kindOf } from '../models/outcome.ts';
import type { ParameterSpec } from '../models/types.ts';
import { buildOptimizer, wrapped } from './build.ts';
import type { OptimizerSpec } from './schema.ts';
import { resolveOptimizer } from './specification.ts';
import { demandSteadyUpdate } from './steady.ts';
import { inspectOptimizer, type MakerInput, type TensorflowMaker } from './tensorflow/inspect-tensorflow.ts';
import { adaptTensorflowOptimizer, smallOnes } from './tensorflow/tensorflow-adapter.ts';
import type { Subject } from './tensorflow/traced-run.ts';
import type { TensorflowOptimizer } from './tensorflow/tensorflow-steps.ts';
import type { Optimizer } from './types.ts';

/**
 * Builds any optimizer, a custom one by importing its module: the export is an `Optimizer`, a `tf.train.Optimizer` or a
 * class of them, or a function that returns either (a new one at each call). A function that takes something is given
 * the arm's learning rate (that of the first step) and the run's number of steps. One of TensorFlow.js is adapted to
 * the parameters; an instance is made anew from its own configuration, since several runs would share it.
 *
 * Only the planner calls this: what it makes is traced, and no user code travels further.
 *
 * @param options.from directory that a relative module path starts from.
 * @param options.parameters of the model that will be trained.
 * @param options.rates learning rate of each step of the run.
 * @throws AssayError `configuration` as `buildOptimizer`, and where the reference does not give an optimizer, saying
 * what it gave; `program` as `adaptTensorflowOptimizer` and `demandSteadyUpdate`.
 * @example await loadOptimizer({ kind: 'custom', module: './lookahead.ts' }, { from, parameters: model.parameters });
 */
export async function loadOptimizer(spec: OptimizerSpec, options: LoadOptions): Promise<Optimizer> {
  const resolved = resolveOptimizer(spec);
  const { pure, maker, exported } = await importOptimizer(spec, options);
  const { parameters, rates } = options;
  if (pure !== undefined && exported !== undefined)
    demandSteadyUpdate(pure, { exported, parameters, steps: rates?.length ?? 0 });
  const plain =
    pure ??
    onceFor(exported, [parameters, Array.from(rates ?? [])], () =>
      adaptTensorflowOptimizer(maker, parameters, rates === undefined ? {} : { rates }),
    );
  return resolved.kind === 'custom' ? wrapped(plain, resolved) : plain;
}

/** What an optimizer is loaded for. */
export interface LoadOptions {
  readonly from: string;
  readonly parameters: readonly ParameterSpec[];
  readonly rates?: ArrayLike<number>;
}

/**
 * What a specification names, untraced: a pure optimizer, or how one of TensorFlow.js is used.
 *
 * @throws AssayError as `loadOptimizer` and `inspectOptimizer`
 */
export async function inspectCustom(
  spec: OptimizerSpec,
  options: LoadOptions & { readonly rates: ArrayLike<number> },
): Promise<Optimizer | Subject> {
  const { pure, maker } = await importOptimizer(spec, options);
  const resolved = resolveOptimizer(spec);
  const { weightDecay, clip, average, rescale } = resolved.kind === 'custom' ? resolved : {};
  if (pure !== undefined) return resolved.kind === 'custom' ? wrapped(pure, resolved) : pure;
  const wrapper = Object.entries({ weightDecay, clip, average, rescale }).find(
    ([, value]) => value !== undefined,
  );
  if (wrapper !== undefined)
    throw new AssayError(
      'configuration',
      `Cannot use ${wrapper[0]} of an optimizer of TensorFlow.js that is not traced: expected none`,
    );
  return inspectOptimizer(maker, smallOnes(options.parameters), options.rates);
}

type Imported =
  | { readonly pure: Optimizer; readonly maker?: never; readonly exported?: object }
  | { readonly pure?: never; readonly maker: TensorflowMaker; readonly exported: object };

async function importOptimizer(spec: OptimizerSpec, options: LoadOptions): Promise<Imported> {
  const resolved = resolveOptimizer(spec);
  if (resolved.kind !== 'custom') return { pure: buildOptimizer(spec) };
  // Silences the notice that recommends another backend: a few steps are all that runs eagerly here.
  tf.env().set('PROD', true);
  const exported = await loadExport(resolved, options.from);
  const place = `${resolved.module} (export '${resolved.export}') as an optimizer`;
  const { rates = [0.01] } = options;
  const given = { learningRate: rates[0]!, steps: rates.length };
  const takesRate = typeof exported === 'function' && (isClass(exported) || exported.length > 0);
  const optimizer = madeOf(exported, place, given);
  if (isOptimizer(optimizer))
    return {
      pure: takesRate ? { ...optimizer, ofRun: JSON.stringify(given) } : optimizer,
      exported: exported as object,
    };
  const again = (input: MakerInput): unknown =>
    typeof exported === 'function' ? madeOf(exported, place, input) : anotherOf(exported);
  if (isTensorflowOptimizer(again(given)))
    return {
      maker: { make: (input) => again(input) as TensorflowOptimizer, takesRate },
      exported: exported as object,
    };
  throw new AssayError(
    'configuration',
    `Cannot use ${place}: expected an object with kind, init and update, a tf.train.Optimizer, or a function that returns either, got ${describe(exported, optimizer)}`,
  );
}

const adapted = new WeakMap<object, Map<string, Optimizer>>();

/** What `adapt` makes of an export: once for each parameters and rates in the life of the process. */
function onceFor(exported: object, of: unknown, adapt: () => Optimizer): Optimizer {
  const known = adapted.get(exported) ?? new Map<string, Optimizer>();
  adapted.set(exported, known);
  const name = JSON.stringify(of);
  const optimizer = known.get(name) ?? adapt();
  known.set(name, optimizer);
  return optimizer;
}

const isClass = (exported: object): boolean =>
  isTensorflowOptimizer((exported as { readonly prototype?: unknown }).prototype);

/**
 * What an export gives: a function is called, with the arm's learning rate and the run's number of steps where it takes
 * anything; a class of optimizers is made with the learning rate.
 */
function madeOf(exported: unknown, place: string, given: MakerInput): unknown {
  if (typeof exported !== 'function') return exported;
  if (!isClass(exported)) {
    const make = exported as (...given: readonly MakerInput[]) => unknown;
    return callExport(place, make, ...(exported.length > 0 ? [given] : []));
  }
  const Class = exported as new (learningRate: number) => unknown;
  return callExport(place, (rate: number) => new Class(rate), given.learningRate);
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
 * A new optimizer like a given instance of TensorFlow.js, by `fromConfig` of its class; undefined where it cannot be
 * made, or says of itself other than the instance does.
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
