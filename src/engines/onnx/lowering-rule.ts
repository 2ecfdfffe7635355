import type { AttributesOf, EngineKernel, InputsOf, Signature } from '../../program/kernels/signature.ts';
import type { KernelName, Signatures } from '../../program/kernels/signatures.ts';
import type { Attributes, DType, ValueType } from '../../program/types.ts';
import type { Graph } from './graph.ts';

/** What a lowering sees of a node: names of some of its inputs in the ONNX graph, types, attributes. */
export interface LoweringCall<Name extends string, A = unknown> {
  readonly graph: Graph;
  readonly inputs: Readonly<Record<Name, string>>;
  readonly inputTypes: Readonly<Record<Name, ValueType>>;
  readonly outputTypes: readonly [ValueType, ...ValueType[]];
  readonly attributes: A;
}

/** What a lowering sees of a node of a kernel with the signature. */
export interface CallOf<S extends Signature> extends LoweringCall<never, AttributesOf<S>> {
  readonly inputs: InputsOf<S, string>;
  readonly inputTypes: InputsOf<S, ValueType>;
}

type Written = string | readonly string[];

/** What a lowering sees of a node of one of some kernels. */
export type KernelCall<K extends KernelName> = K extends KernelName ? CallOf<Signatures[K]> : never;

/** Writes the operators of one kernel and returns the names of its outputs. */
export type LoweringRule<K extends KernelName> = (call: KernelCall<K>) => Written;

/** What a lowering sees of a node of a kernel of this engine. */
export type EngineCall<E> = E extends EngineKernel<infer S> ? CallOf<S> : never;

/** Writes the operators of a kernel of this engine. */
export type EngineLowering<E> = (call: EngineCall<E>) => Written;

/** A lowering as it is called where the kernel is not known. */
export type AnyLowering = (call: LoweringCall<string, Attributes>) => Written;

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
export function input<Name extends string>(call: LoweringCall<Name>, name: Name, dtype?: DType): string {
  const value = call.inputs[name];
  return dtype === undefined ? value : cast(call.graph, value, call.inputTypes[name].dtype, dtype);
}

/** Shape of the input called `name`. */
export const shapeOf = <Name extends string>(call: LoweringCall<Name>, name: Name): readonly number[] =>
  call.inputTypes[name].shape;
