import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import type { CustomGradient } from '../gradients/custom-gradients.ts';
import { Draws } from './draws.ts';
import { captureSite, describeSite, type Site } from './site.ts';
import type { Attributes, DType, InputType, Port, Program, ProgramConstant, ProgramNode } from '../types.ts';
import type { ValueId, ValueType } from '../types.ts';

type Data = Float32Array | Int32Array | Uint8Array;

/** Whatever its name stands for while a program is traced `inDoubles`. */
const Single = Float32Array;

/** A typed array of the data type's own kind holding a copy of `values`. */
export function copyData(dtype: DType, values: ArrayLike<number | boolean>): Data {
  const numbers = values as ArrayLike<number>;
  if (dtype === 'float32') return Single.from(numbers);
  if (dtype === 'int32') return Int32Array.from(numbers);
  return Uint8Array.from(numbers, (value) => (value ? 1 : 0));
}

/** Whether single precision has no such number. */
const isRounded = (value: number): boolean => !Object.is(Math.fround(value), value);

/** A data type that programs know. @throws AssayError `program` for complex64 and string. */
export function knownDType(dtype: string): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new AssayError(
    'program',
    `Cannot trace a tensor: expected data type float32, int32 or bool, got ${dtype}`,
  );
}

/**
 * Values of a tensor that was made outside of any trace.
 *
 * @throws AssayError `program` where it belongs to another one
 */
function valuesOf({ dataId, shape }: tf.TensorInfo): ArrayLike<number> {
  try {
    return tf.engine().readSync(dataId) as ArrayLike<number>;
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw new AssayError(
      'program',
      `Cannot trace a tensor of shape [${shape}]: expected one of this trace or a constant, got one that is disposed or was kept from another trace, used at ${describeSite(captureSite())}`,
      { cause },
    );
  }
}

/** Collects the nodes of one trace. Values are known to TensorFlow.js by their data ids. */
export class Recorder {
  readonly values: ValueType[] = [];
  readonly nodes: ProgramNode[] = [];
  readonly constants = new Map<ValueId, Data>();
  /** Numbers of constants that came in 64 bit: see `inDoubles`. */
  readonly #exact = new Map<ValueId, Float64Array>();
  readonly sites: Site[] = [];
  /** Nodes that differentiation recorded, as opposed to the user's code. */
  readonly derived = new Set<ProgramNode>();
  /** Trainable variables that were captured as constants, with the place of their use. */
  readonly captured = new Map<tf.Variable, string>();
  /** Gradients that the user's code gives itself, by the node of the value. */
  readonly customGradients = new Map<ProgramNode, CustomGradient>();
  /** Random numbers that the code draws: they come in as inputs. */
  readonly draws = new Draws();
  #deriving = false;
  readonly #sited: boolean;
  readonly #inputs: Port[] = [];
  readonly #dataIds: object[] = [];
  readonly #ids = new WeakMap<object, ValueId>();

  /** @param sited whether the place of each call is remembered, which takes most of a trace's time */
  constructor(sited = true) {
    this.#sited = sited;
  }

  /** Adds a value and the data id that stands for it in TensorFlow.js. */
  addValue(type: ValueType): ValueId {
    const dataId = {};
    this.values.push({ shape: [...type.shape], dtype: type.dtype });
    this.#dataIds.push(dataId);
    this.#ids.set(dataId, this.values.length - 1);
    return this.values.length - 1;
  }

  addInput(name: string, type: InputType): tf.Tensor {
    const id = this.addValue(type);
    this.#inputs.push({ name, id, ...(type.classes === undefined ? {} : { classes: type.classes }) });
    return this.tensor(id);
  }

  addConstant(type: ValueType, values: ArrayLike<number | boolean>): ValueId {
    const id = this.addValue(type);
    this.constants.set(id, copyData(type.dtype, values));
    if (values instanceof Float64Array && type.dtype === 'float32' && values.some(isRounded))
      this.#exact.set(id, values.slice());
    return id;
  }

  /** Appends a kernel call and returns the ids of its outputs. */
  addNode(
    kernel: string,
    inputs: Readonly<Record<string, ValueId>>,
    attributes: Attributes,
    outputs: readonly ValueType[],
  ): ValueId[] {
    const ids = outputs.map((type) => this.addValue(type));
    const node = { kernel, inputs, attributes, outputs: ids };
    this.nodes.push(node);
    if (this.#deriving) this.derived.add(node);
    this.sites.push(this.#sited ? captureSite() : {});
    return ids;
  }

  /** Marks the nodes that `body` records as derived. */
  derive<Result>(body: () => Result): Result {
    const before = this.#deriving;
    this.#deriving = true;
    try {
      return body();
    } finally {
      this.#deriving = before;
    }
  }

  /** Where the user's code called the kernel of node `index`. */
  siteOf(index: number): string {
    return describeSite(this.sites[index] ?? {});
  }

  /** A symbolic tensor for a value. */
  tensor(id: ValueId): tf.Tensor {
    const { shape, dtype } = this.values[id]!;
    return tf
      .engine()
      .makeTensorFromTensorInfo({ dataId: this.#dataIds[id]!, shape: [...shape], dtype }) as tf.Tensor;
  }

  /** The data id that stands for a value. */
  dataId(id: ValueId): object {
    return this.#dataIds[id]!;
  }

  /** The value that a data id stands for, where it belongs to this trace. */
  idOfData(dataId: object): ValueId | undefined {
    return this.#ids.get(dataId);
  }

  /** The value of a tensor; one that was made outside the trace is captured as a constant. */
  idOf(tensor: tf.TensorInfo): ValueId {
    const known = this.#ids.get(tensor.dataId);
    if (known !== undefined) return known;
    const dtype = knownDType(tensor.dtype);
    if (tensor instanceof tf.Variable && (tensor as tf.Variable).trainable)
      this.captured.set(tensor as tf.Variable, describeSite(captureSite()));
    return this.addConstant({ shape: tensor.shape, dtype }, valuesOf(tensor));
  }

  program(name: string, outputs: readonly Port[]): Program {
    return freezeProgram({
      kind: 'program',
      name,
      values: this.values,
      inputs: this.#inputs,
      constants: [...this.constants].map(([id, data]): ProgramConstant => {
        const exact = this.#exact.get(id);
        return exact === undefined ? { id, data } : { id, data, exact };
      }),
      nodes: this.nodes,
      outputs,
    });
  }
}

/** Freezes a program and its lists (typed arrays cannot be frozen and are left as they are). */
export function freezeProgram(program: Program): Program {
  for (const list of [program.values, program.inputs, program.constants, program.nodes, program.outputs]) {
    for (const entry of list) Object.freeze(entry);
    Object.freeze(list);
  }
  return Object.freeze(program);
}
