import { basename, dirname } from 'node:path';
import type { HostTensor } from '../types.ts';
import { elementTypes } from './graph.ts';
import { encodeModel } from './protobuf.ts';

/** Where the bytes of a table lie in a file. */
export interface MappedTable {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
}

const files = new WeakMap<ArrayBufferLike, string>();

/** Says that a file holds the bytes of a shared buffer: the runtime may map it where it would have to copy the buffer. */
export function mapMemory(buffer: ArrayBufferLike, file: string): void {
  files.set(buffer, file);
}

/** The file in which the data lie too, where there is one. */
export function mappedTable({ buffer, byteOffset, byteLength }: HostTensor['data']): MappedTable | undefined {
  const file = files.get(buffer);
  return file === undefined ? undefined : { file, offset: byteOffset, bytes: byteLength };
}

/** A table of a model's inputs beside the file that it lies in. */
export interface BoundTable {
  readonly graphName: string;
  readonly type: 'float32' | 'int32' | 'uint8';
  readonly shape: readonly number[];
  readonly table: MappedTable;
}

/**
 * The model with some of its input tables bound to files. A message of the format may be continued by appending, so the
 * model's own bytes stay as they are; a table stays an input with a default, which no optimization folds away.
 *
 * @see https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
 */
export function withMappedTables(model: Uint8Array, tables: readonly BoundTable[]): Uint8Array {
  const initializer = tables.map(({ graphName, type, shape, table: { file, offset, bytes } }) => ({
    dims: shape,
    dataType: elementTypes[type],
    name: graphName,
    dataLocation: 1, // external
    externalData: Object.entries({ location: basename(file), offset, length: bytes }).map(([key, value]) => ({
      key,
      value: String(value),
    })),
  }));
  return Buffer.concat([model, encodeModel({ graph: { initializer } })]);
}

/** The option by which a session finds the files of its tables, which lie in one directory. */
export const foldersOption = (tables: readonly BoundTable[]) => ({
  extra: { session: { model_external_initializers_file_folder_path: dirname(tables[0]!.table.file) } },
});
