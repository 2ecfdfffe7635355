import { execFile, type ExecFileException } from 'node:child_process';
import { AssayError } from '../../errors.ts';

/** What git answered. */
interface Answer {
  readonly ok: boolean;
  readonly output: string;
  readonly error: string;
}

/** Runs git; a refusal is a value. @throws AssayError `configuration` where there is no git */
export function git(cwd: string, ...args: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const answered = (failure: ExecFileException | null, output: string, error: string): void => {
      if (failure?.code === ('ENOENT' as unknown))
        reject(
          new AssayError('configuration', 'Cannot run git: expected it on the PATH, got none', {
            cause: failure,
          }),
        );
      else resolve({ ok: failure === null, output: output.trimEnd(), error: error.trim() });
    };
    execFile('git', args, { cwd, maxBuffer: 2 ** 26 }, answered);
  });
}

/** A commit of a repository, and where in it a directory lies. */
export interface Reference {
  /** As the user wrote it. */
  readonly ref: string;
  /** SHA-1 of the commit. */
  readonly commit: string;
  /** Top directory of the working tree. */
  readonly top: string;
  /** The directory, from the top: empty, or with a slash at its end. */
  readonly prefix: string;
}

/**
 * Finds the commit that a word means in the repository around a directory.
 *
 * @throws AssayError `configuration` where the directory is in no repository, or the word means no commit
 * @example (await referenceOf(process.cwd(), 'main')).commit
 */
export async function referenceOf(directory: string, ref: string): Promise<Reference> {
  const [top, prefix] = [
    await git(directory, 'rev-parse', '--show-toplevel'),
    await git(directory, 'rev-parse', '--show-prefix'),
  ];
  if (!top.ok)
    throw new AssayError(
      'configuration',
      `Cannot check against "${ref}": expected a directory in a git repository, got ${directory} (git: ${top.error})`,
    );
  const commit = ref.startsWith('-')
    ? { ok: false, output: '' }
    : await git(directory, 'rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  if (!commit.ok)
    throw new AssayError(
      'configuration',
      `Cannot check against "${ref}": expected a branch, tag or commit of ${top.output}, got none of that name`,
    );
  return { ref, commit: commit.output, top: top.output, prefix: prefix.output };
}

/** Files under some paths (from the top) that are not in the working tree as they are in the commit. */
export async function changedFiles(
  { top, commit }: Reference,
  paths: readonly string[],
): Promise<readonly string[]> {
  const { output } = await git(top, 'diff', '--name-only', commit, '--', ...paths);
  return output.split('\n').filter((file) => file !== '');
}
