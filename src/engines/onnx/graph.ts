import { encodeModel } from './protobuf.ts';

/** Element types of ONNX values that are used, by their numbers in the format. */
export const elementTypes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const;

/** Name of an element type. */
export type ElementType = keyof typeof elementTypes;

/** An attribute of an ONNX node: a number is an integer unless wrapped by `float`. */
export type AttributeValue =
  number | string | readonly number[] | { readonly float: number } | { readonly graph: Graph } | TensorValue;

interface TensorValue {
  readonly tensor: object;
}

/** An attribute with a floating-point value. */
export const float = (value: number): { readonly float: number } => ({ float: value });

const numbersOf = {
  float32: (values: ArrayLike<number>) => Float32Array.from(values),
  int32: (values: ArrayLike<number>) => Int32Array.from(values),
  int64: (values: ArrayLike<number>) => BigInt64Array.from(Array.from(values, BigInt)),
  uint8: (values: ArrayLike<number>) => Uint8Array.from(values),
  bool: (values: ArrayLike<number>) => Uint8Array.from(values),
} as const;

function tensorData(
  name: string,
  type: ElementType,
  dims: readonly number[],
  values: ArrayLike<number>,
): object {
  const data = numbersOf[type](values);
  return {
    dims,
    dataType: elementTypes[type],
    name,
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

function attributeData(name: string, value: AttributeValue): object {
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: 3 };
  if ('float' in value) return { name, f: value.float, type: 1 };
  if ('graph' in value) return { name, g: value.graph.data(), type: 5 };
  if ('tensor' in value) return { name, t: value.tensor, type: 4 };
  return { name, ints: value, type: 7 };
}

/** Lengths of a shape: a number, or the name of a length that is free at run time. */
export type Dimensions = readonly (number | string)[];

function valueInfo(name: string, type: ElementType, shape: Dimensions): object {
  const dim = shape.map((length) =>
    typeof length === 'string' ? { dimParam: length } : { dimValue: length },
  );
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}

interface NodeData {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly [field: string]: unknown;
}

/**
 * An ONNX graph that is being written; names are numbered in the order of their making, so equal work gives equal
 * bytes.
 */
export class Graph {
  readonly #prefix: string;
  readonly #nodes: NodeData[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  readonly #constants = new Map<string, string>();
  readonly #made = new Set<string>();
  /** Values that are outputs, with the outputs' names. */
  readonly #shown = new Map<string, string>();
  readonly #counts = new Set<string>();
  #count = 0;

  /** Notes that a value holds no negative number, which some operators can make use of. */
  markNonNegative(name: string): string {
    this.#counts.add(name);
    return name;
  }

  isNonNegative(name: string): boolean {
    return this.#counts.has(name);
  }

  /** @param prefix distinguishes the names of a loop's body from those outside, which it can see */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  #name(): string {
    return `${this.#prefix}${this.#count++}`;
  }

  /** Adds an operator with one output and returns the output's name. `com.microsoft.X` names a contrib operator. */
  op(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    return this.ops(type, inputs, 1, attributes)[0]!;
  }

  /** Adds an operator with `count` outputs. */
  ops(
    type: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string[] {
    const output = Array.from({ length: count }, () => this.#name());
    this.#add(type, inputs, output, attributes);
    return output;
  }

  /** Whether a value is made by an operator here, and is no output yet. */
  #isFree(name: string): boolean {
    return !this.#shown.has(name) && this.#made.has(name);
  }

  #add(
    type: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>>,
  ): void {
    const split = type.lastIndexOf('.');
    for (const name of output) this.#made.add(name);
    this.#nodes.push({
      input,
      output,
      name: output[0],
      opType: type.slice(split + 1),
      domain: split < 0 ? '' : type.slice(0, split),
      attribute: Object.entries(attributes).map(([name, value]) => attributeData(name, value)),
    });
  }

  /** A constant; small ones are shared. */
  constant(type: ElementType, dims: readonly number[], values: ArrayLike<number>): string {
    const key =
      values.length <= 16
        ? `${type}|${dims.join()}|${Array.from(values, (value) => (Object.is(value, -0) ? '-0' : value)).join()}`
        : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.#name();
    this.#initializers.push(tensorData(name, type, dims, values));
    if (key !== undefined) this.#constants.set(key, name);
    return name;
  }

  /** A float32 scalar. */
  scalar(value: number): string {
    return this.constant('float32', [], [value]);
  }

  /** A vector of int64, as shapes, axes and bounds are given. */
  longs(values: readonly number[]): string {
    return this.constant('int64', [values.length], values);
  }

  /** A value of the given shape whose elements are all the same. */
  filled(type: ElementType, shape: readonly number[], value: number): string {
    if (shape.length === 0) return this.constant(type, [], [value]);
    return this.op('ConstantOfShape', [this.longs(shape)], {
      value: { tensor: tensorData('', type, [1], [value]) },
    });
  }

  input(name: string, type: ElementType, shape: Dimensions): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares an output called `name`; `from` is the value that it shows. */
  output(name: string, from: string, type: ElementType, shape: Dimensions): void {
    const value = this.#isFree(from) ? from : this.op('Identity', [from]);
    this.#shown.set(value, name);
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Declares an output of a loop's body, which needs no name of its own. */
  result(from: string, type: ElementType, shape: Dimensions): void {
    const value = this.#isFree(from) ? from : this.op('Identity', [from]);
    this.#shown.set(value, value);
    this.#outputs.push(valueInfo(value, type, shape));
  }

  /**
   * Adds a Scan whose body is `body`, over the first axis of `slices`; the outputs are the carried values and then the
   * stacked ones.
   */
  scan(carried: readonly string[], slices: readonly string[], body: Graph, outputs: number): string[] {
    return this.ops('Scan', [...carried, ...slices], outputs, {
      body: { graph: body },
      num_scan_inputs: slices.length,
    });
  }

  data(): object {
    const shown = (name: string): string => this.#shown.get(name) ?? name;
    return {
      name: 'assay',
      node: this.#nodes.map((node) => ({
        ...node,
        input: node.input.map(shown),
        output: node.output.map(shown),
      })),
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    };
  }
}

/** Bytes of a model with the given main graph: opset 17 and ONNX Runtime's contrib operators. */
export function modelBytes(graph: Graph): Uint8Array {
  return encodeModel({
    irVersion: 8,
    producerName: 'assay',
    graph: graph.data(),
    opsetImport: [
      { domain: '', version: 17 },
      { domain: 'com.microsoft', version: 1 },
    ],
  });
}
