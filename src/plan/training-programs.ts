import * as tf from '@tensorflow/tfjs';
import { accuracyCount } from '../models/index.ts';
import type { ExamplesShape } from '../measures/definition.ts';
import type { Model, NamedTensors, ParameterSpec } from '../models/types.ts';
import type { Optimizer } from '../optimizers/types.ts';
import { gradients, trace } from '../program/index.ts';
import type { Gather, LoopProgram, Program, ValueType } from '../program/types.ts';
import type { TracedLoss } from './loss.ts';

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/** Adds or strips the group that a tensor belongs to in a loop: `parameters/…`, `state/…`, `statistics/…`. */
const grouped = (group: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${group}/${name}`, tensor]));

const groupOf = (group: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${group}/`))
      .map(([name, tensor]) => [name.slice(group.length + 1), tensor]),
  );

const typesOf = (group: string, specifications: readonly ParameterSpec[]): Record<string, ValueType> =>
  Object.fromEntries(specifications.map(({ name, shape }) => [`${group}/${name}`, float(shape)]));

/** The rows of a mini-batch as a loop gathers them from the resident tables `features` and `labels`. */
function batchOf(size: number, examples: ExamplesShape, outputs: number) {
  const { count: rows, featureShape, storage, scale, offset, labels } = examples;
  const types: Record<string, ValueType> = {
    'batch/features': float([size, ...featureShape]),
    'batch/labels': labels === 'class' ? { shape: [size], dtype: 'int32' } : float([size, outputs]),
  };
  const gathered: readonly Gather[] = [
    { input: 'batch/features', table: 'features', indices: 'rows', rows, storage, scale, offset },
    {
      input: 'batch/labels',
      table: 'labels',
      indices: 'rows',
      rows,
      storage: labels === 'class' ? 'int32' : 'float32',
      scale: 1,
      offset: 0,
    },
  ];
  return { types, gathered };
}

/** What a training step is made of. */
export interface StepParts {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: TracedLoss;
  readonly batchSize: number;
  readonly examples: ExamplesShape;
  readonly outputs: number;
  /** Whether momentum is scheduled and comes in by step. */
  readonly scheduledMomentum: boolean;
}

/**
 * Types of the optimizer's state, and the program parameters → state; no program where there is no state.
 */
export function prepareProgram(
  model: Model,
  optimizer: Optimizer,
): { readonly types: Record<string, ValueType>; readonly program?: Program } {
  const program = trace('prepare', typesOf('parameters', model.parameters), (inputs) =>
    grouped('state', optimizer.init(groupOf('parameters', inputs))),
  );
  const types = Object.fromEntries(program.outputs.map(({ name, id }) => [name, program.values[id]!]));
  return program.outputs.length === 0 ? { types } : { types, program };
}

/**
 * One training step as the body of a loop: the mini-batch's loss, its gradients, the optimizer's update.
 *
 * Carried: `parameters/…`, `state/…`, `statistics/…`. Scanned: `learningRate`, `momentum` where it is scheduled, and
 * `noise/…` where the optimizer consumes it. Gathered by `rows` `[steps, batch]` from the tables `features` and `labels`.
 * Stacked: `loss`, of the mini-batch before its update.
 *
 * @throws AssayError `program` where the model, the loss or the optimizer cannot be traced or differentiated
 */
export function stepProgram(parts: StepParts): LoopProgram {
  const { model, optimizer, batchSize, examples, outputs, scheduledMomentum } = parts;
  const carried = {
    ...typesOf('parameters', model.parameters),
    ...prepareProgram(model, optimizer).types,
    ...typesOf('statistics', model.statistics),
  };
  const scanned: Record<string, ValueType> = {
    learningRate: float([]),
    ...(scheduledMomentum ? { momentum: float([]) } : {}),
    ...(optimizer.noise ? typesOf('noise', model.parameters) : {}),
  };
  const batch = batchOf(batchSize, examples, outputs);
  const body = trace('step', { ...carried, ...scanned, ...batch.types }, (inputs) => step(parts, inputs));
  return {
    kind: 'loop',
    name: `step of ${batchSize}`,
    body,
    carried: Object.keys(carried),
    scanned: Object.keys(scanned),
    gathered: batch.gathered,
    stacked: ['loss'],
  };
}

function step({ model, optimizer, loss, batchSize }: StepParts, inputs: NamedTensors): NamedTensors {
  const parameters = groupOf('parameters', inputs);
  const names = model.parameters.map(({ name }) => name);
  const at = (point: NamedTensors) =>
    loss({
      parameters: point,
      statistics: groupOf('statistics', inputs),
      features: inputs['batch/features']!,
      labels: inputs['batch/labels']!,
      training: true,
    });
  const gradientOf = (value: tf.Scalar, point: NamedTensors): NamedTensors => {
    const found = gradients(
      value,
      names.map((name) => point[name]!),
    );
    return Object.fromEntries(names.map((name, index) => [name, found[index]!]));
  };
  const here = at(parameters);
  const noise = groupOf('noise', inputs);
  const updated = optimizer.update({
    parameters,
    gradients: gradientOf(here.loss, parameters),
    state: groupOf('state', inputs),
    hyperparameters: {
      learningRate: inputs['learningRate'] as tf.Scalar,
      batchSize: tf.scalar(batchSize),
      ...('momentum' in inputs ? { momentum: inputs['momentum'] as tf.Scalar } : {}),
    },
    gradientAt: (point) => gradientOf(at(point).loss, point),
    ...(optimizer.noise ? { noise } : {}),
  });
  return {
    ...grouped('parameters', updated.parameters),
    ...grouped('state', updated.state),
    ...grouped('statistics', here.statistics),
    loss: here.loss,
  };
}

/**
 * Evaluation of a net on chunks of a set as a loop that carries nothing: stacked `loss` (mean of a chunk) and, for class
 * labels, `correct` (count of a chunk).
 */
export function evaluationProgram(
  parts: Pick<StepParts, 'model' | 'loss' | 'outputs' | 'examples'> & { readonly chunk: number },
): LoopProgram {
  const { model, loss, outputs, examples, chunk } = parts;
  const net = { ...typesOf('parameters', model.parameters), ...typesOf('statistics', model.statistics) };
  const batch = batchOf(chunk, examples, outputs);
  const body = trace('evaluate', { ...net, ...batch.types }, (inputs) => {
    const labels = inputs['batch/labels']!;
    const { loss: mean, output } = loss({
      parameters: groupOf('parameters', inputs),
      statistics: groupOf('statistics', inputs),
      features: inputs['batch/features']!,
      labels,
      training: false,
    });
    const classes = examples.labels === 'class' && output !== undefined;
    return { loss: mean, ...(classes ? { correct: accuracyCount(output, labels) } : {}) };
  });
  return {
    kind: 'loop',
    name: `evaluation of ${chunk}`,
    body,
    carried: [],
    scanned: [],
    gathered: batch.gathered,
    stacked: body.outputs.map(({ name }) => name),
  };
}
