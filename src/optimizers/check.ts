import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import type { NamedTensors, ParameterSpec } from '../models/types.ts';
import { trace } from '../program/index.ts';
import type { Program, ValueType } from '../program/types.ts';
import type { Optimizer } from './types.ts';

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });
const describe = ({ shape, dtype }: ValueType) => `${dtype}[${shape}]`;

/**
 * Tries an optimizer before anything is trained: traces its state at the start and one update for the given parameters,
 * and compares the names, shapes and data types that come out with those that went in.
 *
 * @throws AssayError `program` where the optimizer cannot be traced (a value is read, a kernel is not covered), or with
 * all problems at once: parameters or state entries that are missing, new, or of another shape or data type.
 * @example checkOptimizer(buildOptimizer({ kind: 'adam' }), model.parameters);
 */
export function checkOptimizer(optimizer: Optimizer, parameters: readonly ParameterSpec[]): void {
  const types = Object.fromEntries(parameters.map(({ name, shape }) => [name, float(shape)]));
  const state = attempt(optimizer, 'init', () =>
    outputsOf(trace('state', types, (tensors: NamedTensors) => optimizer.init(tensors))),
  );
  const updated = attempt(optimizer, 'update', () => outputsOf(traceUpdate(optimizer, types, state)));
  const problems = [
    ...compare('parameters', types, updated),
    ...compare('state', state, updated),
    ...unknown({ parameters: types, state }, updated),
  ];
  if (problems.length === 0) return;
  const listed = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new AssayError('program', `Cannot use optimizer ${optimizer.kind}: ${listed}`, { problems });
}

type Types = Readonly<Record<string, ValueType>>;

function attempt<R>(optimizer: Optimizer, what: string, body: () => R): R {
  try {
    return body();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AssayError('program', `Cannot use optimizer ${optimizer.kind}: its ${what} fails: ${reason}`, {
      cause,
    });
  }
}

function outputsOf(program: Program): Types {
  return Object.fromEntries(program.outputs.map(({ name, id }) => [name, program.values[id]!]));
}

const grouped = <T>(group: string, entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${group}/${name}`, entry]));

function traceUpdate(optimizer: Optimizer, types: Types, state: Types): Program {
  const copies = (optimizer.batches ?? 1) - 1;
  const inputs: Record<string, ValueType> = {
    ...grouped('parameters', types),
    ...grouped('gradients', types),
    ...grouped('state', state),
    ...grouped('noise', optimizer.noise ? types : {}),
    learningRate: float([]),
  };
  return trace('update', inputs, (tensors: NamedTensors) => {
    const group = (name: string, entries: Types): NamedTensors =>
      Object.fromEntries(Object.keys(entries).map((entry) => [entry, tensors[`${name}/${entry}`]!]));
    const gradients = group('gradients', types);
    const next = optimizer.update({
      parameters: group('parameters', types),
      gradients,
      state: group('state', state),
      hyperparameters: { learningRate: tensors.learningRate as tf.Scalar },
      gradientAt: (at) =>
        Object.fromEntries(Object.entries(at).map(([name, tensor]) => [name, tf.mul(tensor, 1)])),
      ...(optimizer.noise ? { noise: group('noise', types) } : {}),
      ...(copies > 0 ? { furtherGradients: Array<NamedTensors>(copies).fill(gradients) } : {}),
    });
    return { ...grouped('parameters', next.parameters), ...grouped('state', next.state) };
  });
}

function compare(group: string, before: Types, after: Types): readonly Problem[] {
  return Object.entries(before).flatMap(([name, type]) => {
    const path = `${group}/${name}`;
    const returned = after[path];
    if (returned === undefined)
      return [{ path, message: `expected ${describe(type)} from its update, got no such entry` }];
    if (describe(returned) === describe(type)) return [];
    return [{ path, message: `expected ${describe(type)} from its update, got ${describe(returned)}` }];
  });
}

function unknown(before: Readonly<Record<string, Types>>, after: Types): readonly Problem[] {
  const known = new Set(
    Object.entries(before).flatMap(([group, types]) => Object.keys(grouped(group, types))),
  );
  return Object.entries(after)
    .filter(([path]) => !known.has(path))
    .map(([path, type]) => ({
      path,
      message: `expected only entries that init makes, got ${describe(type)} from its update`,
    }));
}
