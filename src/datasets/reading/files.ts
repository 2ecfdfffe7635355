import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AssayError } from '../../errors.ts';

const decompress = promisify(gunzip);

/** Name of the checksum file of a directory, in the format of `sha256sum`. */
export const CHECKSUMS = 'SHA256SUMS';

/**
 * Reads a data file whole, decompressing it where its name ends in `.gz`. Where its directory has a `SHA256SUMS` that
 * names the file, the checksum is verified first; with `checksums: 'required'` there must be one.
 * @throws AssayError `data` where the file is missing, damaged or differs from its checksum; the message names it
 */
export async function readDataFile(
  file: string,
  { checksums }: { readonly checksums?: 'required' } = {},
): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AssayError('data', `Cannot read data file ${file}: expected a readable file, got ${cause}`, {
      cause,
    });
  });
  const expected = await declaredChecksum(file);
  if (expected === undefined && checksums === 'required')
    throw new AssayError(
      'data',
      `Cannot read data file ${file}: expected its checksum in ${join(dirname(file), CHECKSUMS)}, got none`,
    );
  if (expected !== undefined) {
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== expected)
      throw new AssayError(
        'data',
        `Cannot read data file ${file}: expected SHA-256 ${expected} (${CHECKSUMS}), got ${found}; the file is damaged, fetch or make it again`,
      );
  }
  if (!file.endsWith('.gz')) return bytes;
  return decompress(bytes).catch((cause: unknown) => {
    throw new AssayError(
      'data',
      `Cannot read data file ${file}: expected a whole gzip file, got ${bytes.length} bytes that do not decompress (${(cause as Error).message})`,
      { cause },
    );
  });
}

async function declaredChecksum(file: string): Promise<string | undefined> {
  const sums = join(dirname(file), CHECKSUMS);
  if (!existsSync(sums)) return undefined;
  const lines = (await readFile(sums, 'utf8')).split('\n').map((line) => line.split(/\s+\*?/));
  return lines.find(([, name]) => name === basename(file))?.[0];
}

/** The path of `name` or `name.gz` in the directory, or undefined where there is neither. */
export function findFile(directory: string, name: string): string | undefined {
  return [join(directory, name), join(directory, `${name}.gz`)].find((path) => existsSync(path));
}
