import { isKernel, outputTypes } from '../kernels/kernels.ts';
import { copyData } from '../tracing/recorder.ts';
import { sameShape, sizeOf } from '../kernels/shape-rule.ts';
import type { AttributesOf, EngineKernel, InputsOf, NodeOf, Signature } from '../kernels/signature.ts';
import type { AttributesFor, BinaryKernel, Inputs, KernelName, KernelNode } from '../kernels/signatures.ts';
import type { DType, Port, Program, ProgramConstant, ProgramNode } from '../types.ts';
import { canonical } from './canonical.ts';
import type { ValueId, ValueType } from '../types.ts';

type Data = ProgramConstant['data'];

/** A call of a kernel, whichever it is. */
type Call = Omit<ProgramNode, 'outputs'>;

/** The attributes of a kernel as the last arguments of a call: none where it needs none. */
type AttributesOnly<A> = Record<never, never> extends A ? [attributes?: A] : [attributes: A];

/** Kernels whose two operands may change places. */
const commutative: ReadonlySet<string> = new Set<BinaryKernel>([
  'Add',
  'Multiply',
  'Maximum',
  'Minimum',
  'Equal',
  'NotEqual',
  'LogicalAnd',
  'LogicalOr',
]);

/**
 * A program under rewriting: nodes are emitted in order, equal ones once; everything about a value (its type, its node,
 * its data where it is constant) can be asked.
 */
export class Rewriter {
  readonly values: ValueType[] = [];
  readonly nodes: ProgramNode[] = [];
  readonly #constants = new Map<ValueId, Data>();
  readonly #constantKeys = new Map<string, ValueId>();
  readonly #producers = new Map<ValueId, ProgramNode>();
  readonly #nodeKeys = new Map<string, readonly ValueId[]>();
  readonly #uses = new Map<ValueId, number>();
  readonly #classes = new Map<ValueId, number>();

  type(id: ValueId): ValueType {
    return this.values[id]!;
  }

  shape(id: ValueId): readonly number[] {
    return this.type(id).shape;
  }

  /** How often a value was used before the pass began; 0 where it is new. */
  uses(id: ValueId): number {
    return this.#uses.get(id) ?? 0;
  }

  /** Tells how often a value was used in the program that is being rewritten. */
  addUses(id: ValueId, count: number): void {
    this.#uses.set(id, this.uses(id) + count);
  }

  /** Notes that all values of an input are 0 … classes − 1. */
  markClasses(id: ValueId, classes: number): void {
    this.#classes.set(id, classes);
  }

  /** Whether all values are known to be 0 … classes − 1, as those of an input may be, also in another shape. */
  areClasses(id: ValueId, classes: number): boolean {
    const known = this.#classes.get(id);
    if (known !== undefined) return known <= classes;
    const view = this.producer(id, 'Reshape') ?? this.producer(id, 'Tile');
    return view !== undefined && this.areClasses(view.inputs.x, classes);
  }

  /** The node that makes a value, where there is one. */
  maker(id: ValueId | undefined): ProgramNode | undefined {
    return id === undefined ? undefined : this.#producers.get(id);
  }

  /** The node that makes a value, where it is of the given kernel. */
  producer<K extends KernelName>(id: ValueId | undefined, kernel: K): KernelNode<K> | undefined;
  producer<S extends Signature>(id: ValueId | undefined, kernel: EngineKernel<S>): NodeOf<S> | undefined;
  producer(id: ValueId | undefined, kernel: KernelName | EngineKernel): ProgramNode | undefined {
    const node = this.maker(id);
    return node?.kernel === nameOf(kernel) ? node : undefined;
  }

  addValue(type: ValueType): ValueId {
    this.values.push({ shape: [...type.shape], dtype: type.dtype });
    return this.values.length - 1;
  }

  /** The data of a constant. */
  constantData(id: ValueId): Data | undefined {
    return this.#constants.get(id);
  }

