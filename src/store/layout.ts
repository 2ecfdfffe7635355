import { pathOf } from './entry.ts';
import type { Files } from './files.ts';
import { isKey } from './sha256.ts';
import type { EntryKind } from './types.ts';

/** Kinds of entries that a collection may take away: all but what was judged. */
export const COLLECTED: readonly EntryKind[] = ['records', 'measures', 'plans'];
/** Folders of a store beside those of its kinds; `damaged` for what was discarded. */
export const BLOBS = 'blobs';
export const DAMAGED = 'damaged';
export const JSON_SUFFIX = '.json';

export const entryPath = (kind: EntryKind, key: string): string => pathOf(kind, key, JSON_SUFFIX);
export const blobPath = (digest: string): string => pathOf(BLOBS, digest, '');

/** Keys of the files of a folder, in order; files that are no entry (half written ones) do not count. */
export async function keysOf(files: Files, folder: string, suffix: string): Promise<readonly string[]> {
  const names = (await files.list(folder)).map((path) => path.slice(path.lastIndexOf('/') + 1));
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, name.length - suffix.length))
    .filter(isKey);
}
