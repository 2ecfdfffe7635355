import { AssayError } from '../../errors.ts';
import { gatherAxes } from '../../program/gather.ts';
import type { Gather, LoopProgram, ValueId, ValueType } from '../../program/types.ts';
import { sameShape } from '../../program/kernels/shape-rule.ts';
import { Graph } from './graph.ts';
import { hoist, type Hoisted } from './hoist.ts';
import { inputName, lowerNodes, outputName, tableName } from './lower-nodes.ts';
import { carryRows } from './rows.ts';
import { sink, type Sunk } from './sink.ts';

const steps = 'steps';

/** From this length of the last axis on, an operation by a scalar is as fast as on a vector. */
const LONG_RUN = 64;

function problem(loop: LoopProgram, expected: string, got: string): AssayError {
  return new AssayError('program', `Cannot lower loop '${loop.name}': expected ${expected}, got ${got}`);
}

/** Type of a port of the body. */
function portType(loop: LoopProgram, side: 'inputs' | 'outputs', name: string): ValueType {
  const port = loop.body[side].find((candidate) => candidate.name === name);
  if (port === undefined) throw problem(loop, `the body to have '${name}' among its ${side}`, `no such port`);
  return loop.body.values[port.id]!;
}

function checkPorts(loop: LoopProgram): void {
  for (const name of loop.carried) {
    const before = portType(loop, 'inputs', name);
    const after = portType(loop, 'outputs', name);
    if (before.dtype !== after.dtype || before.shape.join() !== after.shape.join())
      throw problem(
        loop,
        `carried '${name}' to keep its type ${before.dtype}[${before.shape}]`,
        `${after.dtype}[${after.shape}]`,
      );
  }
  if (loop.scanned.length + loop.gathered.length === 0)
    throw problem(loop, 'a scanned or gathered input, which tells the number of steps', 'none');
}

/**
 * The body's input `gather.input`: rows of the table chosen by indices, scaled.
 *
 * @param lead axes in front of a step's: −1, of free length, where the rows of all steps are gathered at once
 */
function lowerGather(
  graph: Graph,
  loop: LoopProgram,
  gather: Gather,
  indices: string,
  lead: readonly number[] = [],
): string {
  const { shape, dtype } = portType(loop, 'inputs', gather.input);
  const rows = graph.op('Gather', [tableName(gather.table), indices], { axis: 0 });
  if (gather.storage === dtype) {
    if (gather.scale === 1 && gather.offset === 0) return rows;
  } else if (dtype === 'int32') {
    const whole = graph.op('Cast', [rows], { to: 6 });
    return gather.storage === 'uint8' ? graph.markNonNegative(whole) : whole;
  }
  if (dtype !== 'float32')
    throw problem(loop, `gathered '${gather.input}' to be float32 or unscaled`, `${dtype}[${shape}]`);
  // ONNX Runtime's Mul and Add by a scalar walk the last axis: on [500, 14, 14, 1] they take 4 ms, on [98000] 10 µs.
  const isFlat = shape.at(-1)! >= LONG_RUN;
  const flat = isFlat ? rows : graph.op('Reshape', [rows, graph.longs([-1])]);
  const cast = gather.storage === 'float32' ? flat : graph.op('Cast', [flat], { to: 1 });
  const scaled = gather.scale === 1 ? cast : graph.op('Mul', [cast, graph.scalar(gather.scale)]);
  const shifted = gather.offset === 0 ? scaled : graph.op('Add', [scaled, graph.scalar(gather.offset)]);
  return isFlat ? shifted : graph.op('Reshape', [shifted, graph.longs([...lead, ...shape])]);
}

/** Id of the body's input of that name. */
const idOf = ({ body }: LoopProgram, name: string): ValueId =>
  body.inputs.find((port) => port.name === name)!.id;

/** Declares an input of the loop that the body has too, with axes in front. */
function declare(graph: Graph, loop: LoopProgram, name: string, ...lead: string[]): string {
  const { shape, dtype } = portType(loop, 'inputs', name);
  return graph.input(inputName(name), dtype, [...lead, ...shape]);
}

/** Declares tables and row numbers of what is gathered; gives the type of a step's row numbers by their name. */
function declareGathered(graph: Graph, loop: LoopProgram): ReadonlyMap<string, ValueType> {
  const indices = new Map<string, ValueType>();
  const tables = new Set<string>();
  for (const gather of loop.gathered) {
    const { chosen, row } = gatherAxes(gather, portType(loop, 'inputs', gather.input).shape);
    if (!indices.has(gather.indices)) graph.input(inputName(gather.indices), 'int32', [steps, ...chosen]);
    if (!tables.has(gather.table))
      graph.input(tableName(gather.table), gather.storage, [gather.rows, ...row]);
    indices.set(gather.indices, { shape: chosen, dtype: 'int32' });
    tables.add(gather.table);
  }
  return indices;
}

/** A value in another shape, where it has another. */
const shaped = (graph: Graph, name: string, from: ValueType, to: ValueType): string =>
  sameShape(from.shape, to.shape) ? name : graph.op('Reshape', [name, graph.longs(to.shape)]);

/** Values that the body's nodes use or that it shows. */
const usedIn = ({ body }: LoopProgram): ReadonlySet<ValueId> =>
  new Set([
    ...body.nodes.flatMap(({ inputs }) => Object.values(inputs)),
    ...body.outputs.map(({ id }) => id),
  ]);

