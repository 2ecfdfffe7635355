import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../../errors.ts';
import type { ImageSet } from '../reading/image-set.ts';
import { findMnistFiles, readMnistFiles } from './mnist.ts';

/** What ships with the project, and what there is. */
export const SHIPPED = { train: 10_000, test: 5_000 } as const;
export const FULL = { train: 60_000, test: 10_000 } as const;

/** Where the files that ship with the project lie. */
export const shippedDirectory = fileURLToPath(new URL('../../../fixtures/fashion-mnist', import.meta.url));
const debian = '/usr/share/datasets/fashion-mnist';

/** Directories in which the full set is looked for, in this order. */
export const fullPlaces = (dataDir: string | undefined): readonly string[] => [
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
export async function shippedFashionMnist(): Promise<ImageSet> {
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
export async function fullFashionMnist(dataDir: string | undefined): Promise<ImageSet> {
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
