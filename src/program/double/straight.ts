import { AssayError } from '../../errors.ts';
import { isKernel } from '../kernels/kernels.ts';
import type { Program, ProgramNode, ValueId } from '../types.ts';
import type { AnyDoubleRule, AnyEvaluation, Elements } from './rule.ts';
import { doubleRules } from './rules.ts';
import type { Precision } from './tensor.ts';

/** A straight program made ready: elements of its inputs in, elements of its outputs out, both by name. */
export type Straight = (inputs: ReadonlyMap<string, Elements>) => ReadonlyMap<string, Elements>;

/** Sees, and may change in place, what each node gave; a view kernel gives its operand's own elements. */
export type Disturbance = (node: ProgramNode, index: number, results: readonly Elements[]) => void;

interface Step {
  readonly node: ProgramNode;
  readonly inputs: readonly (readonly [name: string, id: ValueId])[];
  readonly outputs: readonly ValueId[];
  readonly evaluate: AnyEvaluation;
  /** Outputs to be rounded. */
  readonly floats: readonly number[];
}

function stepsOf(program: Program): readonly Step[] {
  return program.nodes.map((node): Step => {
    const { kernel, attributes, outputs } = node;
    if (!isKernel(kernel))
      throw new AssayError(
        'program',
        `Cannot interpret program '${program.name}': expected kernels of TensorFlow.js, got ${kernel}`,
      );
    const inputs = Object.entries(node.inputs);
    const types = inputs.map(([name, id]) => [name, program.values[id]!] as const);
    const outputTypes = outputs.map((id) => program.values[id]!);
    const call = { attributes, inputs: Object.fromEntries(types), outputs: outputTypes };
    const floats = outputTypes.flatMap(({ dtype }, index) => (dtype === 'float32' ? [index] : []));
    return { node, inputs, outputs, evaluate: (doubleRules[kernel] as AnyDoubleRule)(call), floats };
  });
}

/** In place: elements are fresh, or an operand's, which is rounded already. */
function round(elements: Elements): void {
  for (let i = 0; i < elements.length; i++) elements[i] = Math.fround(elements[i]!);
}

/** Makes a straight program ready. @throws AssayError `program` where it has kernels of an engine */
export function straight(program: Program, precision: Precision, disturb?: Disturbance): Straight {
  const steps = stepsOf(program);
  const constants = program.constants.map(({ id, data, exact }) => {
    return [id, Float64Array.from(precision === 'double' ? (exact ?? data) : data)] as const;
  });
  return (inputs) => {
    const values: Elements[] = [];
    for (const [id, elements] of constants) values[id] = elements;
    for (const { name, id } of program.inputs) values[id] = inputs.get(name)!;
    for (const [index, step] of steps.entries()) {
      const operands: Record<string, Elements> = {};
      for (const [name, id] of step.inputs) operands[name] = values[id]!;
      const given = step.evaluate(operands);
      const results = given instanceof Float64Array ? [given] : given;
      if (precision === 'single') for (const output of step.floats) round(results[output]!);
      disturb?.(step.node, index, results);
      step.outputs.forEach((id, index) => (values[id] = results[index]!));
    }
    return new Map(program.outputs.map(({ name, id }) => [name, values[id]!]));
  };
}
