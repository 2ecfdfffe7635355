import { AssayError } from '../errors.ts';
import { collect, verify } from './upkeep.ts';
import { decodeEntry, encodeEntry, pathOf } from './entry.ts';
import { directoryFiles, memoryFiles } from './files.ts';
import { blobPath, DAMAGED, entryPath, JSON_SUFFIX, keysOf } from './layout.ts';
import { sha256 } from './sha256.ts';
import type { EntryKind, Store } from './types.ts';

/**
 * Opens the store in a directory (made at the first write), or one in memory.
 * @param directory a path, or null for a store that lives as long as the process
 * @example
 * const store = openStore('.assay');
 * await store.put('records', sha256(stableStringify(design)), record);
 */
export function openStore(directory: string | null): Store {
  const files = directory === null ? memoryFiles() : directoryFiles(directory);
  const read = async (kind: EntryKind, key: string): Promise<unknown> => {
    const path = entryPath(kind, key);
    const content = await files.read(path);
    return content && decodeEntry(content, key, files.locate(path));
  };
  const readBlob = async (digest: string): Promise<Uint8Array | undefined> => {
    const path = blobPath(digest);
    const bytes = await files.read(path);
    if (bytes && sha256(bytes) !== digest)
      throw new AssayError(
        'integrity',
        `Cannot read stored file ${files.locate(path)}: expected bytes with SHA-256 ${digest}, got ${sha256(bytes)}`,
      );
    return bytes;
  };
  const list = (kind: EntryKind) => keysOf(files, kind, JSON_SUFFIX);
  return {
    directory: directory ?? undefined,
    get: async <T>(kind: EntryKind, key: string) => (await read(kind, key)) as T | undefined,
    has: async (kind, key) => files.has(entryPath(kind, key)),
    put: async (kind, key, value) => files.write(entryPath(kind, key), encodeEntry(key, value)),
    list,
    discard: async (kind, key) => {
      if (await files.has(entryPath(kind, key)))
        await files.move(entryPath(kind, key), pathOf(`${DAMAGED}/${kind}`, key, JSON_SUFFIX));
    },
    async putBlob(bytes) {
      const digest = sha256(bytes);
      const known = await readBlob(digest).catch(() => undefined); // a damaged blob is written again
      if (known === undefined) await files.write(blobPath(digest), bytes);
      return digest;
    },
    getBlob: readBlob,
    verify: () => verify(files, { read, readBlob, list }),
    gc: (collection) => collect(files, collection, { read, list }),
  };
}
