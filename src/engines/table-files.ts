import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapMemory } from './onnx/memory-files.ts';
import type { HostTensor } from './types.ts';

/**
 * From this size on a table is mapped; a smaller one is copied once a thread, which costs less than its mappings count.
 */
const MAPPED_FROM = 16 * 2 ** 20;

/** A shared buffer and the file that holds its bytes. Sent to threads beside the data that rest on the buffer. */
export interface TableFile {
  readonly memory: SharedArrayBuffer;
  readonly file: string;
}

/** Files of large tables, for as long as threads use them. */
export interface TableFiles {
  readonly tables: readonly TableFile[];
  /** Called when no thread uses them any more. */
  remove(): Promise<void>;
}

/**
 * Writes large tables to temporary files, which all threads map: the system keeps their pages once for all of them,
 * where each thread would have to copy the table (the runtime refuses shared memory). Tables smaller than 16 MiB are
 * left out. The files go with `remove`, at the latest when the process ends.
 *
 * Nothing depends on it but memory: where no file can be written, there are none, and threads copy.
 *
 * @param arrays the tables; those that rest on one `SharedArrayBuffer` share a file
 */
export async function writeTableFiles(arrays: Iterable<HostTensor['data']>): Promise<TableFiles> {
  const large = [...new Set([...arrays].map(({ buffer }) => buffer))].filter(
    (buffer): buffer is SharedArrayBuffer =>
      buffer instanceof SharedArrayBuffer && buffer.byteLength >= MAPPED_FROM,
  );
  if (large.length === 0) return { tables: [], remove: async () => {} };
  const directory = await mkdtemp(join(tmpdir(), 'assay-tables-'));
  const atExit = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', atExit);
  const remove = async () => {
    process.off('exit', atExit);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const tables = large.map((memory, index) => ({ memory, file: join(directory, `table-${index}`) }));
    for (const { memory, file } of tables) await writeFile(file, new Uint8Array(memory));
    return { tables, remove };
  } catch {
    await remove();
    return { tables: [], remove: async () => {} };
  }
}

/** Makes a thread use the files instead of copying. */
export function useTableFiles(tables: readonly TableFile[]): void {
  for (const { memory, file } of tables) mapMemory(memory, file);
}
