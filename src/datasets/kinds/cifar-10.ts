import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import { kind } from '../kind.ts';
import { readDataFile } from '../reading/files.ts';
import { toExamples, type ImageSet, type RawImages } from '../reading/image-set.ts';
import { readOnce } from '../reading/once.ts';
import { transform, transformations } from '../transforms/transform.ts';

const SIDE = 32;
const CHANNELS = 3;
const CLASSES = 10;
const PIXELS = SIDE * SIDE;
const RECORD = 1 + CHANNELS * PIXELS;
const TRAIN = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
const TEST = ['test_batch.bin'];

/**
 * Reads records of CIFAR-10's binary version: one byte of label, then 1024 bytes each of red, green and blue,
 * row-major. Images come out with channels last, `[count, 32, 32, 3]`.
 * @throws AssayError `data` where the length is no multiple of 3073 bytes or a label is no class, naming the file
 * @see Krizhevsky 2009, Learning multiple layers of features from tiny images
 */
export function decodeCifar(bytes: Uint8Array, file: string): RawImages {
  if (bytes.length === 0 || bytes.length % RECORD !== 0)
    throw new AssayError(
      'data',
      `Cannot read data file ${file}: expected a multiple of ${RECORD} bytes, got ${bytes.length}; it is truncated or no CIFAR-10 binary file`,
    );
  const count = bytes.length / RECORD;
  const labels = new Uint8Array(count);
  const images = new Uint8Array(count * CHANNELS * PIXELS);
  for (let image = 0; image < count; image++) {
    const label = (labels[image] = bytes[image * RECORD]!);
    if (label >= CLASSES)
      throw new AssayError(
        'data',
        `Cannot read data file ${file}: expected labels 0 … ${CLASSES - 1}, got ${label} at example ${image}`,
      );
    const from = image * RECORD + 1;
    const to = image * CHANNELS * PIXELS;
    for (let channel = 0; channel < CHANNELS; channel++)
      for (let pixel = 0; pixel < PIXELS; pixel++)
        images[to + pixel * CHANNELS + channel] = bytes[from + channel * PIXELS + pixel]!;
  }
  return { images, labels, shape: [SIDE, SIDE, CHANNELS] };
}

/**
 * CIFAR-10 (binary version) from the user's data directory: `<dataDir>/cifar-10-batches-bin`, `<dataDir>/cifar-10` or
 * `<dataDir>`.
 * @throws AssayError `data` where the files are not there or damaged
 */
async function readCifar(dataDir: string | undefined): Promise<ImageSet> {
  const places =
    dataDir === undefined ? [] : [join(dataDir, 'cifar-10-batches-bin'), join(dataDir, 'cifar-10'), dataDir];
  const directory = places.find((place) =>
    [...TRAIN, ...TEST].every((name) => existsSync(join(place, name))),
  );
  if (directory === undefined)
    throw new AssayError(
      'data',
      `Cannot load cifar-10: expected data_batch_1.bin … data_batch_5.bin and test_batch.bin in ${places.join(' or ') || 'the directory given by --data-dir'}, got none; the project does not ship CIFAR-10`,
    );
  const read = async (names: readonly string[]) => {
    const parts = await Promise.all(
      names.map(async (name) =>
        decodeCifar(await readDataFile(join(directory, name)), join(directory, name)),
      ),
    );
    return toExamples(
      {
        images: Buffer.concat(parts.map((part) => part.images)),
        labels: Buffer.concat(parts.map((part) => part.labels)),
        shape: [SIDE, SIDE, CHANNELS],
      },
      CLASSES,
      directory,
    );
  };
  return { train: await read(TRAIN), test: await read(TEST), classes: CLASSES };
}

/** CIFAR-10, from the user's files. */
export const cifar10 = kind({
  schema: z.strictObject({ kind: z.literal('cifar-10'), ...transformations }),
  published: 50_000,
  fromUser: true,
  directory: (_, dataDir) => dataDir,
  load: async (spec, { dataDir }) =>
    transform(spec, await readOnce(`cifar-10 ${dataDir}`, () => readCifar(dataDir))),
});
