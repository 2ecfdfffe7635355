import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, sha256, type Store } from '../../src/store/index.ts';

const run = promisify(execFile);
const keyOf = (name: string | number) => sha256(String(name));
const record = (seed: number) => ({
  seed: String(seed),
  outcome: { kind: 'finished' },
  curves: {
    trainLoss: {
      steps: [...Array(100).keys()],
      values: Array.from({ length: 100 }, (_, i) => 1 / (i + seed + 1)),
    },
  },
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-store-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const fileOf = (kind: string, key: string) => join(directory, kind, key.slice(0, 2), `${key}.json`);

describe.each([
  ['a directory', () => openStore(directory)],
  ['memory', () => openStore(null)],
])('a store in %s', (_, open) => {
  let store: Store;
  beforeEach(() => {
    store = open();
  });

  test('gives back what was put, and undefined for what was not', async () => {
    await store.put('records', keyOf(1), record(1));
    expect(await store.get('records', keyOf(1))).toEqual(record(1));
    expect(await store.has('records', keyOf(1))).toBe(true);
    expect(await store.get('records', keyOf(2))).toBeUndefined();
    expect(await store.get('measures', keyOf(1))).toBeUndefined();
    expect(await store.has('measures', keyOf(1))).toBe(false);
  });

  test('keeps the numbers of a diverged run', async () => {
    const diverged = { trainLoss: [1, Infinity, NaN, -0] };
    await store.put('records', keyOf('d'), diverged);
    expect(await store.get('records', keyOf('d'))).toEqual(diverged);
  });

  test('lists its keys in order, each kind apart', async () => {
    for (const name of [3, 1, 2]) await store.put('measures', keyOf(name), { name });
    expect(await store.list('measures')).toEqual([1, 2, 3].map(keyOf).sort());
    expect(await store.list('records')).toEqual([]);
  });

  test('keeps blobs under their digest', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const digest = await store.putBlob(bytes);
    expect(digest).toBe(sha256(bytes));
    expect([...(await store.getBlob(digest))!]).toEqual([1, 2, 3]);
    expect(await store.getBlob(keyOf('none'))).toBeUndefined();
  });

  test('collects what nothing wants', async () => {
    const wanted = await store.putBlob(Uint8Array.of(1));
    const unwanted = await store.putBlob(Uint8Array.of(2));
    await store.put('records', keyOf('keep'), { weights: wanted });
    await store.put('records', keyOf('drop'), { weights: unwanted });
    const collected = await store.gc({
      keep: (_, key) => key === keyOf('keep'),
      references: (_, value) => [(value as { weights: string }).weights],
    });
    expect(collected.files).toBe(2);
    expect(await store.list('records')).toEqual([keyOf('keep')]);
    expect(await store.getBlob(wanted)).toBeDefined();
    expect(await store.getBlob(unwanted)).toBeUndefined();
  });

  test('a discarded entry is absent, and can be put again', async () => {
    await store.put('records', keyOf(1), record(1));
    await store.discard('records', keyOf(1));
    expect(await store.get('records', keyOf(1))).toBeUndefined();
    await store.discard('records', keyOf(1));
    await store.put('records', keyOf(1), record(2));
    expect(await store.get('records', keyOf(1))).toEqual(record(2));
  });

  test('a key that is no SHA-256 is refused, so that no path leaves the store', async () => {
    await expect(store.get('records', '../../etc/passwd')).rejects.toThrow(/expected 64 hexadecimal digits/);
  });
});

describe('damage', () => {
  const store = () => openStore(directory);

  test.each([
    ['cut short', (file: string) => truncate(file, 200), /expected a value with SHA-256/],
    ['emptied', (file: string) => truncate(file, 0), /expected a header of format 1, got ""/],
    [
      'edited',
      async (file: string) => writeFile(file, (await readFile(file, 'utf8')).replace('finished', 'diverged')),
      /expected a value with SHA-256 \w{64}, got \w{64}/,
    ],
    [
      'renamed',
      async (file: string) => writeFile(file, (await readFile(file, 'utf8')).replace(keyOf(1), keyOf(2))),
      /expected key \w{64}, got key \w{64}/,
    ],
    [
      'of a later format',
      async (file: string) =>
        writeFile(file, (await readFile(file, 'utf8')).replace('"format":1', '"format":9')),
      /expected format 1, got format 9/,
    ],
  ])('an entry that was %s is an integrity error that names the file', async (_, damage, message) => {
    await store().put('records', keyOf(1), record(1));
    const file = fileOf('records', keyOf(1));
    await damage(file);
    const reading = store().get('records', keyOf(1));
    await expect(reading).rejects.toThrow(expect.objectContaining({ code: 'integrity' }));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(file);
  });

  test('a changed blob is an integrity error, and putting the right bytes mends it', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const digest = await store().putBlob(bytes);
    await writeFile(join(directory, 'blobs', digest.slice(0, 2), digest), Uint8Array.of(1, 2, 4));
    await expect(store().getBlob(digest)).rejects.toThrow(expect.objectContaining({ code: 'integrity' }));
    await store().putBlob(bytes);
    expect([...(await store().getBlob(digest))!]).toEqual([1, 2, 3]);
  });

  test('verify counts everything and names what is damaged', async () => {
    for (const seed of [1, 2, 3]) await store().put('records', keyOf(seed), record(seed));
    await store().putBlob(Uint8Array.of(1));
    await truncate(fileOf('records', keyOf(2)), 150);
    const found = await store().verify();
    expect(found).toMatchObject({ records: 3, measures: 0, blobs: 1 });
    expect(found.bytes).toBeGreaterThan(1000);
    expect(found.damaged.map(({ file }) => file)).toEqual([fileOf('records', keyOf(2))]);
  });

  test('a file that a killed process left half written is no entry, and gc removes it', async () => {
    await store().put('records', keyOf(1), record(1));
    await writeFile(`${fileOf('records', keyOf(1))}.99.0.partial`, 'half');
    expect(await store().list('records')).toEqual([keyOf(1)]);
    expect((await store().verify()).damaged).toEqual([]);
    const keepAll = { keep: () => true, references: () => [] };
    expect(await store().gc({ ...keepAll, before: 0 })).toEqual({ files: 0, bytes: 0 });
    expect(await store().gc(keepAll)).toEqual({ files: 1, bytes: 4 });
  });
});

