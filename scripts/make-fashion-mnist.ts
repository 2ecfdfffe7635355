/**
 * Makes the subset of Fashion-MNIST that ships with the project, from the full set.
 *
 *     npx tsx scripts/make-fashion-mnist.ts [directory of the full set] [target directory]
 *
 * Takes the front of the canonical order (see `src/datasets/reading/order.ts`): 10,000 training and 5,000 test images,
 * the same number of each class. Same input, same bytes. The full set is Debian's package `dataset-fashion-mnist`, or
 * the four files of https://github.com/zalandoresearch/fashion-mnist in a directory of your choice.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CHECKSUMS, findFile, readDataFile } from '../src/datasets/reading/files.ts';
import { decodeIdx, encodeIdx, type Idx } from '../src/datasets/reading/idx.ts';
import { stratifiedOrder } from '../src/datasets/reading/order.ts';
import { AssayError } from '../src/errors.ts';

const PARTS = [
  { prefix: 'train', count: 10_000 },
  { prefix: 't10k', count: 5_000 },
] as const;

async function read(directory: string, name: string): Promise<Idx> {
  const file = findFile(directory, name);
  if (file === undefined)
    throw new AssayError(
      'data',
      `Cannot make the subset: expected ${name}[.gz] in ${directory}, got no such file`,
    );
  return decodeIdx(await readDataFile(file), file);
}

function take({ shape, data }: Idx, rows: Int32Array): Idx {
  const size = shape.slice(1).reduce((product, length) => product * length, 1);
  const taken = new Uint8Array(rows.length * size);
  rows.forEach((row, i) => taken.set(data.subarray(row * size, (row + 1) * size), i * size));
  return { shape: [rows.length, ...shape.slice(1)], data: taken };
}

/** gzip without a clock (Node writes none) and without the name of the operating system, which Node does write. */
function compress(bytes: Uint8Array): Uint8Array {
  const compressed = gzipSync(bytes);
  compressed[9] = 255;
  return compressed;
}

/** Reads the full set in `from` and writes the subset with its checksums into `to`. */
export async function makeSubset(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const sums: string[] = [];
  for (const { prefix, count } of PARTS) {
    const images = await read(from, `${prefix}-images-idx3-ubyte`);
    const labels = await read(from, `${prefix}-labels-idx1-ubyte`);
    const rows = stratifiedOrder(labels.data).subarray(0, count);
    for (const [kind, idx] of [
      ['images-idx3', images],
      ['labels-idx1', labels],
    ] as const) {
      const name = `${prefix}-${kind}-ubyte.gz`;
      const bytes = compress(encodeIdx(take(idx, rows)));
      await writeFile(join(to, name), bytes);
      sums.push(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
    }
  }
  await writeFile(join(to, CHECKSUMS), sums.join(''));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [
    from = '/usr/share/datasets/fashion-mnist',
    to = fileURLToPath(new URL('../fixtures/fashion-mnist', import.meta.url)),
  ] = process.argv.slice(2);
  await makeSubset(from, to);
  console.log(`wrote ${to}`);
}
