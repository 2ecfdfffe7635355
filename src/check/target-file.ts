import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssayError } from '../errors.ts';

/**
 * The file that a word on the command line means, from `root`: the word itself, or `optimizers/<word>.optimizer.ts`.
 *
 * @throws AssayError `configuration` where there is none
 */
export function fileOf(word: string, root: string): string {
  const candidates = [word, `optimizers/${word}.optimizer.ts`];
  const found = candidates.find((file) => /\.[cm]?[jt]s$/.test(file) && existsSync(resolve(root, file)));
  if (found !== undefined) return found;
  throw new AssayError(
    'configuration',
    `Cannot find optimizer "${word}": expected a module at ${candidates.join(' or ')}, got none`,
  );
}
