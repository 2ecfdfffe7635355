import type { HostTensor } from '../types.ts';

/** Where the bytes of a table lie in a file. */
export interface MappedTable {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
}

const files = new WeakMap<ArrayBufferLike, string>();

/**
 * Says that a file holds the bytes of a shared buffer: the runtime may map it where it would have to copy the buffer.
 */
export function mapMemory(buffer: ArrayBufferLike, file: string): void {
  files.set(buffer, file);
}

/** The file in which the data lie too, where there is one. */
export function mappedTable({ buffer, byteOffset, byteLength }: HostTensor['data']): MappedTable | undefined {
  const file = files.get(buffer);
  return file === undefined ? undefined : { file, offset: byteOffset, bytes: byteLength };
}
