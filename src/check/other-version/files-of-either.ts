import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import type { Reference } from './git.ts';
import { placeOf, variantOf } from '../target/target-file.ts';
import { placeIn, type Worktree } from './worktree.ts';

/** The targets by their files, from the current directory: those that are named, or all that either side has. */
export function targetFiles(
  words: readonly string[],
  { top }: Reference,
  { directory }: Worktree,
  cwd: string,
): readonly string[] {
  const suffix = '.optimizer.ts';
  const all = (root: string) =>
    existsSync(join(root, 'optimizers'))
      ? readdirSync(join(root, 'optimizers')).filter((file) => file.endsWith(suffix))
      : [];
  if (words.length > 0) return words.map((word) => fileOnEither(word, top, directory, cwd));
  const found = [...new Set([...all(cwd), ...all(directory)])].sort();
  if (found.length > 0) return found.map((file) => `optimizers/${file}`);
  throw new AssayError(
    'configuration',
    `Cannot find optimizers: expected targets on the command line or optimizers/*${suffix}, got none`,
  );
}

function fileOnEither(word: string, top: string, directory: string, cwd: string): string {
  // An absolute path means the file of the working tree, and its counterpart.
  const here = realpathSync(cwd);
  const local = word.startsWith('/') ? relative(here, existsSync(word) ? realpathSync(word) : word) : word;
  if (placeIn(realpathSync(top), resolve(here, local)) === undefined)
    throw new AssayError(
      'configuration',
      `Cannot check ${word} against another version: expected a file in ${top}, got one outside`,
    );
  const named = (root: string): string => {
    const { file, variant } = placeOf(local, root);
    return variantOf(file, variant);
  };
  try {
    return named(cwd);
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    try {
      return named(directory);
    } catch {
      throw error;
    }
  }
}
