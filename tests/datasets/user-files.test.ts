import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadDataset } from '../../src/datasets/index.ts';
import { encodeIdx } from '../../src/datasets/reading/idx.ts';
import { dataSchema } from '../../src/datasets/schema.ts';
import { stream } from '../../src/random/index.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'assay-data-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const random = stream('files', 'data');
const bytes = (length: number) => Uint8Array.from({ length }, () => random.integer(256));
const load = (spec: object) => loadDataset(dataSchema.parse(spec), { dataDir });

describe('MNIST from the user’s directory', () => {
  async function writeMnist(count: number, labels = Uint8Array.from({ length: count }, (_, i) => i % 10)) {
    const images = bytes(count * 28 * 28);
    for (const part of ['train', 't10k']) {
      await writeFile(
        join(dataDir, `${part}-images-idx3-ubyte`),
        encodeIdx({ shape: [count, 28, 28], data: images }),
      );
      const packed = gzipSync(encodeIdx({ shape: [labels.length], data: labels }));
      await writeFile(join(dataDir, `${part}-labels-idx1-ubyte.gz`), packed);
    }
    return images;
  }

  test('is read plain or gzipped, all of it unless the specification says less', async () => {
    const images = await writeMnist(20);
    const { train, test } = await load({ kind: 'mnist', test: 10 });
    expect([train.count, test.count, train.featureShape]).toEqual([20, 10, [28, 28, 1]]);
    expect([...train.features]).toEqual([...images]);
  });

  test('with more labels than images is refused', async () => {
    await writeMnist(20, new Uint8Array(21));
    await expect(load({ kind: 'mnist' })).rejects.toThrow(
      /labels-idx1-ubyte\.gz: expected as many labels as images \(20\), got 21/,
    );
  });

  test('with a label that is no class is refused', async () => {
    await writeMnist(3, Uint8Array.of(0, 10, 1));
    await expect(load({ kind: 'mnist' })).rejects.toThrow(/expected labels 0 … 9, got 10 at example 1/);
  });

  test('is asked for where there is none', async () => {
    await expect(load({ kind: 'mnist' })).rejects.toThrow(
      `Cannot load mnist: expected its four IDX files in ${dataDir}/mnist or ${dataDir}, got none`,
    );
    await expect(loadDataset(dataSchema.parse({ kind: 'mnist' }))).rejects.toThrow('--data-dir');
  });

  test('is read again after a failure, when the file was mended', async () => {
    await writeMnist(3, Uint8Array.of(0, 10, 1));
    await expect(load({ kind: 'mnist' })).rejects.toThrow();
    await writeMnist(3);
    expect((await load({ kind: 'mnist' })).train.count).toBe(3);
  });
});

describe('CIFAR-10 from the user’s directory', () => {
  const record = (label: number) => Uint8Array.of(label, ...bytes(3072));
  async function writeCifar(batches: readonly Uint8Array[]) {
    const names = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat('test_batch.bin');
    await Promise.all(names.map((name, i) => writeFile(join(dataDir, name), batches[i % batches.length]!)));
  }

  test('comes with channels last, in the canonical order', async () => {
    const records = [3, 0, 3, 0].map(record);
    await writeCifar([Buffer.concat(records)]);
    const { train, test, outputs } = await load({ kind: 'cifar-10' });
    expect([train.count, test.count, train.featureShape, outputs]).toEqual([20, 4, [32, 32, 3], 10]);
    expect([...test.labels]).toEqual([0, 3, 0, 3]);
    // Pixel 5 of the first record of class 0: its red, green and blue bytes are 1024 apart in the file.
    const first = records[1]!;
    expect([...test.features.subarray(15, 18)]).toEqual([first[6], first[1030], first[2054]]);
  });

  test('that is truncated is refused by name', async () => {
    const batch = Buffer.concat([record(1), record(2)]);
    await writeCifar([batch, batch, batch.subarray(0, 5000), batch, batch, batch]);
    await expect(load({ kind: 'cifar-10' })).rejects.toThrow(
      /data_batch_3\.bin: expected a multiple of 3073 bytes, got 5000/,
    );
  });

  test('with a label that is no class is refused by file and place', async () => {
    const [batch, wrong] = [
      [1, 2],
      [1, 200],
    ].map((labels) => Buffer.concat(labels.map(record))) as [Buffer, Buffer];
    await writeCifar([batch, batch, batch, wrong, batch, batch]);
    await expect(load({ kind: 'cifar-10' })).rejects.toThrow(
      /data_batch_4\.bin: expected labels 0 … 9, got 200 at example 1$/,
    );
  });

  test('is asked for where there is none', async () => {
    await expect(load({ kind: 'cifar-10' })).rejects.toThrow(
      /expected data_batch_1\.bin … data_batch_5\.bin/,
    );
  });
});
