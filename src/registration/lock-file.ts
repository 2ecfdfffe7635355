import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError, type Problem } from '../errors.ts';
import { digestOfHypotheses, digestOfLink, lockSchema, type Lock, type Locked } from './lock-schema.ts';
import { digestsOf, sameTerms } from './terms.ts';

/** The lock of a project, beside its configuration; to be committed. */
export const LOCK_FILE = 'assay.lock.json';

const HINT = 'take it from version control again, and let `assay lock` write it';

const refused = (what: string, problems: readonly Problem[] = []) =>
  new AssayError('integrity', `Cannot use ${LOCK_FILE}: ${what}; ${HINT}`, { problems });

/** What a lock holds under an id. */
export const lockedAs = (lock: Lock, id: string): Locked | undefined =>
  Object.hasOwn(lock.hypotheses, id) ? lock.hypotheses[id] : undefined;

/** The first thing in a lock that does not fit what its chain says; undefined where all of it does. */
function fault({ hypotheses, chain }: Lock): string | undefined {
  for (const [index, { digest, ...link }] of chain.entries()) {
    const found = digestOfLink(link);
    if (found !== digest)
      return `expected link ${index} of its chain with digest ${digest.slice(0, 12)}, got ${found.slice(0, 12)}`;
    const previous = chain[index - 1]?.digest;
    if (link.previous !== previous)
      return `expected link ${index} of its chain to follow ${previous?.slice(0, 12) ?? 'none'}, got ${link.previous?.slice(0, 12) ?? 'none'}`;
  }
  for (const [id, locked] of Object.entries(hypotheses))
    if (!sameTerms(locked.digests, digestsOf(locked)))
      return `expected the terms of ${id} that its digests name, got others`;
  const found = digestOfHypotheses(hypotheses);
  const last = chain.at(-1)!.hypotheses;
  return found === last
    ? undefined
    : `expected hypotheses with digest ${last.slice(0, 12)}, got ${found.slice(0, 12)}`;
}

/**
 * Reads the lock of a project; undefined where there is none.
 *
 * @throws AssayError `integrity` where it is no lock, or its chain or terms were edited by hand
 */
export async function readLock(root: string): Promise<Lock | undefined> {
  let text: string;
  try {
    text = await readFile(join(root, LOCK_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw refused(`expected a file that can be read, got ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const conflict = text.includes('<<<<<<<') ? ' with a conflict of a merge' : '';
    throw refused(`expected JSON, got text that does not parse${conflict}`);
  }
  const parsed = lockSchema.safeParse(value);
  if (!parsed.success)
    throw refused(
      'expected a lock, version 1',
      parsed.error.issues
        .slice(0, 5)
        .map(({ path, message }) => ({ file: LOCK_FILE, path: path.join('.'), message })),
    );
  const wrong = fault(parsed.data);
  if (wrong !== undefined) throw refused(`${wrong}: it was edited by hand`);
  return parsed.data;
}

/**
 * Writes the lock of a project: whole, or not at all.
 *
 * @throws AssayError `infrastructure` where the file cannot be written
 */
export async function writeLock(root: string, lock: Lock): Promise<void> {
  const partial = join(root, `${LOCK_FILE}.${process.pid}.partial`);
  try {
    await writeFile(partial, `${JSON.stringify(lock, null, 2)}\n`);
    await rename(partial, join(root, LOCK_FILE));
  } catch (cause) {
    throw new AssayError('infrastructure', `Cannot write ${LOCK_FILE}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
