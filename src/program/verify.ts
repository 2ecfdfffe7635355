import { AssayError } from '../errors.ts';
import { isKernel, outputTypes } from './kernels/kernels.ts';
import { sameShape, sizeOf } from './kernels/shape-rule.ts';
import type { EngineKernel, Signature } from './kernels/signature.ts';
import { signatures } from './kernels/signatures.ts';
import type { AnyProgram, LoopProgram, Program, ProgramNode, ValueId, ValueType } from './types.ts';

const typeText = ({ dtype, shape }: ValueType): string => `${dtype}[${shape.join()}]`;
const sameType = (a: ValueType, b: ValueType): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape);

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** What is wrong with the inputs and the attributes of a node. */
function* badCall({ inputs, attributes }: ProgramNode, signature: Signature): Iterable<string> {
  const given = Object.keys(inputs);
  const wanted = signature.inputs ?? given.map((_, index) => String(index));
  for (const name of wanted) if (inputs[name] === undefined) yield `lacks its input '${name}'`;
  for (const name of given)
    if (![...wanted, ...signature.optionalInputs].includes(name)) yield `has no input '${name}'`;
  for (const [name, { holds, words }] of Object.entries(signature.attributes))
    if (!holds(attributes[name]))
      yield `expects ${words} as '${name}', got ${JSON.stringify(attributes[name])}`;
  for (const name of Object.keys(attributes))
    if (signature.attributes[name] === undefined) yield `has no attribute '${name}'`;
}

/** What is wrong with the types of a node's outputs. */
function* badOutputs(
  values: Program['values'],
  { kernel, inputs, attributes, outputs }: ProgramNode,
): Iterable<string> {
  if (!isKernel(kernel)) return;
  const types = Object.entries(inputs).map(([name, id]) => [name, values[id]!] as const);
  const inferred = outputTypes(kernel, Object.fromEntries(types), attributes);
  const stated = outputs.map((id) => values[id]!);
  if (inferred.length !== stated.length || !inferred.every((type, index) => sameType(type, stated[index]!)))
    yield `gives ${inferred.map(typeText).join()}, and ${stated.map(typeText).join()} is stated`;
}

/** Ids that are there, each defined once. */
class Defined {
  readonly #ids = new Set<ValueId>();
  readonly #values: Program['values'];

  constructor(values: Program['values']) {
    this.#values = values;
  }

  has(id: ValueId): boolean {
    return this.#ids.has(id);
  }

  *define(id: ValueId, what: string): Iterable<string> {
    const type = this.#values[id];
    if (type === undefined) yield `${what} has id ${id}, which has no type`;
    else if (!type.shape.every((length) => Number.isInteger(length) && length >= 0))
      yield `${what} has the shape [${type.shape}]`;
    if (this.#ids.has(id)) yield `${what} has id ${id}, which another has`;
    this.#ids.add(id);
  }
}

function* badNames(ports: Program['inputs'], what: string): Iterable<string> {
  const names = ports.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) yield `two ${what} are called '${twice}'`;
}

function* badStraight(program: Program, engine: ReadonlyMap<string, Signature>): Iterable<string> {
  const { values, inputs, constants, nodes, outputs } = program;
  const defined = new Defined(values);
  yield* badNames(inputs, 'inputs');
  yield* badNames(outputs, 'outputs');
  for (const { name, id } of inputs) yield* defined.define(id, `input '${name}'`);
  for (const { id, data } of constants) {
    yield* defined.define(id, `constant ${id}`);
    const { shape, dtype } = values[id]!;
    if (!(data instanceof arrays[dtype]) || data.length !== sizeOf(shape))
      yield `constant ${id} is stated as ${typeText(values[id]!)}, got ${data.length} numbers`;
  }
  for (const [index, node] of nodes.entries()) {
    const what = `node ${index}, ${node.kernel},`;
    const signature = isKernel(node.kernel) ? signatures[node.kernel] : engine.get(node.kernel);
    if (signature === undefined) yield `${what} is no known kernel`;
    const early = Object.entries(node.inputs).find(([, id]) => !defined.has(id));
    if (early !== undefined) yield `${what} takes '${early[0]}' before it is there`;
    const bad = signature === undefined ? [] : [...badCall(node, signature)];
    for (const complaint of bad.length > 0 || early !== undefined ? bad : badOutputs(values, node))
      yield `${what} ${complaint}`;
    for (const id of node.outputs) yield* defined.define(id, what);
  }
  for (const { name, id } of outputs) if (!defined.has(id)) yield `output '${name}' is never made`;
}

function* badLoop({ body, carried, scanned, gathered, stacked }: LoopProgram): Iterable<string> {
  const typeOf = (ports: Program['inputs'], name: string): ValueType | undefined =>
    body.values[ports.find((port) => port.name === name)?.id ?? -1];
  const stepped = [...carried, ...scanned, ...gathered.map(({ input }) => input)];
  for (const name of stepped)
    if (typeOf(body.inputs, name) === undefined) yield `its body has no input '${name}'`;
  const twice = stepped.find((name, index) => stepped.indexOf(name) !== index);
  if (twice !== undefined) yield `'${twice}' comes in two ways`;
  for (const name of [...carried, ...stacked])
    if (typeOf(body.outputs, name) === undefined) yield `its body has no output '${name}'`;
  for (const name of carried) {
    const [before, after] = [typeOf(body.inputs, name), typeOf(body.outputs, name)];
    if (before !== undefined && after !== undefined && !sameType(before, after))
      yield `'${name}' goes in as ${typeText(before)} and comes out as ${typeText(after)}`;
  }
}

/**
 * Checks that a program is what its type says: each value is defined once and before it is used, every node has the
 * inputs and attributes of its kernel's signature and outputs of the types that the shape rule gives, ports are found,
 * and what a loop carries comes out as it went in.
 *
 * @param kernels those of the engine that the program was made for
 * @throws AssayError `program` with all that is wrong: a fault of ours, not of the user's code
 * @example verify(simplify(program))
 */
export function verify(program: AnyProgram, kernels: readonly EngineKernel[] = []): void {
  const engine = new Map(kernels.map(({ name, signature }) => [name, signature]));
  const body = program.kind === 'loop' ? program.body : program;
  const problems = [...badStraight(body, engine), ...(program.kind === 'loop' ? badLoop(program) : [])];
  if (problems.length > 0)
    throw new AssayError('program', `Internal: program '${program.name}' is wrong: ${problems.join('; ')}`);
}

/** The program itself, verified where the environment asks for it: every pass ends with this. */
export function verified<P extends AnyProgram>(program: P, kernels?: readonly EngineKernel[]): P {
  if (process.env['ASSAY_VERIFY'] === '1') verify(program, kernels);
  return program;
}
