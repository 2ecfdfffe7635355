import * as tf from '@tensorflow/tfjs';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/index.ts';
import { useTableFiles, writeTableFiles, type TableFiles } from '../../src/engines/table-files.ts';
import type { Executable, Tensors } from '../../src/engines/types.ts';
import { trace } from '../../src/program/index.ts';
import type { LoopProgram } from '../../src/program/types.ts';

const WIDTH = 1024;
const ROWS = 16 * 1024; // 16 MiB of bytes: the size from which on tables are mapped
const BATCH = 512;

/** Sums of the rows that a step gathers, a running sum carried. */
function sums(rows: number): LoopProgram {
  const types = {
    total: { shape: [WIDTH], dtype: 'float32' },
    x: { shape: [BATCH, WIDTH], dtype: 'float32' },
  } as const;
  const body = trace('sums', types, ({ total, x }) => ({ total: tf.add(total, tf.sum(x, 0)) }));
  const gather = { input: 'x', table: 'features', indices: 'rows', rows, scale: 1 / 255, offset: 0.5 };
  return {
    kind: 'loop',
    name: 'sums',
    body,
    carried: ['total'],
    scanned: [],
    gathered: [{ ...gather, storage: 'uint8' }],
    stacked: [],
  };
}

function table(): Uint8Array {
  const data = new Uint8Array(new SharedArrayBuffer(ROWS * WIDTH));
  for (let index = 0; index < data.length; index++) data[index] = Math.imul(index, 2654435761) >>> 24;
  return data;
}

const feeds = (features: Uint8Array): Tensors => {
  const rows = features.length / WIDTH;
  const steps = Math.ceil(rows / BATCH);
  return {
    total: { data: new Float32Array(WIDTH), shape: [WIDTH] },
    features: { data: features, shape: [rows, WIDTH] },
    rows: { data: Int32Array.from({ length: steps * BATCH }, (_, i) => i % rows), shape: [steps, BATCH] },
  };
};

let files: TableFiles | undefined;
const loaded: Executable[] = [];
const load = async (rows: number): Promise<Executable> => {
  const executable = await onnxEngine.load(onnxEngine.lower(sums(rows)));
  loaded.push(executable);
  return executable;
};
afterEach(async () => {
  for (const executable of loaded.splice(0)) await executable.dispose();
  await files?.remove();
});

const totalOf = async (executable: Executable, features: Uint8Array) =>
  (await executable.run(feeds(features)))['total']!.data;

describe('a table in a file that threads map', () => {
  test('gives the bytes that the same table gives when it is fed, and is not copied', async () => {
    const data = table();
    const rows = ROWS - 100;
    const part = data.subarray(37 * WIDTH, (37 + rows) * WIDTH); // a view that starts on no page of the file
    const executable = await load(rows);
    const fed = await totalOf(executable, part);
    expect(executable.mappedBytes!()).toBe(0);
    files = await writeTableFiles([data, part]);
    expect(files.tables).toHaveLength(1);
    useTableFiles(files.tables);
    expect(await totalOf(executable, part)).toEqual(fed);
    expect(executable.mappedBytes!()).toBe(part.length);
  });

  test('is refused like any other where its shape does not fit', async () => {
    const data = table();
    files = await writeTableFiles([data]);
    useTableFiles(files.tables);
    const executable = await load(ROWS - 1);
    await expect(executable.run(feeds(data))).rejects.toThrow(
      `expected feed 'features' to be uint8[${ROWS - 1},${WIDTH}]`,
    );
  });

  test('is gone from the disk when it is no longer used; small tables never get there', async () => {
    const small = await writeTableFiles([
      new Uint8Array(new SharedArrayBuffer(1000)),
      new Uint8Array(2 ** 25),
    ]);
    expect(small.tables).toEqual([]);
    files = await writeTableFiles([table()]);
    const { file } = files.tables[0]!;
    expect(existsSync(file)).toBe(true);
    await files.remove();
    expect(existsSync(file)).toBe(false);
  });

  // Only Linux tells how a mapping's pages are shared.
  test.runIf(existsSync('/proc/self/smaps'))('is in memory once for two programs', async () => {
    const data = table();
    files = await writeTableFiles([data]);
    useTableFiles(files.tables);
    for (const executable of [await load(ROWS), await load(ROWS)]) await totalOf(executable, data);
    const { resident, proportional } = mappingOf(files.tables[0]!.file);
    expect(resident).toBe((2 * data.length) / 1024);
    // Each page counts half in each of two mappings, rounded down to whole kilobytes.
    expect(proportional).toBeGreaterThan(0.9 * (data.length / 1024));
    expect(proportional).toBeLessThanOrEqual(data.length / 1024);
  });
});

/** Kilobytes of a file's mappings in this process, as the kernel tells them. */
function mappingOf(file: string): { resident: number; proportional: number } {
  let inside = false;
  const sizes = { Rss: 0, Pss: 0 };
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) inside = line.endsWith(file);
    const size = /^(Rss|Pss):\s+(\d+) kB/.exec(line);
    if (inside && size !== null) sizes[size[1] as 'Rss' | 'Pss'] += Number(size[2]);
  }
  return { resident: sizes.Rss, proportional: sizes.Pss };
}
