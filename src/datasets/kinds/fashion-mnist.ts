import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import { kind, type LoadOptions } from '../kind.ts';
import type { ImageSet } from '../reading/image-set.ts';
import { findMnistFiles, readMnistFiles } from '../reading/mnist-files.ts';
import { readOnce } from '../reading/once.ts';
import { subset } from '../transforms/subset.ts';
import { transform, transformations } from '../transforms/transform.ts';

/** What ships with the project, and what there is. */
const SHIPPED = { train: 10_000, test: 5_000 } as const;
const FULL = { train: 60_000, test: 10_000 } as const;

/** Where the files that ship with the project lie. */
const shippedDirectory = fileURLToPath(new URL('../../../fixtures/fashion-mnist', import.meta.url));
const debian = '/usr/share/datasets/fashion-mnist';

/** Directories in which the full set is looked for, in this order. */
const fullPlaces = (dataDir: string | undefined): readonly string[] => [
  ...(dataDir === undefined ? [] : [`${dataDir}/fashion-mnist`, dataDir]),
  debian,
];

/**
 * SHA-256 of the decompressed files of the full set, so that the same specification means the same images everywhere.
 */
const FULL_SHA256: Readonly<Record<string, string>> = {
  'train-images-idx3-ubyte': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  'train-labels-idx1-ubyte': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  't10k-images-idx3-ubyte': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  't10k-labels-idx1-ubyte': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
};

function checkFull(name: string, bytes: Uint8Array, file: string): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== FULL_SHA256[name])
    throw new AssayError(
      'data',
      `Cannot read data file ${file}: expected Fashion-MNIST's ${name} (SHA-256 ${FULL_SHA256[name]}, decompressed), got ${found}`,
    );
}

/** The subset that ships with the project; its checksum file must be there and is verified. */
async function shippedFashionMnist(): Promise<ImageSet> {
  const files = findMnistFiles([shippedDirectory]);
  if (files === undefined)
    throw new AssayError(
      'data',
      `Cannot load fashion-mnist: expected the files that ship with the project in ${shippedDirectory}, got none; install the package again`,
    );
  return readMnistFiles(files, { checksums: 'required' });
}

/**
 * The full set, from the user's data directory or Debian's package `dataset-fashion-mnist`.
 * @throws AssayError `data` where neither has it or a file differs from the published one
 */
async function fullFashionMnist(dataDir: string | undefined): Promise<ImageSet> {
  const places = fullPlaces(dataDir);
  const files = findMnistFiles(places);
  if (files === undefined)
    throw new AssayError(
      'data',
      `Cannot load the full fashion-mnist: expected its four IDX files in ${places.join(' or ')}, got none; ` +
        `install Debian's package dataset-fashion-mnist or pass --data-dir; ${SHIPPED.train} training and ${SHIPPED.test} test examples ship with the project`,
    );
  return readMnistFiles(files, { check: checkFull });
}

/**
 * The shipped subset, or the full set where the specification asks for more than ships. The subset is the front of the
 * canonical order of the full set, so the same specification gives the same examples on every machine: a machine
 * without the full set gives an error, never fewer examples.
 */
export async function readFashionMnist(
  spec: { readonly train?: number | undefined; readonly test?: number | undefined },
  { dataDir, full = false }: LoadOptions,
): Promise<ImageSet> {
  const absent = full ? FULL : SHIPPED;
  const train = spec.train ?? absent.train;
  const test = spec.test ?? absent.test;
  const set =
    train <= SHIPPED.train && test <= SHIPPED.test
      ? await readOnce('fashion-mnist', shippedFashionMnist)
      : await readOnce(`fashion-mnist ${dataDir}`, () => fullFashionMnist(dataDir));
  return { ...set, train: subset(set.train, train, 'training'), test: subset(set.test, test, 'test') };
}

/** Fashion-MNIST: what ships with the project, or the full set. */
export const fashionMnist = kind({
  schema: z.strictObject({ kind: z.literal('fashion-mnist'), ...transformations }),
  published: FULL.train,
  fromUser: false,
  directory: ({ train = 0, test = 0 }, dataDir) => {
    if (train <= SHIPPED.train && test <= SHIPPED.test) return shippedDirectory;
    const found = findMnistFiles(fullPlaces(dataDir));
    return found === undefined ? undefined : dirname(found.train[0]);
  },
  load: async (spec, options) => transform(spec, await readFashionMnist(spec, options)),
});