/** Something with an axis of steps in the graph around the body, which reads a step's slice of it. */
interface Stepped {
  readonly from: string;
  readonly type: ValueType;
  /** Name of the slice in the body. */
  readonly name: string;
}

/** Computes what comes before the loop. Gives the names of its values, and what has an axis of steps. */
function lowerBefore(graph: Graph, { loop, before, stepwise }: Hoisted) {
  const { body, scanned, gathered } = loop;
  const others = new Set([...loop.carried, ...scanned, ...gathered.map(({ input }) => input)]);
  const fixed = body.inputs.filter(({ name }) => !others.has(name));
  const known = new Map<ValueId, string>();
  for (const { name, id } of fixed) known.set(id, declare(graph, loop, name));
  for (const name of scanned) known.set(idOf(loop, name), declare(graph, loop, name, steps));
  const indices = declareGathered(graph, loop);
  for (const gather of gathered.filter(({ input }) => stepwise.has(idOf(loop, input))))
    known.set(idOf(loop, gather.input), lowerGather(graph, loop, gather, inputName(gather.indices), [-1]));
  const names = lowerNodes(graph, { ...body, ...before }, known);
  const values = new Map(
    [...stepwise].map((id): [ValueId, Stepped] => [
      id,
      { from: names.get(id)!, type: body.values[id]!, name: `step/${id}` },
    ]),
  );
  const rows = new Map(
    [...indices].map(([name, type]): [string, Stepped] => [
      name,
      { from: inputName(name), type, name: `step/${name}` },
    ]),
  );
  return { names, values, rows };
}

/** Finishes what the loop has stacked, and declares the outputs: those of the loop as it was given. */
function lowerAfter(
  graph: Graph,
  given: LoopProgram,
  { loop, after, finished }: Sunk,
  {
    outside,
    outputs,
  }: { readonly outside: ReadonlyMap<ValueId, string>; readonly outputs: readonly string[] },
): void {
  const results = new Map([...loop.carried, ...loop.stacked].map((name, index) => [name, outputs[index]!]));
  const known = new Map(outside);
  for (const [name, { stacked }] of finished) known.set(stacked, results.get(name)!);
  const names = lowerNodes(graph, { ...loop.body, ...after }, known);
  for (const name of loop.carried) {
    const type = portType(given, 'outputs', name);
    const carried = shaped(graph, results.get(name)!, portType(loop, 'outputs', name), type);
    graph.output(outputName(name), carried, type.dtype, type.shape);
  }
  for (const name of loop.stacked) {
    const { shape, dtype } = portType(given, 'outputs', name);
    const end = finished.get(name);
    graph.output(outputName(name), end === undefined ? results.get(name)! : names.get(end.result)!, dtype, [
      steps,
      ...shape,
    ]);
  }
}

/**
 * A loop as an ONNX graph around one `Scan`, whose body reads a step's slice of what has a step axis in place. (A
 * `Loop` would copy each slice, and its stacked outputs once more.) Tables and fixed inputs stay outside: the body sees
 * them as outer-scope values and gathers this step's rows. What `hoist` and `sink` take out of the body is computed
 * before and after it. Vectors that a step makes as rows are carried as rows.
 */
export function lowerLoop(given: LoopProgram): Graph {
  checkPorts(given);
  const hoisted = hoist(carryRows(given));
  const { stepwise } = hoisted;
  const sunk = sink(hoisted);
  const { loop } = sunk;
  const graph = new Graph('o');
  const carried = loop.carried.map((name) =>
    shaped(
      graph,
      declare(graph, given, name),
      portType(given, 'inputs', name),
      portType(loop, 'inputs', name),
    ),
  );
  const { names: outside, values, rows } = lowerBefore(graph, hoisted);

  const body = new Graph('v');
  const names = new Map(outside);
  for (const name of loop.carried) {
    const { shape, dtype } = portType(loop, 'inputs', name);
    names.set(idOf(loop, name), body.input(`carried/${name}`, dtype, shape));
  }
  const used = usedIn(loop);
  const late = loop.gathered.filter(({ input }) => !stepwise.has(idOf(loop, input)));
  const needed = [
    ...[...values].filter(([id]) => used.has(id)).map(([, stepped]) => stepped),
    ...new Set(late.map((gather) => rows.get(gather.indices)!)),
  ];
  // A Scan takes its number of steps from what it reads.
  const slices = needed.length > 0 ? needed : [...values.values(), ...rows.values()].slice(0, 1);
  for (const { name, type } of slices) body.input(name, type.dtype, type.shape);
  for (const [id, { name }] of values) names.set(id, name);
  for (const gather of late)
    names.set(idOf(loop, gather.input), lowerGather(body, loop, gather, rows.get(gather.indices)!.name));
  const inside = lowerNodes(body, loop.body, names);
  const results = [...loop.carried, ...loop.stacked];
  for (const name of results) {
    const { id } = loop.body.outputs.find((port) => port.name === name)!;
    const { shape, dtype } = loop.body.values[id]!;
    body.result(inside.get(id)!, dtype, shape);
  }
  const outputs = graph.scan(
    carried,
    slices.map(({ from }) => from),
    body,
    results.length,
  );
  lowerAfter(graph, given, sunk, { outside, outputs });
  return graph;
}
