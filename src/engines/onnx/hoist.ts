import type { KernelName } from '../../program/kernels/kernels.ts';
import { sameShape, sizeOf } from '../../program/kernels/shape-rule.ts';
import type { LoopProgram, Program, ProgramNode, ValueId, ValueType } from '../../program/types.ts';

/** A loop, and the nodes and constants of its body that are computed before it. */
export interface Hoisted {
  readonly loop: LoopProgram;
  readonly before: Pick<Program, 'nodes' | 'constants'>;
  /**
   * Values that are there for all steps at once, with an axis of steps in front: scanned inputs, rows of small tables,
   * and the results of nodes in `before` that need nothing else of a step.
   */
  readonly stepwise: ReadonlySet<ValueId>;
  /**
   * Values that are there before the loop: fixed inputs, what they alone decide, and what is needed of constants there.
   */
  readonly early: ReadonlySet<ValueId>;
}

/** Kernels that work as well on the values of all steps, stacked along a first axis. */
const stackable: ReadonlySet<string> = new Set<KernelName>([
  'Add',
  'Cast',
  'Exp',
  'Maximum',
  'Minimum',
  'Multiply',
  'Neg',
  'OneHot',
  'Pow',
  'RealDiv',
  'Reciprocal',
  'Rsqrt',
  'Sqrt',
  'Square',
  'Sub',
]);

/** More elements a step are not computed for all steps at once: they would leave the cache. */
const MOST_STACKED = 1024;

/** Kernels of two operands that broadcast. */
const broadcasting: ReadonlySet<string> = new Set<KernelName>([
  'Add',
  'Maximum',
  'Minimum',
  'Multiply',
  'RealDiv',
  'Sub',
]);

/**
 * Where an operand of ONNX Runtime repeats in shorter runs than this, walking them takes longer than the arithmetic.
 */
const SHORT_RUN = 64;
/** Results of more elements (4 MB) are left to broadcasting: a repeated operand would leave the cache. */
const MOST_ELEMENTS = 2 ** 20;

/**
 * Length of the last axes over which an operand is read one by one, or stands still.
 *
 * @example runOf([16], [1000, 16]) // 16
 * @example runOf([1000, 1], [1000, 16]) // 16
 * @example runOf([], [1000, 16]) // 16000
 */
export function runOf(operand: readonly number[], result: readonly number[]): number {
  const padded = [...Array<number>(result.length - operand.length).fill(1), ...operand];
  let [run, isRepeated] = [1, undefined as boolean | undefined];
  for (let axis = result.length - 1; axis >= 0; axis--) {
    if (result[axis] === 1) continue;
    const repeats = padded[axis] === 1;
    if (isRepeated !== undefined && repeats !== isRepeated) break;
    isRepeated = repeats;
    run *= result[axis]!;
  }
  return run;
}

/**
 * Takes out of a loop what fixed inputs decide, such as the pass forwards of a Hessian's many products with one net,
 * and what no step's outcome decides, such as the marks of the mini-batches' labels or a constant times the learning
 * rate: that is computed for all steps at once. What constants alone decide stays: ONNX Runtime computes it when it
 * loads the program. Operands that are fixed or constant and that every step would repeat in short runs are repeated
 * once.
 */
