import { AssayError } from '../errors.ts';
import { copyData, freezeProgram } from './tracing/recorder.ts';
import type { AnyProgram, LoopProgram, Program, ProgramConstant } from './types.ts';

const version = 1;

/** Numbers that JSON cannot hold are written as `{"number": "-Infinity"}`. */
function writable(value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { number: Object.is(value, -0) ? '-0' : String(value) };
  if (Array.isArray(value)) return value.map(writable);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, writable(entry)]));
  return value;
}

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === 'number' && typeof entries[0]![1] === 'string')
    return Number(entries[0]![1]);
  return Object.fromEntries(entries.map(([key, entry]) => [key, readable(entry)]));
}

/** Little-endian bytes of a constant, as base64. */
function constantText(data: ProgramConstant['data'] | Float64Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

function writeStraight(program: Program): unknown {
  return {
    kind: program.kind,
    name: program.name,
    values: program.values.map(({ shape, dtype }) => ({ shape, dtype })),
    inputs: program.inputs.map(({ name, id, classes }) => ({
      name,
      id,
      ...(classes === undefined ? {} : { classes }),
    })),
    constants: program.constants.map((constant) => ({
      id: constant.id,
      data: constantText(constant.data),
      ...(constant.exact === undefined ? {} : { exact: constantText(constant.exact) }),
    })),
    // Attributes sorted by name; inputs keep their order, which variadic kernels need.
    nodes: program.nodes.map(({ kernel, inputs, attributes, outputs }) => ({
      kernel,
      inputs: Object.entries(inputs),
      attributes: Object.entries(writable(attributes) as object).sort(([a], [b]) => (a < b ? -1 : 1)),
      outputs,
    })),
    outputs: program.outputs.map(({ name, id }) => ({ name, id })),
  };
}

/**
 * A program as bytes, canonical: equal programs give equal bytes, and `deserialize` gives the program back.
 *
 * @returns UTF-8 JSON without spaces; constants as little-endian base64
 */
export function serialize(program: AnyProgram): Uint8Array {
  const written =
    program.kind === 'program'
      ? writeStraight(program)
      : {
          kind: program.kind,
          name: program.name,
          body: writeStraight(program.body),
          carried: program.carried,
          scanned: program.scanned,
          gathered: program.gathered.map(({ input, table, indices, lead, rows, storage, scale, offset }) => ({
            input,
            table,
            indices,
            ...(lead === undefined ? {} : { lead }),
            rows,
            storage,
            scale,
            offset,
          })),
          stacked: program.stacked,
        };
  return new TextEncoder().encode(JSON.stringify({ version, program: written }));
}

type Json = Record<string, unknown>;

function readStraight(json: Json): Program {
  const values = json['values'] as Program['values'];
  const constants = (json['constants'] as { id: number; data: string; exact?: string }[]).map((constant) => {
    const { id, data, exact } = constant;
    const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
    const { dtype } = values[id]!;
    const typed =
      dtype === 'float32'
        ? new Float32Array(bytes.buffer)
        : dtype === 'int32'
          ? new Int32Array(bytes.buffer)
          : bytes;
    const numbers = { id, data: copyData(dtype, typed) };
    if (exact === undefined) return numbers;
    return { ...numbers, exact: new Float64Array(Uint8Array.from(Buffer.from(exact, 'base64')).buffer) };
  });
  const nodes = (json['nodes'] as Json[]).map((node) => ({
    kernel: node['kernel'] as string,
    inputs: Object.fromEntries(node['inputs'] as [string, number][]),
    attributes: Object.fromEntries(
      (node['attributes'] as [string, unknown][]).map(([name, value]) => [name, readable(value)]),
    ),
    outputs: node['outputs'] as number[],
  }));
  return freezeProgram({
    kind: 'program',
    name: json['name'] as string,
    values,
    inputs: json['inputs'] as Program['inputs'],
    constants,
    nodes,
    outputs: json['outputs'] as Program['outputs'],
  });
}

/**
 * The program that `serialize` wrote.
 *
 * @throws AssayError `integrity` where the bytes are not a program of this version
 */
export function deserialize(bytes: Uint8Array): AnyProgram {
  let json: Json;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch (cause) {
    throw new AssayError('integrity', 'Cannot read a program: expected JSON, got something else', {
      cause,
    });
  }
  if (json['version'] !== version)
    throw new AssayError(
      'integrity',
      `Cannot read a program: expected version ${version}, got ${String(json['version'])}`,
    );
  const program = json['program'] as Json;
  if (program['kind'] === 'program') return readStraight(program);
  return Object.freeze({
    ...(program as unknown as LoopProgram),
    body: readStraight(program['body'] as Json),
  });
}
