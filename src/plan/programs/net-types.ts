/** The tensors of a training program by their groups: `parameters/…`, `state/…`, `statistics/…`. */
import type { Model, ParameterSpec } from '../../models/types.ts';
import { leafName } from '../../program/tree.ts';
import type { InputType, ValueType } from '../../program/types.ts';

/** Types of inputs by name. */
export type Types = Record<string, InputType>;
export const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

export const typesOf = (group: string, specifications: readonly ParameterSpec[]): Types =>
  Object.fromEntries(specifications.map(({ name, shape }) => [leafName(group, name), float(shape)]));

/** Types of a net's parameters and statistics. */
export const netTypes = (model: Model): Types => ({
  ...typesOf('parameters', model.parameters),
  ...typesOf('statistics', model.statistics),
});
