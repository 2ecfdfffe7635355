import type * as Tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { gatherAxes } from '../../program/gather.ts';
import type { Gather, LoopProgram, Port, ValueId, ValueType } from '../../program/types.ts';
import type { HostTensor, Tensors } from '../types.ts';
import type { TensorFlow } from './backends.ts';
import { toHost, toTensor } from './host.ts';
import { interpret, type Interpretable } from './interpret.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

function typeOf(loop: LoopProgram, ports: readonly Port[], name: string): ValueType {
  const port = ports.find((candidate) => candidate.name === name);
  if (port === undefined)
    throw new AssayError(
      'program',
      `Cannot run loop '${loop.name}': expected a port '${name}' of its body, got none`,
    );
  return loop.body.values[port.id]!;
}

/** Number of steps: the common leading length of scanned inputs and indices. */
function stepsOf(loop: LoopProgram, feeds: Tensors): number {
  const names = [...loop.scanned, ...loop.gathered.map(({ indices }) => indices)];
  const lengths = names.map((name) => feeds[name]!.shape[0]!);
  const odd = lengths.findIndex((length) => length !== lengths[0]);
  if (odd !== -1)
    throw new AssayError(
      'program',
      `Cannot run loop '${loop.name}': expected feed '${names[odd]}' to have ${lengths[0]} steps like '${names[0]}', got ${lengths[odd]}`,
    );
  return lengths[0]!;
}

/** Rows of a table chosen by one step's indices, scaled in single precision: offset + scale · stored. */
function gatherRows(loop: LoopProgram, gather: Gather, feeds: Tensors, step: number): HostTensor['data'] {
  const { shape, dtype } = typeOf(loop, loop.body.inputs, gather.input);
  const { chosen, row } = gatherAxes(gather, shape);
  const [batch, size] = [sizeOf(chosen), sizeOf(row)];
  const table = feeds[gather.table]!.data;
  const indices = feeds[gather.indices]!.data.subarray(step * batch, (step + 1) * batch);
  const target = dtype === 'float32' ? new Float32Array(batch * size) : new Int32Array(batch * size);
  const scale = Math.fround(gather.scale);
  const offset = Math.fround(gather.offset);
  const scaled = scale !== 1 || offset !== 0;
  indices.forEach((index, i) => {
    if (index < 0 || index >= gather.rows)
      throw new AssayError(
        'program',
        `Cannot run loop '${loop.name}': expected '${gather.indices}' in 0 … ${gather.rows - 1}, got ${index} at step ${step}`,
      );
    for (let j = 0; j < size; j++) {
      const stored = table[index * size + j]!;
      target[i * size + j] = scaled ? Math.fround(stored * scale) + offset : stored;
    }
  });
  return target;
}

/** The rows of the scanned and gathered inputs at one step, as tensors. */
function stepInputs(tf: TensorFlow, loop: LoopProgram, feeds: Tensors, step: number): [string, Tf.Tensor][] {
  const scanned = loop.scanned.map((name): [string, Tf.Tensor] => {
    const type = typeOf(loop, loop.body.inputs, name);
    const size = sizeOf(type.shape);
    return [name, toTensor(tf, feeds[name]!.data.subarray(step * size, (step + 1) * size), type)];
  });
  const gathered = loop.gathered.map((gather): [string, Tf.Tensor] => [
    gather.input,
    toTensor(tf, gatherRows(loop, gather, feeds, step), typeOf(loop, loop.body.inputs, gather.input)),
  ]);
  return [...scanned, ...gathered];
}

/** The values of a stacked output over all steps, `[steps, ...shape]`. */
function stack(rows: readonly HostTensor[], { shape, dtype }: ValueType): HostTensor {
  const Row = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
  const size = sizeOf(shape);
  const data = new Row(rows.length * size);
  rows.forEach((row, step) => data.set(row.data, step * size));
  return { data, shape: [rows.length, ...shape] };
}

/**
 * Runs the body once a step. The data set stays in host memory; each step's rows are copied to the backend, and what a
 * step made is released before the next but for the carried values.
 */
export function interpretLoop(
  tf: TensorFlow,
  loop: LoopProgram,
  body: Interpretable,
  feeds: Tensors,
  constants: ReadonlyMap<ValueId, Tf.Tensor>,
): Tensors {
  const steps = stepsOf(loop, feeds);
  const { inputs, outputs } = loop.body;
  const stepped = new Set([...loop.scanned, ...loop.gathered.map(({ input }) => input)]);
  const fixed = inputs
    .filter(({ name }) => !stepped.has(name) && !loop.carried.includes(name))
    .map(({ name }): [string, Tf.Tensor] => [
      name,
      toTensor(tf, feeds[name]!.data, typeOf(loop, inputs, name)),
    ]);
  let carried = loop.carried.map((name): [string, Tf.Tensor] => [
    name,
    toTensor(tf, feeds[name]!.data, typeOf(loop, inputs, name)),
  ]);
  const rows = new Map(loop.stacked.map((name) => [name, [] as HostTensor[]]));
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const named = new Map([...fixed, ...carried, ...stepInputs(tf, loop, feeds, step)]);
      const results = interpret(tf, body, named, constants);
      for (const [name, list] of rows) list.push(toHost(results.get(name)!));
      // A clone, because a result may be an input or another result, which is released on its own.
      return loop.carried.map((name) => results.get(name)!.clone());
    });
    carried.forEach(([, tensor]) => tensor.dispose());
    carried = loop.carried.map((name, i) => [name, next[i]!]);
  }
  return {
    ...Object.fromEntries(carried.map(([name, tensor]) => [name, toHost(tensor)])),
    ...Object.fromEntries([...rows].map(([name, list]) => [name, stack(list, typeOf(loop, outputs, name))])),
  };
}
