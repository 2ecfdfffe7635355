import { eachOf } from '../each-of.ts';
import type { Files } from './files.ts';
import { BLOBS, blobPath, COLLECTED, DAMAGED, entryPath, keysOf } from './layout.ts';
import type { Collected, Collection, Damage, EntryKind, Store, Verification } from './types.ts';

/** Reads under way at once: enough to hide the latency of a disk, few enough for any limit on open files. */
const READS_AT_ONCE = 32;

interface Reading {
  readonly read: (kind: EntryKind, key: string) => Promise<unknown>;
  readonly readBlob: (digest: string) => Promise<unknown>;
  readonly list: (kind: EntryKind) => Promise<readonly string[]>;
}

/** Reads every entry and blob; what cannot be read is listed with its file. */
export async function verify(files: Files, { read, readBlob, list }: Reading): Promise<Verification> {
  const damaged: Damage[] = [];
  let bytes = 0;
  const check = async (path: string, work: Promise<unknown>) => {
    const failure = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure !== undefined)
      damaged.push({ file: files.locate(path), message: (failure as Error).message });
    const status = await files.status(path);
    bytes += status?.bytes ?? 0;
  };
  const records = await list('records');
  const measures = await list('measures');
  const blobs = await keysOf(files, BLOBS, '');
  await eachOf(records, READS_AT_ONCE, (key) => check(entryPath('records', key), read('records', key)));
  await eachOf(measures, READS_AT_ONCE, (key) => check(entryPath('measures', key), read('measures', key)));
  for (const kind of ['plans', 'judged'] as const)
    await eachOf(await list(kind), READS_AT_ONCE, (key) => check(entryPath(kind, key), read(kind, key)));
  await eachOf(blobs, READS_AT_ONCE, (digest) => check(blobPath(digest), readBlob(digest)));
  return {
    records: records.length,
    measures: measures.length,
    blobs: blobs.length,
    bytes,
    damaged: damaged.sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

/** Removes every file that is neither a kept entry nor a blob that one needs. */
export async function collect(
  files: Files,
  { keep, references, before = Infinity }: Collection,
  { read, list }: Pick<Reading, 'read' | 'list'>,
): Promise<Collected> {
  const wanted = new Set<string>();
  for (const kind of COLLECTED) {
    const kept = (await list(kind)).filter((key) => keep(kind, key));
    await eachOf(kept, READS_AT_ONCE, async (key) => {
      wanted.add(entryPath(kind, key));
      const value = await read(kind, key).catch(() => undefined); // a damaged entry stays, for `verify` to name
      if (value !== undefined) references(kind, value).forEach((digest) => wanted.add(blobPath(digest)));
    });
  }
  let removed = 0;
  let bytes = 0;
  for (const folder of [...COLLECTED, BLOBS, DAMAGED])
    for (const path of (await files.list(folder)).filter((path) => !wanted.has(path))) {
      const status = await files.status(path);
      if (status === undefined || status.changedMs >= before) continue;
      await files.remove(path);
      removed += 1;
      bytes += status.bytes;
    }
  return { files: removed, bytes };
}

/**
 * The values of many keys, a few read at once; keys that the store does not hold are left out.
 * @throws AssayError `integrity` as `get`
 */
export async function getAll<T>(
  store: Pick<Store, 'get'>,
  kind: EntryKind,
  keys: Iterable<string>,
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(keys)];
  const found = new Map<string, T>();
  await eachOf(wanted, READS_AT_ONCE, async (key) => {
    const value = await store.get<T>(kind, key);
    if (value !== undefined) found.set(key, value);
  });
  return new Map(wanted.flatMap((key) => (found.has(key) ? [[key, found.get(key)!] as const] : [])));
}
