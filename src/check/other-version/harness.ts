import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../../errors.ts';
import { changedFiles, type Reference } from './git.ts';
import { placeIn } from './worktree.ts';

/** Directory of the package whose code runs. */
const here = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));
const command = 'bin/assay.js';

/**
 * What executes traced programs, and what executes trainers: rooms and single files of `src`. What they do is in no
 * digest, so where one of them differs, equal digests do not say that equal numbers come out.
 */
export const executing = {
  traced: [
    'engines',
    'train',
    'workers',
    'random',
    'samplers',
    'models/initial-tensors.ts',
    'models/initial-value.ts',
    'program/gather.ts',
    'program/tree.ts',
  ],
  external: ['train', 'trainers', 'random', 'program/tree.ts'],
} as const satisfies Record<string, readonly string[]>;

/** By which code the other side is planned and trained. */
export interface Harness {
  readonly binary: string;
  /** Files in which its way of executing differs from the one here, by what is executed. */
  readonly changed: Readonly<Record<keyof typeof executing, readonly string[]>>;
}

/**
 * The command for a checked-out commit: its own where the repository is the one of the running code, else the running
 * one.
 *
 * @param root top of the checked-out commit
 * @throws AssayError `configuration` where the commit should have a command of its own and has none
 */
export async function harnessAt(reference: Reference, root: string): Promise<Harness> {
  const place = placeIn(realpathSync(reference.top), here);
  if (place === undefined || place.split('/').includes('node_modules'))
    return { binary: join(here, command), changed: { traced: [], external: [] } };
  const binary = join(root, place, command);
  if (!existsSync(binary))
    throw new AssayError(
      'configuration',
      `Cannot check against "${reference.ref}": expected ${join(place, command)} there, got none`,
    );
  const changedIn = (paths: readonly string[]) =>
    changedFiles(
      reference,
      paths.map((path) => join(place, 'src', path)),
    );
  const { traced, external } = executing;
  return { binary, changed: { traced: await changedIn(traced), external: await changedIn(external) } };
}
