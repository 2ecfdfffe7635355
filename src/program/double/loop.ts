import { AssayError } from '../../errors.ts';
import { gatherAxes } from '../gather.ts';
import { sizeOf } from '../kernels/shape-rule.ts';
import type { Gather, LoopProgram, ValueType } from '../types.ts';
import type { Elements } from './rule.ts';
import type { Straight } from './straight.ts';
import { type Interpretation, type NumberFeeds as Feeds, numbersOf, type Precision } from './tensor.ts';

function typeOf({ name: loop, body }: LoopProgram, side: 'inputs' | 'outputs', name: string): ValueType {
  const port = body[side].find((candidate) => candidate.name === name);
  if (port !== undefined) return body.values[port.id]!;
  throw new AssayError(
    'program',
    `Cannot interpret loop '${loop}': expected a port '${name}' among its ${side}, got none`,
  );
}

/** The common leading length of what has an axis of steps. @throws AssayError `program` where the lengths differ */
function stepsOf(loop: LoopProgram, feeds: Feeds): number {
  const names = [...loop.scanned, ...loop.gathered.map(({ indices }) => indices)];
  const lengths = names.map((name) => feeds[name]?.shape[0]);
  const [first] = lengths;
  const odd = lengths.findIndex((length) => length !== first || length === undefined);
  if (odd === -1 && first !== undefined) return first;
  const got = lengths[odd] === undefined ? 'none' : `${lengths[odd]}`;
  throw new AssayError(
    'program',
    `Cannot interpret loop '${loop.name}': expected '${names[odd] ?? 'a scanned or gathered input'}' to have ${first ?? 'a number of'} steps, got ${got}`,
  );
}

/** offset + scale·stored of the rows that one step's indices choose. */
function rowsOf(loop: LoopProgram, gather: Gather, precision: Precision) {
  const { chosen, row } = gatherAxes(gather, typeOf(loop, 'inputs', gather.input).shape);
  const [batch, size] = [sizeOf(chosen), sizeOf(row)];
  const [scale, offset] = [Math.fround(gather.scale), Math.fround(gather.offset)];
  const round = precision === 'single' ? Math.fround : (x: number): number => x;
  return (feeds: Feeds, step: number): Elements => {
    const [table, indices] = [feeds[gather.table]!.data, feeds[gather.indices]!.data];
    const result = new Float64Array(batch * size);
    for (let i = 0; i < batch; i++) {
      const index = indices[step * batch + i]!;
      if (index < 0 || index >= gather.rows)
        throw new AssayError(
          'program',
          `Cannot interpret loop '${loop.name}': expected '${gather.indices}' in 0 … ${gather.rows - 1}, got ${index} at step ${step}`,
        );
      for (let j = 0; j < size; j++)
        result[i * size + j] = round(round(table[index * size + j]! * scale) + offset);
    }
    return result;
  };
}

/** Inputs of the body that change from step to step, each with its rows at a step. */
function steppedInputs(loop: LoopProgram, precision: Precision) {
  const scanned = loop.scanned.map((name) => {
    const size = sizeOf(typeOf(loop, 'inputs', name).shape);
    const rows = (feeds: Feeds, step: number): Elements =>
      Float64Array.from(feeds[name]!.data.subarray(step * size, (step + 1) * size));
    return { name, rows };
  });
  const gathered = loop.gathered.map((gather) => ({
    name: gather.input,
    rows: rowsOf(loop, gather, precision),
  }));
  return [...scanned, ...gathered];
}

/** @throws AssayError `program` where something that a step reads a part of has another shape */
function demandStepped(loop: LoopProgram, feeds: Feeds, steps: number): void {
  for (const name of loop.scanned)
    numbersOf(loop.name, feeds, name, [steps, ...typeOf(loop, 'inputs', name).shape]);
  for (const gather of loop.gathered) {
    const { input, indices, table, rows } = gather;
    const { chosen, row } = gatherAxes(gather, typeOf(loop, 'inputs', input).shape);
    numbersOf(loop.name, feeds, indices, [steps, ...chosen]);
    numbersOf(loop.name, feeds, table, [rows, ...row]);
  }
}

/** Runs the body once a step; the rows of a step are read from the feeds where they lie. */
export function interpretLoop(loop: LoopProgram, body: Straight, precision: Precision): Interpretation {
  const stepped = steppedInputs(loop, precision);
  const names = new Set([...loop.carried, ...stepped.map(({ name }) => name)]);
  const fixed = loop.body.inputs.map(({ name }) => name).filter((name) => !names.has(name));
  const load = (feeds: Feeds, list: readonly string[]) =>
    list.map((name) => {
      const { shape } = typeOf(loop, 'inputs', name);
      return [name, Float64Array.from(numbersOf(loop.name, feeds, name, shape))] as const;
    });
  return (feeds) => {
    const steps = stepsOf(loop, feeds);
    demandStepped(loop, feeds, steps);
    const inputs = new Map<string, Elements>([...load(feeds, fixed), ...load(feeds, loop.carried)]);
    const stacks = loop.stacked.map((name) => {
      const { shape } = typeOf(loop, 'outputs', name);
      return { name, shape, data: new Float64Array(steps * sizeOf(shape)) };
    });
    for (let step = 0; step < steps; step++) {
      for (const { name, rows } of stepped) inputs.set(name, rows(feeds, step));
      const results = body(inputs);
      for (const name of loop.carried) inputs.set(name, results.get(name)!);
      for (const { name, data } of stacks) data.set(results.get(name)!, step * results.get(name)!.length);
    }
    const carried = loop.carried.map((name) => {
      return [name, { data: inputs.get(name)!.slice(), shape: typeOf(loop, 'outputs', name).shape }] as const;
    });
    const stacked = stacks.map(
      ({ name, shape, data }) => [name, { data, shape: [steps, ...shape] }] as const,
    );
    return Object.fromEntries([...carried, ...stacked]);
  };
}
