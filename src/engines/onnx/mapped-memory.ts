import { basename, dirname } from 'node:path';
import { elementTypes } from './graph.ts';
import type { MappedTable } from './memory-files.ts';
import { encodeModel } from './protobuf.ts';

export { mapMemory, mappedTable, type MappedTable } from './memory-files.ts';

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
