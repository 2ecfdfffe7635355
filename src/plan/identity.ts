import { createHash } from 'node:crypto';
import type { Tensors } from '../engines/types.ts';
import { sha256, stableStringify } from '../store/index.ts';
import type { Key } from './types.ts';

/**
 * SHA-256 of plain data, hexadecimal; the order of fields does not matter.
 *
 * @throws TypeError for what is not plain data
 * @example digestOf({ a: 1, b: 2 }) === digestOf({ b: 2, a: 1 })
 */
export const digestOf = (value: unknown): Key => sha256(stableStringify(value));

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
