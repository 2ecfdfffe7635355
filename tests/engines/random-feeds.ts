import type { Dataset, Examples } from '../../src/datasets/types.ts';
import { feedPorts } from '../../src/engines/tfjs/ports.ts';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import { gatherAxes } from '../../src/program/index.ts';
import type { AnyProgram } from '../../src/program/types.ts';
import { stream } from '../../src/random/index.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/**
 * Real values that fit what a name means: small parameters, positive state, statistics and rates, normal anything else.
 */
function reals(name: string, size: number): Float32Array {
  const values = stream('feeds', 'data', name).fillNormal(new Float32Array(size));
  if (name.startsWith('parameters/')) return values.map((value) => 0.1 * value);
  if (name.startsWith('statistics/')) return values.map((value) => 0.1 + Math.abs(value));
  // Variances stay positive wherever on the line.
  if (name.startsWith('statisticsDirection/')) return values.map((value) => 0.01 * Math.abs(value));
  if (name.startsWith('state/')) return values.map((value) => 0.1 * Math.abs(value));
  if (name === 'learningRate') return values.fill(0.05);
  return name === 'momentum' ? values.fill(0.9) : values;
}

/** The part of one of the data sets that a program gathers from: the one with its number and size of rows. */
function partFor(program: AnyProgram, datasets: readonly Dataset[]): Examples | undefined {
  if (program.kind !== 'loop') return undefined;
  const gather = program.gathered.find(({ table }) => table === 'features');
  const port = program.body.inputs.find(({ name }) => name === gather?.input);
  if (gather === undefined || port === undefined) return undefined;
  const row = sizeOf(gatherAxes(gather, program.body.values[port.id]!.shape).row);
  return datasets
    .flatMap(({ train, test }) => [train, test])
    .find(({ count, features }) => count === gather.rows && features.length === count * row);
}

/**
 * Feeds for any program of a plan: real examples, random rows, parameters and probes.
 * @param steps how often a loop runs
 */
export function randomFeeds(program: AnyProgram, datasets: readonly Dataset[], steps: number): Tensors {
  const part = partFor(program, datasets);
  const rows = program.kind === 'loop' ? (program.gathered[0]?.rows ?? 1) : 1;
  return Object.fromEntries(
    feedPorts(program).map(({ name, type, shape }): [string, HostTensor] => {
      const full = shape.map((length) => (typeof length === 'number' ? length : steps));
      const size = sizeOf(full);
      if (part !== undefined && name === 'features') return [name, { data: part.features, shape: full }];
      if (part !== undefined && name === 'labels') return [name, { data: part.labels, shape: full }];
      if (type === 'float32') return [name, { data: reals(name, size), shape: full }];
      const integers = stream('feeds', 'data', name).fillIntegers(new Int32Array(size), rows);
      return [name, { data: type === 'int32' ? integers : Uint8Array.from(integers), shape: full }];
    }),
  );
}
