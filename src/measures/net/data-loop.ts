import type * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../../models/types.ts';
import { trace } from '../../program/index.ts';
import { leafName, unflatten } from '../../program/tree.ts';
import type { Gather, LoopProgram, InputType, ValueType } from '../../program/types.ts';
import type { ExamplesShape, ProgramContext } from '../definition.ts';
import type { Part } from './parts.ts';

/** A net on one batch, while it is traced. */
export interface TracedNet {
  readonly parameters: NamedTensors;
  /** The same parameters as a list, in the model's order. */
  readonly list: readonly tf.Tensor[];
  readonly statistics: NamedTensors;
  readonly features: tf.Tensor;
  readonly labels: tf.Tensor;
}

/** What a loop over the data does with each batch. Types are by name; the net and its batch come by themselves. */
export interface DataLoop {
  readonly name: string;
  readonly split: 'train' | 'test';
  readonly carried?: Readonly<Record<string, ValueType>>;
  readonly scanned?: Readonly<Record<string, ValueType>>;
  readonly fixed?: Readonly<Record<string, ValueType>>;
  readonly stacked: readonly string[];
  body(net: TracedNet, inputs: NamedTensors): NamedTensors;
}

export const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/** A type for each parameter of the model, named `<group>/<parameter>`, with leading axes. */
export const likeParameters = (
  group: string,
  { model }: ProgramContext,
  lead: readonly number[] = [],
): Record<string, ValueType> =>
  Object.fromEntries(
    model.parameters.map(({ name, shape }) => [leafName(group, name), float([...lead, ...shape])]),
  );

/** The tensors `<group>/<parameter>` in the model's order. */
export const listOf = (group: string, { model }: ProgramContext, tensors: NamedTensors): tf.Tensor[] =>
  model.parameters.map(({ name }) => tensors[leafName(group, name)]!);

/** A list in the model's order, named `<group>/<parameter>`. */
export const named = (group: string, { model }: ProgramContext, list: readonly tf.Tensor[]): NamedTensors =>
  Object.fromEntries(model.parameters.map(({ name }, i) => [leafName(group, name), list[i]!]));

/** One program for each part of the data, since batches of another size are another program: `name`, `name/rest`. */
export function overParts(
  name: string,
  parts: readonly Part[],
  make: (part: Part, name: string) => LoopProgram,
): Record<string, LoopProgram> {
  return Object.fromEntries(parts.map((part) => [name + part.suffix, make(part, name + part.suffix)]));
}

/** Types of the net's own inputs and of its batch. */
export function dataLoopTypes(
  context: ProgramContext,
  split: 'train' | 'test',
  batch: number,
): Record<string, InputType> {
  const { model, dataShape } = context;
  const { featureShape, labels } = context[split];
  return {
    ...likeParameters('parameters', context),
    ...Object.fromEntries(
      model.statistics.map(({ name, shape }) => [leafName('statistics', name), float(shape)]),
    ),
    'batch/features': float([batch, ...featureShape]),
    'batch/labels':
      labels === 'class'
        ? { shape: [batch], dtype: 'int32', classes: dataShape.outputs }
        : float([batch, dataShape.outputs]),
  };
}

/** The net on its batch, from the tensors of a trace whose inputs are typed by `dataLoopTypes`. */
export function tracedNet(context: ProgramContext, inputs: NamedTensors): TracedNet {
  const { parameters, statistics, batch } = unflatten(inputs, ['parameters', 'statistics', 'batch']);
  return {
    parameters,
    list: listOf('parameters', context, inputs),
    statistics,
    features: batch['features']!,
    labels: batch['labels']!,
  };
}

/**
 * A loop over batches of the examples, gathered by `rows` `[steps, batch]` from the tables `features` and `labels`.
 * Fixed inputs are `parameters/…` and `statistics/…` and what the loop declares.
 *
 * @throws AssayError `program` where the model or the body cannot be traced
 */
export function dataLoop(context: ProgramContext, batch: number, loop: DataLoop): LoopProgram {
  const types: Record<string, InputType> = {
    ...dataLoopTypes(context, loop.split, batch),
    ...loop.fixed,
    ...loop.carried,
    ...loop.scanned,
  };
  const body = trace(loop.name, types, (inputs) => loop.body(tracedNet(context, inputs), inputs));
  return {
    kind: 'loop',
    name: loop.name,
    body,
    carried: Object.keys(loop.carried ?? {}),
    scanned: Object.keys(loop.scanned ?? {}),
    gathered: gathersOf(context[loop.split]),
    stacked: loop.stacked,
  };
}

function gathersOf({ count, storage, scale, offset, labels }: ExamplesShape): readonly Gather[] {
  const rows = { indices: 'rows', rows: count };
  return [
    { input: 'batch/features', table: 'features', ...rows, storage, scale, offset },
    {
      input: 'batch/labels',
      table: 'labels',
      ...rows,
      storage: labels === 'class' ? 'int32' : 'float32',
      scale: 1,
      offset: 0,
    },
  ];
}
