import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { git, type Reference } from './git.ts';

const lockFiles = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

/** A commit, checked out beside the working tree for as long as it is needed. */
export interface Worktree {
  /** Its top directory. */
  readonly root: string;
  /** The directory that stands for the current one. */
  readonly directory: string;
  /** What is worth a warning: packages that are not those of the commit. */
  readonly notes: readonly string[];
  /** Removes it. */
  readonly remove: () => void;
}

/**
 * Checks a commit out into a temporary directory, with the packages of the working tree. It goes when `remove` is
 * called, and at the latest when the process ends. The repository's hooks do not run.
 *
 * @throws AssayError `infrastructure` where git refuses
 */
export async function openWorktree(reference: Reference): Promise<Worktree> {
  const { top, prefix, commit, ref } = reference;
  const root = join(mkdtempSync(join(tmpdir(), 'assay-against-')), 'tree');
  const links: string[] = [];
  const remove = (): void => {
    process.off('exit', remove);
    for (const link of links.splice(0)) unlinkSync(link); // before anything is removed: what they lead to stays
    rmSync(dirname(root), { recursive: true, force: true });
    spawnSync('git', ['worktree', 'prune'], { cwd: top });
  };
  process.on('exit', remove);
  const added = await git(
    top,
    '-c',
    'core.hooksPath=/dev/null',
    'worktree',
    'add',
    '--detach',
    '--quiet',
    root,
    commit,
  );
  if (!added.ok) {
    remove();
    throw new AssayError('infrastructure', `Cannot check out "${ref}": git said ${added.error}`);
  }
  const places = [...new Set(['', prefix])];
  for (const place of places) {
    const [from, to] = [resolve(top, place, 'node_modules'), resolve(root, place, 'node_modules')];
    if (!existsSync(from) || existsSync(to) || !existsSync(dirname(to))) continue;
    symlinkSync(from, to);
    links.push(to);
  }
  const notes = places.flatMap((place) => otherPackages(resolve(top, place), resolve(root, place), ref));
  return { root, directory: join(root, prefix), notes, remove };
}

function otherPackages(here: string, there: string, ref: string): readonly string[] {
  const content = (directory: string, file: string) =>
    existsSync(join(directory, file)) ? readFileSync(join(directory, file), 'utf8') : undefined;
  return lockFiles
    .filter((file) => content(here, file) !== content(there, file))
    .map(
      (file) =>
        `${file} is not that of "${ref}": both sides use the packages that are installed here, so a change of packages goes unseen`,
    );
}

/** Where a path of the working tree lies from its top; undefined where it lies outside. */
export function placeIn(top: string, path: string): string | undefined {
  const place = relative(top, path);
  return place.startsWith('..') ? undefined : place;
}
