import { createHash } from 'node:crypto';
import type { Tensors } from '../engines/types.ts';
import type { Key } from './types.ts';

/**
 * SHA-256 of plain data, hexadecimal: fields in the order of their names, so that the order of writing does not matter.
 *
 * @example digestOf({ a: 1, b: 2 }) === digestOf({ b: 2, a: 1 })
 */
export function digestOf(value: unknown): Key {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** SHA-256 of named tensors: names, shapes, types and bytes. */
export function digestOfTensors(tensors: Tensors): Key {
  const hash = createHash('sha256');
  for (const name of Object.keys(tensors).sort()) {
    const { data, shape } = tensors[name]!;
    hash.update(JSON.stringify([name, data.constructor.name, shape]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}
