import { closeSync, openSync, unlinkSync } from 'node:fs';

const PAUSE_MS = 5;

/**
 * Does something while no other process that asks holds the file: the holder is whoever made `<file>.lock`, which the
 * file system lets only one do.
 *
 * @param patienceMs how long to wait for another process, which holds a file for some milliseconds; default half a
 * minute
 * @throws Error where the lock stays: a process that was killed while it wrote left it behind
 */
export function holding<T>(file: URL, act: () => T, { patienceMs = 30_000 } = {}): T {
  const lock = new URL(`${file.href}.lock`);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; !taken(lock); waited += PAUSE_MS) {
    if (waited >= patienceMs)
      throw new Error(
        `Cannot store in ${file.pathname}: expected ${lock.pathname} to be released within ${patienceMs / 1000} s; delete it if nothing else is running`,
      );
    Atomics.wait(sleeper, 0, 0, PAUSE_MS);
  }
  try {
    return act();
  } finally {
    unlinkSync(lock);
  }
}

function taken(lock: URL): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
