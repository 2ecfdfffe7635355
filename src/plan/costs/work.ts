import { sizeOf } from '../../program/shape-rule.ts';
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

/** A call of a kernel with the shapes of its operands and results. */
interface Call {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: readonly (readonly number[])[];
  readonly attributes: ProgramNode['attributes'];
}

const written = ({ outputs }: Call) => outputs.reduce((sum, shape) => sum + sizeOf(shape), 0);
const largest = ({ inputs }: Call) => Math.max(0, ...Object.values(inputs).map(sizeOf));

/** Views, and casts that simplification removes: no call of the engine. */
const free = new Set(['Cast', 'ExpandDims', 'Fill', 'Identity', 'OnesLike', 'Reshape', 'ZerosLike']);

const reductions = ['All', 'Any', 'ArgMax', 'ArgMin', 'Max', 'Mean', 'Min', 'Prod', 'Softmax', 'Sum'];
const poolings = ['AvgPool', 'AvgPoolGrad', 'MaxPool', 'MaxPoolGrad'];

const convolution =
  (multiplications: (call: Call) => number) =>
  (call: Call): Partial<Work> => ({ convolutions: 1, convolved: multiplications(call) });

/** What kernels do that are not merely elementwise. */
const special: Readonly<Record<string, (call: Call) => Partial<Work>>> = {
  ...Object.fromEntries(reductions.map((kernel) => [kernel, (call: Call) => ({ reduced: largest(call) })])),
  ...Object.fromEntries(
    poolings.map((kernel) => [kernel, (call: Call) => ({ pooled: Math.max(largest(call), written(call)) })]),
  ),
  BatchMatMul: (call) => {
    const { a, b } = call.inputs as Record<'a' | 'b', readonly number[]>;
    const inner = call.attributes['transposeA'] === true ? a.at(-2)! : a.at(-1)!;
    return { products: 1, multiplications: written(call) * inner, packed: sizeOf(b) };
  },
  // Filters are [height, width, in, out].
  Conv2D: convolution((call) => written(call) * sizeOf(call.inputs['filter']!.slice(0, 3))),
  Conv2DBackpropInput: convolution(
    ({ inputs }) => sizeOf(inputs['dy']!) * sizeOf(inputs['filter']!.slice(0, 3)),
  ),
  Conv2DBackpropFilter: convolution(
    ({ inputs, outputs }) => sizeOf(inputs['dy']!) * sizeOf(outputs[0]!.slice(0, 3)),
  ),
};

function callOf({ values }: Program, { inputs, outputs, attributes }: ProgramNode): Call {
  const shapeOf = (id: number) => (values[id] as ValueType).shape;
  return {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, id]) => [name, shapeOf(id)])),
    outputs: outputs.map(shapeOf),
    attributes,
  };
}

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
    if (free.has(node.kernel)) continue;
    const call = callOf(body, node);
    const done = special[node.kernel]?.(call) ?? { elements: written(call) };
    work.kernels++;
    for (const [unit, amount] of Object.entries(done)) work[unit as keyof Work] += amount;
  }
  const chosen = new Set(gathered.map(({ input }) => input));
  for (const { name, id } of body.inputs)
    if (chosen.has(name)) work.gathered += sizeOf(body.values[id]!.shape);
  return work;
}
