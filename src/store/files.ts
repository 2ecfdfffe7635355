import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** Size and age of a file. */
export interface FileStatus {
  readonly bytes: number;
  /** Time of the last change, milliseconds since 1970; 0 in memory. */
  readonly changedMs: number;
}

/** Where a store keeps its bytes, by relative path: a directory or memory. */
export interface Files {
  /** What messages call the file. */
  locate(path: string): string;
  read(path: string): Promise<Uint8Array | undefined>;
  has(path: string): Promise<boolean>;
  /** Appears whole or not at all, also beside other processes. */
  write(path: string, content: Uint8Array): Promise<void>;
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  status(path: string): Promise<FileStatus | undefined>;
  /** Paths of all files below the folder, in order; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** A missing file is a value, any other failure an error. */
async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Files below a directory, which is made at the first write. */
export function directoryFiles(root: string): Files {
  let written = 0;
  const at = (path: string) => join(root, path);
  return {
    locate: at,
    read: (path) => orMissing(readFile(at(path))),
    has: async (path) => (await orMissing(stat(at(path)))) !== undefined,
    async write(path, content) {
      // The name is this process's own, and a rename within a directory replaces the file in one step.
      const partial = `${at(path)}.${process.pid}.${written++}.partial`;
      await mkdir(dirname(partial), { recursive: true });
      await writeFile(partial, content);
      await rename(partial, at(path));
    },
    async move(from, to) {
      await mkdir(dirname(at(to)), { recursive: true });
      await rename(at(from), at(to));
    },
    remove: (path) => rm(at(path), { force: true }),
    async status(path) {
      const found = await orMissing(stat(at(path)));
      return found && { bytes: found.size, changedMs: found.mtimeMs };
    },
    async list(folder) {
      const entries = (await orMissing(readdir(at(folder), { recursive: true, withFileTypes: true }))) ?? [];
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
        .sort();
    },
  };
}

/** Files that live as long as the process: for tests and `--no-store`. */
export function memoryFiles(): Files {
  const files = new Map<string, Uint8Array>();
  return {
    locate: (path) => `memory:${path}`,
    read: async (path) => files.get(path),
    has: async (path) => files.has(path),
    async write(path, content) {
      files.set(path, content.slice());
    },
    async move(from, to) {
      const content = files.get(from);
      if (content) files.set(to, content);
      files.delete(from);
    },
    async remove(path) {
      files.delete(path);
    },
    async status(path) {
      const content = files.get(path);
      return content && { bytes: content.length, changedMs: 0 };
    },
    list: async (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(),
  };
}
