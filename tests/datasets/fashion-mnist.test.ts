import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSubset } from '../../scripts/make-fashion-mnist.ts';
import { readDataFile } from '../../src/datasets/reading/files.ts';
import { loadDataset } from '../../src/datasets/index.ts';
import { findMnistFiles, readMnistFiles } from '../../src/datasets/reading/mnist-files.ts';
import { dataSchema } from '../../src/datasets/schema.ts';

const fixture = fileURLToPath(new URL('../../fixtures/fashion-mnist', import.meta.url));
const full = '/usr/share/datasets/fashion-mnist';
const noFullSet = !existsSync(full);
const load = (spec: object, options = {}) =>
  loadDataset(dataSchema.parse({ kind: 'fashion-mnist', ...spec }), options);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-data-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('the data that ship with the project', () => {
  // A changed digest means other data than every stored record was made from.
  test('are the data that have always shipped', async () => {
    expect((await load({})).digest.slice(0, 12)).toBe('f658fc3441e3');
    expect((await load({ downsample: 14, standardize: true })).digest.slice(0, 12)).toBe('96baabc05472');
  });

  test('hold 1,000 training and 500 test images of each class', async () => {
    const { train, test } = await load({});
    for (const [examples, each] of [
      [train, 1000],
      [test, 500],
    ] as const) {
      const counts = Array<number>(10).fill(0);
      examples.labels.forEach((label) => counts[label]!++);
      expect(counts).toEqual(Array(10).fill(each));
      expect(examples.featureShape).toEqual([28, 28, 1]);
    }
  });

  test('rest on shared memory', async () => {
    const { train } = await load({});
    expect(train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(train.labels.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('a smaller subset is the front of a larger one and shares its memory', async () => {
    const [small, large] = await Promise.all([load({ train: 500 }), load({})]);
    expect(small.train.features.buffer).toBe(large.train.features.buffer);
    expect([...small.train.labels]).toEqual([...large.train.labels.subarray(0, 500)]);
    expect(small.digest).not.toBe(large.digest);
  });

  test('are loaded once', async () => {
    expect(await load({ train: 77 })).toBe(await load({ train: 77 }));
  });
});

describe('damaged files', () => {
  const read = () => readMnistFiles(findMnistFiles([directory])!, { checksums: 'required' });
  const damage = async (name: string, change: (bytes: Uint8Array) => Uint8Array) => {
    await cp(fixture, directory, { recursive: true });
    await writeFile(join(directory, name), change(await readFile(join(fixture, name))));
  };

  test('one flipped bit is a checksum error that names the file', async () => {
    await damage('train-images-idx3-ubyte.gz', (bytes) => {
      bytes[1000]! ^= 1;
      return bytes;
    });
    await expect(read()).rejects.toThrow(
      /train-images-idx3-ubyte\.gz: expected SHA-256 \w{64} \(SHA256SUMS\), got/,
    );
  });

  test('a truncated file is a checksum error, and without checksums a gzip error', async () => {
    const name = 't10k-images-idx3-ubyte.gz';
    await damage(name, (bytes) => bytes.subarray(0, 5000));
    await expect(read()).rejects.toThrow(`${name}: expected SHA-256`);
    await rm(join(directory, 'SHA256SUMS'));
    await expect(readMnistFiles(findMnistFiles([directory])!)).rejects.toThrow(
      new RegExp(`${name}: expected a whole gzip file, got 5000 bytes`),
    );
  });

  test('a missing checksum file is an error where checksums are required', async () => {
    await cp(fixture, directory, { recursive: true });
    await rm(join(directory, 'SHA256SUMS'));
    await expect(read()).rejects.toThrow(/expected its checksum in .*SHA256SUMS, got none/);
  });

  test('images and labels that are exchanged are told apart', async () => {
    await cp(fixture, directory, { recursive: true });
    await rm(join(directory, 'SHA256SUMS'));
    await cp(join(fixture, 'train-images-idx3-ubyte.gz'), join(directory, 'train-labels-idx1-ubyte.gz'));
    await expect(readMnistFiles(findMnistFiles([directory])!)).rejects.toThrow(
      /train-labels-idx1-ubyte\.gz: expected 1 dimensions \(magic number 00000801\), got shape \[10000, 28, 28\]/,
    );
  });
});

describe('the full set', () => {
  test('a directory that holds other images under its names is refused', async () => {
    await cp(fixture, directory, { recursive: true });
    await expect(load({ train: 20_000 }, { dataDir: directory })).rejects.toThrow(
      /expected Fashion-MNIST's \S+ \(SHA-256 \w{64}, decompressed\), got \w{64}/,
    );
  });

  test.skipIf(noFullSet)(
    'more than 60,000 images are a configuration error (needs the full set)',
    async () => {
      await expect(load({ train: 60_001 })).rejects.toThrow(
        'Cannot take 60001 training examples: expected at most 60000',
      );
    },
  );

  test.skipIf(noFullSet)('begins with the subset that ships (needs the full set)', async () => {
    const [shipped, whole] = await Promise.all([load({}), load({}, { full: true })]);
    expect([whole.train.count, whole.test.count]).toEqual([60_000, 10_000]);
    for (const part of ['train', 'test'] as const) {
      const { features, labels } = shipped[part];
      const hash = (bytes: Uint8Array | Float32Array) => createHash('sha256').update(bytes).digest('hex');
      expect(hash(whole[part].features.subarray(0, features.length))).toBe(hash(features));
      expect([...whole[part].labels.subarray(0, labels.length)]).toEqual([...labels]);
    }
  });

  test.skipIf(noFullSet)(
    'gives by the script the images and labels that ship (needs the full set)',
    async () => {
      const made = join(directory, 'made');
      await makeSubset(full, made);
      const contents = (files: string) =>
        Promise.all(
          Object.values(findMnistFiles([files])!)
            .flat()
            .map(async (file) =>
              createHash('sha256')
                .update(await readDataFile(file))
                .digest('hex'),
            ),
        );
      // Decompressed, because another version of zlib may compress otherwise.
      expect(await contents(made)).toEqual(await contents(fixture));
    },
  );
});
