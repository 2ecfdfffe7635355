import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeIdx } from '../../datasets/reading/idx.ts';
import type { Dataset, Examples } from '../../datasets/types.ts';

let root: string | undefined;

/** A temporary directory of this process, gone when it ends. */
function ownDirectory(): string {
  if (root !== undefined) return root;
  const made = mkdtempSync(join(tmpdir(), 'assay-data-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  return (root = made);
}

const written = new Map<string, string>();

const bytesOf = (values: ArrayLike<number>): Uint8Array => {
  const bytes = Uint8Array.from(values);
  if (bytes.every((byte, index) => byte === values[index])) return bytes;
  throw new Error('Internal: data for a trainer are whole numbers from 0 to 255');
};

const filesOf = ({ features, labels, count }: Examples, prefix: string) => [
  {
    name: `${prefix}-features-idx2-ubyte.gz`,
    idx: { shape: [count, features.length / count], data: bytesOf(features) },
  },
  { name: `${prefix}-labels-idx1-ubyte.gz`, idx: { shape: [count], data: bytesOf(labels) } },
];

/**
 * Writes generated data as files that a trainer reads by itself: features `[examples, features]` and labels
 * `[examples]` of both parts as gzipped IDX, named as MNIST's are. They lie in a temporary directory until this process
 * ends.
 *
 * @returns the directory
 * @example readdirSync(dataFiles(await loadDataset(dataSchema.parse({ kind: 'words' })))) // ['t10k-features-idx2-ubyte.gz', …]
 */
export function dataFiles(dataset: Dataset): string {
  const known = written.get(dataset.digest);
  if (known !== undefined) return known;
  const directory = join(ownDirectory(), dataset.digest);
  mkdirSync(directory, { recursive: true });
  for (const { name, idx } of [...filesOf(dataset.train, 'train'), ...filesOf(dataset.test, 't10k')])
    writeFileSync(join(directory, name), gzipSync(encodeIdx(idx)));
  written.set(dataset.digest, directory);
  return directory;
}
