import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { describe, isRecord, kindOf, refuse as refuseOutcome } from '../models/outcome.ts';
import type { NamedTensors, ParameterSpec } from '../models/types.ts';
import { reasonOf, trace } from '../program/index.ts';
import { flatten, type Tree, unflatten } from '../program/tree.ts';
import type { ValueType } from '../program/types.ts';
import type { Hyperparameters, Optimizer } from './types.ts';

type Types = Readonly<Record<string, ValueType>>;
/** What traced code returned, by `<group>/<name>`: the type of a tensor, or what else it is in words. */
type Entries = Readonly<Record<string, ValueType | string>>;

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/**
 * Tries an optimizer before anything is trained: traces its state at the start, one update and the parameters that it
 * evaluates for the given parameters, and compares the names, shapes and data types that come out with those that went
 * in.
 *
 * @param options.momentum whether an arm declares a momentum of its own; then the update must use it
 * @throws AssayError `program` where the optimizer cannot be traced (a value is read, a kernel is not covered), or with
 * all problems at once: outcomes of another form, and parameters or state entries that are missing, new, or of another
 * shape or data type.
 * @example checkOptimizer(buildOptimizer({ kind: 'adam' }), model.parameters);
 */
export function checkOptimizer(
  optimizer: Optimizer,
  parameters: readonly ParameterSpec[],
  { momentum = false }: { readonly momentum?: boolean } = {},
): void {
  const types: Types = Object.fromEntries(parameters.map(({ name, shape }) => [name, float(shape)]));
  refuse(optimizer, fieldProblems(optimizer));
  const state = demandTensors(
    optimizer,
    traced(optimizer, 'init', types, ['state'], (tensors) => ({ state: optimizer.init(tensors) })),
  );
  const before = { ...flatten({ parameters: types }), ...state };
  const asked = new Set<PropertyKey>();
  const { inputs, step } = updateCode(optimizer, { types, state, momentum }, asked);
  const updated = traced(optimizer, 'update', inputs, ['parameters', 'state'], step, asked);
  refuse(optimizer, [...compare('update', before, updated), ...momentumProblems(momentum, asked)]);
  const { evaluated } = optimizer;
  if (evaluated === undefined) return;
  const shown = traced(optimizer, 'evaluated', before, ['parameters'], (tensors) => ({
    parameters: evaluated(unflatten(tensors, ['parameters', 'state'])),
  }));
  refuse(optimizer, compare('evaluated', flatten({ parameters: types }), shown));
}

const refuse = ({ kind }: Optimizer, problems: readonly Problem[]): void =>
  refuseOutcome(`optimizer ${kind}`, problems);

function fieldProblems({ batches, noise }: Optimizer): readonly Problem[] {
  const whole = batches === undefined || (Number.isInteger(batches) && batches >= 1);
  const flag = noise === undefined || typeof noise === 'boolean';
  return [
    ...(whole ? [] : [{ path: 'batches', message: `expected a whole number of at least 1, got ${batches}` }]),
    ...(flag ? [] : [{ path: 'noise', message: `expected true or false, got ${kindOf(noise)}` }]),
  ];
}

/**
 * What `body` gives, or an error that says which function of the optimizer failed, and what it had asked for in vain.
 */
function attempt<R>({ kind }: Optimizer, what: string, asked: ReadonlySet<PropertyKey>, body: () => R): R {
  try {
    return body();
  } catch (cause) {
    if (cause instanceof AssayError && cause.problems.length > 0) throw cause;
    const hint = asked.has('momentum')
      ? '; it uses hyperparameters.momentum, which is there where the arm declares momentum'
      : '';
    throw new AssayError(
      'program',
      `Cannot use optimizer ${kind}: its ${what} fails: ${reasonOf(cause)}${hint}`,
      {
        cause,
      },
    );
  }
}

/** Traces a function of the optimizer and says what it returned in each group of entries. */
function traced(
  optimizer: Optimizer,
  what: string,
  inputs: Types,
  groups: readonly string[],
  body: (tensors: NamedTensors) => unknown,
  asked: ReadonlySet<PropertyKey> = new Set(),
): Entries {
  let entries: Entries = {};
  attempt(optimizer, what, asked, () =>
    trace(what, inputs, (tensors: NamedTensors) => {
      const outcome = body(tensors);
      refuse(optimizer, formProblems(what, groups, outcome));
      const wanted = groups.map((name) => [name, (outcome as Tree<unknown>)[name]!] as const);
      const found = Object.entries(flatten(Object.fromEntries(wanted)));
      entries = Object.fromEntries(
        found.map(([path, value]) => [path, value instanceof tf.Tensor ? typeOf(value) : kindOf(value)]),
      );
      return Object.fromEntries(found.filter(([, value]) => value instanceof tf.Tensor)) as NamedTensors;
    }),
  );
  return entries;
}

