import { AssayError } from '../errors.ts';
import type { Io } from './io.ts';

/** What the work gives, or nothing where it was interrupted: finished runs are in the store. */
export async function interruptible<T>(
  io: Io,
  done: () => void,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!io.signal.aborted || !(error instanceof AssayError)) throw error;
    io.stderr('Interrupted; the same command resumes.\n');
    return undefined;
  } finally {
    done();
  }
}
