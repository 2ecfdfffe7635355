import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

const pattern = /\.hypothesis\.(ts|mts|js|mjs)$/;

async function walk(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const nested = entries.map(async (entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : walk(path);
    return pattern.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(nested)).flat();
}

async function kindOf(path: string): Promise<'file' | 'directory' | 'none'> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'none';
  } catch {
    return 'none';
  }
}

/** A path as reports print it: relative to the root, with forward slashes. */
export const displayPath = (root: string, file: string) => relative(root, file).split(sep).join('/');

/**
 * Every hypothesis file under `directory`, sorted by path; absolute.
 *
 * A filter that is itself a path of a hypothesis file or of a directory outside `directory` adds what is there.
 */
export async function findHypothesisFiles(options: {
  readonly root: string;
  readonly directory: string;
  readonly filters: readonly string[];
}): Promise<string[]> {
  const places = [
    resolve(options.root, options.directory),
    ...options.filters.map((filter) => resolve(options.root, filter)),
  ];
  const found = await Promise.all(
    places.map(async (place) => {
      const kind = await kindOf(place);
      if (kind === 'directory') return walk(place);
      return kind === 'file' && pattern.test(place) ? [place] : [];
    }),
  );
  return [...new Set(found.flat())].sort();
}
