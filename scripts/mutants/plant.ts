import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Edit, Mutant } from './table.ts';

/** A copy of the project with a mutant in it. */
export interface Planted {
  readonly directory: string;
  readonly remove: () => void;
}

/** What runs a check, copied; what it reads and never writes, linked. */
const copied = ['src', 'bin', 'scripts/mutants/targets', 'package.json', 'tsconfig.json'];
const linked = ['node_modules', 'fixtures'];

/**
 * Copies the project into a directory of its own and makes the mutant's edits there.
 *
 * @param besides what is copied beside what runs a check
 * @throws Error where what an edit looks for is not there, or there more than once: the table is out of date
 */
export function plant(
  { name, edits }: Pick<Mutant, 'name' | 'edits'>,
  root: string,
  besides: readonly string[] = [],
): Planted {
  const directory = mkdtempSync(join(tmpdir(), 'assay-mutant-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    for (const entry of [...copied, ...besides]) {
      mkdirSync(dirname(join(directory, entry)), { recursive: true });
      cpSync(join(root, entry), join(directory, entry), { recursive: true });
    }
    for (const entry of linked) symlinkSync(join(root, entry), join(directory, entry));
    for (const edit of edits) apply(edit, directory, name);
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function apply(edit: Edit, directory: string, name: string): void {
  const path = join(directory, edit.file);
  writeFileSync(path, edited(readFileSync(path, 'utf8'), edit, name));
}

/**
 * A source with an edit made.
 *
 * @param name the mutant's, for the message
 * @throws Error where what the edit looks for is not there, or there more than once and not `all` are meant
 */
export function edited(text: string, { file, find, replace, all }: Edit, name: string): string {
  const parts = text.split(find);
  if (parts.length < 2 || (parts.length > 2 && !all))
    throw new Error(
      `Cannot plant "${name}": expected ${file} to hold ${all ? 'the text' : 'once the text'} ${JSON.stringify(find)}, got ${parts.length - 1} places`,
    );
  return parts.join(replace);
}