const typeOf = ({ shape, dtype }: tf.Tensor) => ({ shape, dtype }) as ValueType;

function formProblems(what: string, groups: readonly string[], outcome: unknown): readonly Problem[] {
  if (!isRecord(outcome))
    return [{ path: what, message: `expected { ${groups.join(', ')} }, got ${kindOf(outcome)}` }];
  return groups
    .filter((name) => !isRecord(outcome[name]))
    .map((path) => ({
      path,
      message: `expected tensors by name from its ${what}, got ${kindOf(outcome[path])}`,
    }));
}

/** The types of entries that are all tensors. */
function demandTensors(optimizer: Optimizer, entries: Entries): Types {
  refuse(
    optimizer,
    Object.entries(entries).flatMap(([path, type]) =>
      typeof type === 'string' ? [{ path, message: `expected a tensor from its init, got ${type}` }] : [],
    ),
  );
  return entries as Types;
}

/** One update as code to be traced: its inputs, and what it gives for them. */
export function updateCode(
  optimizer: Optimizer,
  { types, state, momentum }: { readonly types: Types; readonly state: Types; readonly momentum: boolean },
  asked = new Set<PropertyKey>(),
): { readonly inputs: Types; readonly step: (tensors: NamedTensors) => ReturnType<Optimizer['update']> } {
  const copies = (optimizer.batches ?? 1) - 1;
  const inputs: Types = {
    ...flatten({ parameters: types, gradients: types }),
    ...state,
    ...flatten({ noise: optimizer.noise ? types : {} }),
    learningRate: float([]),
    ...(momentum ? { momentum: float([]) } : {}),
  };
  const step = (tensors: NamedTensors) => {
    const groups = ['parameters', 'gradients', 'state', 'noise'] as const;
    const { parameters, gradients, noise, ...carried } = unflatten(tensors, groups);
    return optimizer.update({
      parameters,
      gradients,
      state: carried.state,
      hyperparameters: watched(hyperparametersOf(tensors), asked),
      gradientAt: (at) =>
        Object.fromEntries(Object.entries(at).map(([name, tensor]) => [name, tf.mul(tensor, 1)])),
      ...(optimizer.noise ? { noise } : {}),
      ...(copies > 0 ? { furtherGradients: Array<NamedTensors>(copies).fill(gradients) } : {}),
    });
  };
  return { inputs, step };
}

/** Those that a step has: a momentum only where the arm declares one. */
const hyperparametersOf = ({ learningRate, momentum }: NamedTensors): Hyperparameters => ({
  learningRate: learningRate as tf.Scalar,
  batchSize: tf.scalar(2),
  ...(momentum === undefined ? {} : { momentum: momentum as tf.Scalar }),
});

/** The same hyperparameters; what is read of them is noted. */
const watched = (given: Hyperparameters, asked: Set<PropertyKey>): Hyperparameters =>
  new Proxy(given, {
    get: (target, name) => {
      asked.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });

function momentumProblems(momentum: boolean, asked: ReadonlySet<PropertyKey>): readonly Problem[] {
  if (!momentum || asked.has('momentum')) return [];
  return [
    {
      path: 'hyperparameters.momentum',
      message: 'expected its update to use the momentum that the arm declares, got no use',
    },
  ];
}

function compare(what: string, before: Types, after: Entries): readonly Problem[] {
  const said = (type: ValueType | string) => (typeof type === 'string' ? type : describe(type));
  return [
    ...Object.entries(before).flatMap(([path, type]) => {
      const got = Object.hasOwn(after, path) ? said(after[path]!) : 'no such entry';
      if (got === describe(type)) return [];
      return [{ path, message: `expected ${describe(type)} from its ${what}, got ${got}` }];
    }),
    ...Object.entries(after)
      .filter(([path]) => !Object.hasOwn(before, path))
      .map(([path, type]) => ({
        path,
        message: `expected only entries that went in, got ${said(type)} from its ${what}`,
      })),
  ];
}