  /** What its outputs need of all that was emitted, in the canonical order. */
  program(name: string, inputs: readonly Port[], outputs: readonly Port[]): Program {
    const constants = [...this.#constants].map(([id, data]): ProgramConstant => ({ id, data }));
    return canonical({
      kind: 'program',
      name,
      values: this.values,
      inputs,
      constants,
      nodes: this.nodes,
      outputs,
    });
  }

  /** A constant; equal ones are one. */
  constant(type: ValueType, values: ArrayLike<number>): ValueId {
    const data = copyData(type.dtype, values);
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const key = `${type.dtype}[${type.shape.join()}]${bytes.toString('latin1')}`;
    const known = this.#constantKeys.get(key);
    if (known !== undefined) return known;
    const id = this.addValue(type);
    this.#constants.set(id, data);
    this.#constantKeys.set(key, id);
    return id;
  }

  /** A scalar constant. */
  scalar(value: number, dtype: DType = 'float32'): ValueId {
    return this.constant({ shape: [], dtype }, [value]);
  }

  /** A value whose elements are all the same: a constant where it is a scalar, a `Fill` elsewhere. */
  fill(type: ValueType, value: number): ValueId {
    if (type.shape.length === 0) return this.scalar(value, type.dtype);
    return this.emit('Fill', {}, { shape: type.shape, value, dtype: type.dtype });
  }

  /** The number that all elements of a value are, where that is known. */
  uniform(id: ValueId): number | undefined {
    const fill = this.producer(id, 'Fill');
    if (fill !== undefined) return Number(fill.attributes.value);
    const data = this.#constants.get(id);
    if (data === undefined || data.length === 0) return undefined;
    return data.every((element) => Object.is(element, data[0])) ? data[0] : undefined;
  }

  /** The value of a node that was emitted before, if there is one. */
  find<K extends KernelName>(
    kernel: K,
    inputs: Inputs<K>,
    ...[attributes]: AttributesOnly<AttributesFor<K>>
  ): ValueId | undefined {
    return this.#nodeKeys.get(nodeKey({ kernel, inputs, attributes: attributes ?? {} }))?.[0];
  }

  /** Emits a node with one output. */
  emit<K extends KernelName>(
    kernel: K,
    inputs: Inputs<K>,
    ...[attributes]: AttributesOnly<AttributesFor<K>>
  ): ValueId {
    return this.append({ kernel, inputs, attributes: attributes ?? {} })[0]!;
  }

  /** Emits a node and gives all its outputs. */
  emitAll<K extends KernelName>(
    kernel: K,
    inputs: Inputs<K>,
    ...[attributes]: AttributesOnly<AttributesFor<K>>
  ): readonly ValueId[] {
    return this.append({ kernel, inputs, attributes: attributes ?? {} });
  }

  /** Emits a node of a kernel of an engine, with one output of the type given. */
  emitEngine<S extends Signature>(
    kernel: EngineKernel<S>,
    inputs: InputsOf<NoInfer<S>>,
    attributes: AttributesOf<NoInfer<S>>,
    type: ValueType,
  ): ValueId {
    const call = { kernel: kernel.name, inputs, attributes } as unknown as Call;
    return this.append(call, [type])[0]!;
  }

  /**
   * Emits a node, whichever its kernel, or finds the equal one that was emitted before. Types are inferred where none
   * are given.
   */
  append(call: Call, types?: readonly ValueType[]): readonly ValueId[] {
    const key = nodeKey(call);
    const known = this.#nodeKeys.get(key);
    if (known !== undefined) return known;
    const outputs = (types ?? this.#infer(call)).map((type) => this.addValue(type));
    const node: ProgramNode = { ...call, outputs };
    this.nodes.push(node);
    for (const id of outputs) this.#producers.set(id, node);
    this.#nodeKeys.set(key, outputs);
    return outputs;
  }

  #infer({ kernel, inputs, attributes }: Call): readonly ValueType[] {
    if (!isKernel(kernel)) throw new TypeError(`Internal: kernel ${kernel} was emitted without types`);
    const types = Object.entries(inputs).map(([name, id]) => [name, this.type(id)] as const);
    return outputTypes(kernel, Object.fromEntries(types), attributes);
  }

  /** The value with another shape of the same size. */
  reshape(id: ValueId, shape: readonly number[]): ValueId {
    if (sameShape(this.shape(id), shape)) return id;
    const data = this.#constants.get(id);
    if (data !== undefined) return this.constant({ shape, dtype: this.type(id).dtype }, data);
    const value = this.uniform(id);
    if (value !== undefined) return this.fill({ shape, dtype: this.type(id).dtype }, value);
    const inner = this.producer(id, 'Reshape')?.inputs.x ?? id;
    return sameShape(this.shape(inner), shape)
      ? inner
      : this.emit('Reshape', { x: inner }, { shape: [...shape] });
  }

  /** The value repeated along axes of length 1 (or missing ones) until it has the shape. */
  broadcast(id: ValueId, shape: readonly number[]): ValueId {
    if (sameShape(this.shape(id), shape)) return id;
    const value = this.uniform(id);
    if (value !== undefined) return this.fill({ shape, dtype: this.type(id).dtype }, value);
    const padded = [
      ...Array.from({ length: shape.length - this.shape(id).length }, () => 1),
      ...this.shape(id),
    ];
    const reps = shape.map((length, axis) => length / padded[axis]!);
    return this.emit('Tile', { x: this.reshape(id, padded) }, { reps });
  }

  /** The value behind a `Tile` that only repeats axes of length 1. */
  behindBroadcast(id: ValueId): ValueId | undefined {
    const tile = this.producer(id, 'Tile');
    if (tile === undefined) return undefined;
    const { x } = tile.inputs;
    const { reps } = tile.attributes;
    return this.shape(x).every((length, axis) => length === 1 || reps[axis] === 1) ? x : undefined;
  }

  /** Number of elements of a value. */
  size(id: ValueId): number {
    return sizeOf(this.shape(id));
  }
}

const nameOf = (kernel: KernelName | EngineKernel): string =>
  typeof kernel === 'string' ? kernel : kernel.name;

function nodeKey({ kernel, inputs, attributes }: Call): string {
  const pairs = Object.entries(inputs);
  const operands = commutative.has(kernel)
    ? pairs.map(([, id]) => id).sort((a, b) => a - b)
    : pairs.map(([name, id]) => `${name}${id}`);
  const named = Object.entries(attributes)
    .map(([name, value]) => `${name}:${attributeKey(value)}`)
    .sort();
  return `${kernel}(${operands.join()}){${named.join()}}`;
}

const attributeKey = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(attributeKey).join()}]` : Object.is(value, -0) ? '-0' : String(value);
