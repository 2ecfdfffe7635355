import { AssayError } from '../../errors.ts';
import { findFile, readDataFile } from './files.ts';
import { decodeIdx, type Idx } from './idx.ts';
import { toExamples, type ImageSet } from './image-set.ts';
import type { Examples } from '../types.ts';

const CLASSES = 10;

/** The four files by which MNIST and Fashion-MNIST are distributed. */
const NAMES = {
  train: ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'],
  test: ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
} as const;

/** Paths of images and labels of both parts. */
export interface MnistFiles {
  readonly train: readonly [string, string];
  readonly test: readonly [string, string];
}

interface Reading {
  /** `required`: a file without a line in `SHA256SUMS` is an error. */
  readonly checksums?: 'required';
  /** Looks at the decompressed bytes of the file called `name`. */
  readonly check?: (name: string, bytes: Uint8Array, file: string) => void;
}

/** The four files (plain or `.gz`) in the first directory that has all of them. */
export function findMnistFiles(directories: readonly string[]): MnistFiles | undefined {
  for (const directory of directories) {
    const [a, b, c, d] = [...NAMES.train, ...NAMES.test].map((name) => findFile(directory, name));
    if (a && b && c && d) return { train: [a, b], test: [c, d] };
  }
  return undefined;
}

/**
 * Reads an image set of the MNIST family.
 * @throws AssayError `data` where a file is damaged, truncated, of another format or does not fit the others; the
 * message names it
 */
export async function readMnistFiles(files: MnistFiles, reading: Reading = {}): Promise<ImageSet> {
  const [train, test] = await Promise.all([
    readPart(files.train, NAMES.train, reading),
    readPart(files.test, NAMES.test, reading),
  ]);
  return { train, test, classes: CLASSES };
}

async function readPart(
  [imageFile, labelFile]: readonly [string, string],
  [imageName, labelName]: readonly [string, string],
  reading: Reading,
): Promise<Examples> {
  const [images, labels] = await Promise.all([
    readIdx(imageFile, imageName, 3, reading),
    readIdx(labelFile, labelName, 1, reading),
  ]);
  const [, height, width] = images.shape as readonly [number, number, number];
  return toExamples(
    { images: images.data, labels: labels.data, shape: [height, width, 1] },
    CLASSES,
    labelFile,
  );
}

async function readIdx(file: string, name: string, rank: number, reading: Reading): Promise<Idx> {
  const bytes = await readDataFile(file, reading);
  reading.check?.(name, bytes, file);
  const idx = decodeIdx(bytes, file);
  if (idx.shape.length !== rank)
    throw new AssayError(
      'data',
      `Cannot read data file ${file}: expected ${rank} dimensions (magic number 0000080${rank}), got shape [${idx.shape.join(', ')}]`,
    );
  return idx;
}
