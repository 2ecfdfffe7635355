import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { gradients, trace } from '../program/index.ts';
import type { ValueType } from '../program/types.ts';
import type { DataShape, Model, NamedTensors, ParameterSpec } from './types.ts';

const BATCH = 3;
const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/**
 * Tries a model before anything is trained: traces its forward pass and its gradient in training, and its forward pass in
 * evaluation, on a mini-batch of 3, and compares what comes out with what it declares.
 *
 * @throws AssayError `program` where the model cannot be traced or differentiated (a value is read, a kernel has no
 * lowering or gradient, shapes do not fit), or with all problems at once: doubled names, an output of another shape than
 * `[batch, outputs]`, running statistics that are missing, unknown or of another shape, and parameters that are never used.
 * @example checkModel(buildModel(spec, data), data);
 */
export function checkModel(model: Model, data: DataShape): void {
  const problems: Problem[] = [...doubled(model)];
  for (const training of [true, false]) {
    try {
      traceModel(model, data, training, (problem) => problems.push(problem));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AssayError('program', `Cannot use model ${model.kind}: ${reason}`, { cause });
    }
  }
  const distinct = [
    ...new Map(problems.map((problem) => [problem.path + problem.message, problem])).values(),
  ];
  if (distinct.length === 0) return;
  const listed = distinct.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new AssayError('program', `Cannot use model ${model.kind}: ${listed}`, { problems: distinct });
}

function doubled({ parameters, statistics }: Model): readonly Problem[] {
  const names = [...parameters, ...statistics].map(({ name }) => name);
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => ({ path: name, message: 'expected a name of its own, got one that is taken' }));
}

const typesOf = (group: string, specs: readonly ParameterSpec[]): Record<string, ValueType> =>
  Object.fromEntries(specs.map(({ name, shape }) => [`${group}/${name}`, float(shape)]));

function traceModel(
  model: Model,
  data: DataShape,
  training: boolean,
  report: (problem: Problem) => void,
): void {
  const types = {
    ...typesOf('parameters', model.parameters),
    ...typesOf('statistics', model.statistics),
    features: float([BATCH, ...data.features]),
  };
  const program = trace(`model ${model.kind}`, types, (tensors: NamedTensors) => {
    const named = (group: string, specs: readonly ParameterSpec[]): NamedTensors =>
      Object.fromEntries(specs.map(({ name }) => [name, tensors[`${group}/${name}`]!]));
    const parameters = named('parameters', model.parameters);
    const { output, statistics } = model.forward({
      parameters,
      statistics: named('statistics', model.statistics),
      features: tensors.features!,
      training,
    });
    if (model.loss === undefined && output.shape.join() !== [BATCH, data.outputs].join())
      report({ path: 'output', message: `expected shape [${BATCH},${data.outputs}], got [${output.shape}]` });
    compare(model.statistics, statistics).forEach(report);
    if (training) gradients(tf.sum(output), Object.values(parameters));
    return { output };
  });
  const consumed = new Set(program.nodes.flatMap(({ inputs }) => Object.values(inputs)));
  for (const { name, id } of program.inputs)
    if (training && name.startsWith('parameters/') && !consumed.has(id))
      report({
        path: name.slice('parameters/'.length),
        message: 'expected to be used in training, got no use',
      });
}

function compare(declared: readonly ParameterSpec[], returned: NamedTensors): readonly Problem[] {
  const known = new Set(declared.map(({ name }) => name));
  return [
    ...declared.flatMap(({ name, shape }) => {
      const tensor = returned[name];
      if (tensor === undefined) return [{ path: name, message: 'expected its new value, got none' }];
      if (tensor.shape.join() === shape.join()) return [];
      return [{ path: name, message: `expected shape [${shape}], got [${tensor.shape}]` }];
    }),
    ...Object.keys(returned)
      .filter((name) => !known.has(name))
      .map((name) => ({ path: name, message: 'expected only declared running statistics, got this one' })),
  ];
}
