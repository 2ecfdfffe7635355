import type { Attributes, DType, ValueType } from '../../program/types.ts';
import type { Graph } from './graph.ts';

/** What a lowering rule sees of a node: names of its inputs in the ONNX graph, types, attributes. */
export interface LoweringCall {
  readonly graph: Graph;
  readonly inputs: Readonly<Record<string, string>>;
  readonly inputTypes: Readonly<Record<string, ValueType>>;
  readonly outputTypes: readonly ValueType[];
  readonly attributes: Attributes;
}

/** Writes the operators of one kernel and returns the names of its outputs. */
export type LoweringRule = (call: LoweringCall) => string | readonly string[];

/** ONNX data type of a program's data type, as `Cast` takes it. */
export const castCode: Readonly<Record<DType | 'int64', number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
};

/** The value cast to `to` where it is not of that type yet. */
export function cast(graph: Graph, name: string, from: DType | 'int64', to: DType | 'int64'): string {
  return from === to ? name : graph.op('Cast', [name], { to: castCode[to] });
}

/** The input called `name`, cast to `dtype` where given. */
export function input(call: LoweringCall, name: string, dtype?: DType): string {
  const value = call.inputs[name]!;
  return dtype === undefined ? value : cast(call.graph, value, call.inputTypes[name]!.dtype, dtype);
}

/** Shape of the input called `name`. */
export const shapeOf = (call: LoweringCall, name: string): readonly number[] => call.inputTypes[name]!.shape;