export function hoist(loop: LoopProgram): Hoisted {
  const { body } = loop;
  const values: ValueType[] = [...body.values];
  const { changing, early, stepwise } = origins(loop);
  const before: ProgramNode[] = [];
  const inside: ProgramNode[] = [];
  const place = (node: ProgramNode, value = node.outputs[0]!): void =>
    void (early.has(value) || stepwise.has(value) ? before : inside).push(node);

  const repeated = (operand: ValueId, { shape }: ValueType): ValueId => {
    const { shape: own, dtype } = values[operand]!;
    const padded = [...Array<number>(shape.length - own.length).fill(1), ...own];
    const emit = (
      kernel: string,
      x: ValueId,
      attributes: ProgramNode['attributes'],
      to: readonly number[],
    ) => {
      values.push({ shape: to, dtype });
      place({ kernel, inputs: { x }, attributes, outputs: [values.length - 1] }, operand);
      return values.length - 1;
    };
    const reshaped = emit('Reshape', operand, { shape: padded }, padded);
    return emit('Tile', reshaped, { reps: shape.map((length, axis) => length / padded[axis]!) }, shape);
  };
  const isShort = (operand: ValueId, { shape }: ValueType): boolean =>
    !changing.has(operand) &&
    !stepwise.has(operand) &&
    !sameShape(values[operand]!.shape, shape) &&
    runOf(values[operand]!.shape, shape) < SHORT_RUN;

  for (const node of body.nodes) {
    const type = values[node.outputs[0]!]!;
    const size = sizeOf(type.shape);
    const worthwhile =
      changing.has(node.outputs[0]!) &&
      broadcasting.has(node.kernel) &&
      size >= SHORT_RUN &&
      size <= MOST_ELEMENTS;
    const operands = Object.entries(node.inputs).map(([name, id]): [string, ValueId] => [
      name,
      worthwhile && isShort(id, type) ? repeated(id, type) : id,
    ]);
    place({ ...node, inputs: Object.fromEntries(operands) });
  }

  const usedBy = (nodes: readonly ProgramNode[]) =>
    new Set(nodes.flatMap((node) => Object.values(node.inputs)));
  const [usedBefore, usedInside] = [usedBy(before), usedBy(inside)];
  for (const { id } of body.outputs) usedInside.add(id);
  return {
    loop: {
      ...loop,
      body: {
        ...body,
        values,
        nodes: inside,
        constants: body.constants.filter(({ id }) => usedInside.has(id)),
      },
    },
    before: { nodes: before, constants: body.constants.filter(({ id }) => usedBefore.has(id)) },
    stepwise,
    early,
  };
}

/**
 * Values that the steps before may make different; values that are there before the loop: fixed inputs, what they alone
 * decide, and what is needed of constants there; and values that are there for all steps before the loop.
 */
function origins({ body, carried, scanned, gathered }: LoopProgram) {
  const { values } = body;
  const isSmall = (id: ValueId): boolean => sizeOf(values[id]!.shape) <= MOST_STACKED;
  const named = (names: readonly string[]): ValueId[] =>
    body.inputs.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const rows = named(gathered.map(({ input }) => input));
  const stepwise = new Set([...named(scanned), ...rows.filter(isSmall)]);
  const changing = new Set([...named(carried), ...rows.filter((id) => !isSmall(id))]);
  const early = new Set(
    body.inputs.map(({ id }) => id).filter((id) => !stepwise.has(id) && !changing.has(id)),
  );

  /** Operands align at their last axes, so those with an axis of steps must all have as many as the result. */
  const isStackable = ({ kernel, inputs, outputs: [output] }: ProgramNode): boolean => {
    const stacked = Object.values(inputs).filter((id) => stepwise.has(id));
    const rank = values[kernel === 'OneHot' ? stacked[0]! : output!]!.shape.length;
    return (
      stackable.has(kernel) && isSmall(output!) && stacked.every((id) => values[id]!.shape.length === rank)
    );
  };

  for (const node of body.nodes) {
    const sources = Object.values(node.inputs);
    const has = (set: ReadonlySet<ValueId>): boolean => sources.some((id) => set.has(id));
    const origin = has(changing)
      ? changing
      : has(stepwise)
        ? isStackable(node)
          ? stepwise
          : changing
        : has(early)
          ? early
          : undefined;
    for (const id of node.outputs) origin?.add(id);
  }
  // Backwards: a node of constants alone is made where it is needed first.
  const needed = new Set<ValueId>();
  for (const { inputs, outputs } of body.nodes.toReversed()) {
    const isEarly = early.has(outputs[0]!) || outputs.some((id) => needed.has(id) && !stepwise.has(id));
    if (isEarly) for (const id of outputs) early.add(id);
    if (isEarly || stepwise.has(outputs[0]!)) for (const id of Object.values(inputs)) needed.add(id);
  }
  return { changing, early, stepwise } as const;
}
