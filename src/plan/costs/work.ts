import type { KernelName } from '../../program/kernels/kernels.ts';
import { sizeOf } from '../../program/kernels/shape-rule.ts';
import type { AttributesFor, Inputs } from '../../program/kernels/signatures.ts';
import type { LoopProgram, Program, ProgramNode, ValueType } from '../../program/types.ts';

/** What one step of a loop computes for one replicate. */
export interface Work {
  /** Calls of kernels that move or make numbers. */
  readonly kernels: number;
  /** Numbers that elementwise kernels and those that move numbers write. */
  readonly elements: number;
  /** Numbers that reductions read. */
  readonly reduced: number;
  readonly products: number;
  /** Multiplications of the matrix products. */
  readonly multiplications: number;
  /** Numbers of their right operands, which the engine packs anew each time. */
  readonly packed: number;
  readonly convolutions: number;
  /** Multiplications of the convolutions and their gradients. */
  readonly convolved: number;
  /** Numbers that poolings and their gradients read or write, whichever are more. */
  readonly pooled: number;
  /** Numbers that are gathered from tables. */
  readonly gathered: number;
  /** Tensors that flow from step to step. */
  readonly carried: number;
}

type Counts = { -readonly [Unit in keyof Work]: number };

type Shapes = readonly [readonly number[], ...(readonly number[])[]];

/** A call of a kernel with the shapes of its operands and results. */
interface Call<Name extends string = string, A = unknown> {
  readonly inputs: Readonly<Record<Name, readonly number[]>>;
  readonly outputs: Shapes;
  readonly attributes: A;
}

type CallOf<K extends KernelName> = K extends KernelName
  ? Call<never, AttributesFor<K>> & { readonly inputs: Inputs<K, readonly number[]> }
  : never;

/** What a call of a kernel does; undefined where the engine has nothing to do. */
type Count<K extends KernelName> = (call: CallOf<K>) => Partial<Work> | undefined;

const written = ({ outputs }: Call<never>) => outputs.reduce((sum, shape) => sum + sizeOf(shape), 0);
const largest = ({ inputs }: Pick<Call, 'inputs'>) => Math.max(0, ...Object.values(inputs).map(sizeOf));

/** Views, and casts that simplification removes: no call of the engine. */
const free = () => undefined;
const elements = (call: Call<never>): Partial<Work> => ({ elements: written(call) });
const reduction = (call: Call<'x'>): Partial<Work> => ({ reduced: largest(call) });
const pooled = (call: Call): Partial<Work> => ({ pooled: Math.max(largest(call), written(call)) });

/**
 * A convolution with filters `[height, width, in, out]`: multiplications for each number of the images of errors or
 * results.
 */
const convolved = (images: number, filter: readonly number[]): Partial<Work> => ({
  convolutions: 1,
  convolved: images * sizeOf(filter.slice(0, 3)),
});

/** What each kernel does. */
const counts: { readonly [K in KernelName]: Count<K> } = {
  Abs: elements,
  Acos: elements,
  Acosh: elements,
  Add: elements,
  AddN: elements,
  All: reduction,
  Any: reduction,
  ArgMax: reduction,
  ArgMin: reduction,
  Asin: elements,
  Asinh: elements,
  Atan: elements,
  Atan2: elements,
  Atanh: elements,
  AvgPool: pooled,
  AvgPoolGrad: pooled,
  BatchMatMul: (call) => {
    const { a, b } = call.inputs;
    const inner = call.attributes.transposeA === true ? a.at(-2)! : a.at(-1)!;
    return { products: 1, multiplications: written(call) * inner, packed: sizeOf(b) };
  },
  Cast: free,
  Ceil: elements,
  ClipByValue: elements,
  Concat: elements,
  Conv2D: (call) => convolved(written(call), call.inputs.filter),
  Conv2DBackpropFilter: ({ inputs: { dy }, outputs: [filter] }) => convolved(sizeOf(dy), filter),
  Conv2DBackpropInput: ({ inputs: { dy, filter } }) => convolved(sizeOf(dy), filter),
  Cos: elements,
  Cosh: elements,
  Cumsum: elements,
  Elu: elements,
  EluGrad: elements,
  Equal: elements,
  Erf: elements,
  Exp: elements,
  ExpandDims: free,
  Expm1: elements,
  Fill: free,
  Floor: elements,
  FloorDiv: elements,
  GatherV2: elements,
  Greater: elements,
  GreaterEqual: elements,
  Identity: free,
  IsFinite: elements,
  IsInf: elements,
  IsNan: elements,
  LeakyRelu: elements,
  Less: elements,
  LessEqual: elements,
  Log: elements,
  Log1p: elements,
  LogicalAnd: elements,
  LogicalNot: elements,
  LogicalOr: elements,
  Max: reduction,
  MaxPool: pooled,
  MaxPoolGrad: pooled,
  Maximum: elements,
  Mean: reduction,
  Min: reduction,
  Minimum: elements,
  Mod: elements,
  Multiply: elements,
  Neg: elements,
  NotEqual: elements,
  OneHot: elements,
  OnesLike: free,
  Pack: elements,
  PadV2: elements,
  Pow: elements,
  Prelu: elements,
  Prod: reduction,
  RealDiv: elements,
  Reciprocal: elements,
  Relu: elements,
  Relu6: elements,
  Reshape: free,
  Reverse: elements,
  Round: elements,
  Rsqrt: elements,
  Select: elements,
  Selu: elements,
  Sigmoid: elements,
  Sign: elements,
  Sin: elements,
  Sinh: elements,
  Slice: elements,
  Softmax: ({ inputs: { logits } }) => ({ reduced: sizeOf(logits) }),
  Softplus: elements,
  SplitV: elements,
  Sqrt: elements,
  Square: elements,
  SquaredDifference: elements,
  Step: elements,
  Sub: elements,
  Sum: reduction,
  Tan: elements,
  Tanh: elements,
  Tile: elements,
  Transpose: elements,
  Unpack: elements,
  UnsortedSegmentSum: elements,
  ZerosLike: free,
};

function callOf({ values }: Program, { inputs, outputs, attributes }: ProgramNode): Call {
  const shapeOf = (id: number) => (values[id] as ValueType).shape;
  return {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, id]) => [name, shapeOf(id)])),
    outputs: outputs.map(shapeOf) as unknown as Shapes,
    attributes,
  };
}

/** The count of a kernel, which the call is one of. */
const countOf = (kernel: string) =>
  counts[kernel as KernelName] as Count<never> as (call: Call) => Partial<Work> | undefined;

/** Counts what a step of a loop computes, from the program as it was traced. */
export function workOf({
  body,
  carried,
  gathered,
}: Pick<LoopProgram, 'body' | 'carried' | 'gathered'>): Work {
  const work: Counts = {
    kernels: 0,
    elements: 0,
    reduced: 0,
    products: 0,
    multiplications: 0,
    packed: 0,
    convolutions: 0,
    convolved: 0,
    pooled: 0,
    gathered: 0,
    carried: carried.length,
  };
  for (const node of body.nodes) {
    const done = countOf(node.kernel)(callOf(body, node));
    if (done === undefined) continue;
    work.kernels++;
    for (const [unit, amount] of Object.entries(done)) work[unit as keyof Work] += amount;
  }
  const chosen = new Set(gathered.map(({ input }) => input));
  for (const { name, id } of body.inputs)
    if (chosen.has(name)) work.gathered += sizeOf(body.values[id]!.shape);
  return work;
}
