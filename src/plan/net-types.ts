/** The tensors of a training program by their groups: `parameters/…`, `state/…`, `statistics/…`. */
import type { Model, NamedTensors, ParameterSpec } from '../models/types.ts';
import type { InputType, ValueType } from '../program/types.ts';

/** Types of inputs by name. */
export type Types = Record<string, InputType>;
export const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/** Adds or strips the group that a tensor belongs to in a loop: `parameters/…`, `state/…`, `statistics/…`. */
export const grouped = (group: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${group}/${name}`, tensor]));

export const groupOf = (group: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${group}/`))
      .map(([name, tensor]) => [name.slice(group.length + 1), tensor]),
  );

export const typesOf = (group: string, specifications: readonly ParameterSpec[]): Types =>
  Object.fromEntries(specifications.map(({ name, shape }) => [`${group}/${name}`, float(shape)]));

/** Types of a net's parameters and statistics. */
export const netTypes = (model: Model): Types => ({
  ...typesOf('parameters', model.parameters),
  ...typesOf('statistics', model.statistics),
});