describe('size and neighbours', () => {
  test('the same value makes the same file, byte for byte', async () => {
    const store = openStore(directory);
    await store.put('records', keyOf(1), { a: 1, b: 2 });
    const first = await readFile(fileOf('records', keyOf(1)));
    await store.put('records', keyOf(1), { b: 2, a: 1 });
    expect(await readFile(fileOf('records', keyOf(1)))).toEqual(first);
  });

  test('500 records are read at once', async () => {
    const keys = Array.from({ length: 500 }, (_, i) => keyOf(i));
    const store = openStore(directory);
    await Promise.all(keys.map((key, i) => store.put('records', key, record(i))));
    const records = await Promise.all(keys.map((key) => openStore(directory).get('records', key)));
    expect(records).toEqual(keys.map((_, i) => record(i)));
  });

  test('two processes that write the same keys leave whole entries and nothing else', async () => {
    const room = fileURLToPath(new URL('../../src/store/index.ts', import.meta.url));
    const script = join(directory, 'writer.mts');
    await writeFile(
      script,
      `import { openStore, sha256 } from ${JSON.stringify(room)};
       const store = openStore(process.argv[2]!);
       for (let i = 0; i < 200; i++) await store.put('records', sha256(String(i % 10)), { i, writer: process.argv[3], fill: 'x'.repeat(20000) });`,
    );
    const target = join(directory, 'shared');
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    await Promise.all(
      ['a', 'b'].map((name) => run(process.execPath, ['--import', tsx, script, target, name])),
    );
    const found = await openStore(target).verify();
    expect(found).toMatchObject({ records: 10, damaged: [] });
    const names = await readdir(target, { recursive: true });
    expect(names.filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});
