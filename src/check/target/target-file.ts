import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';

/** Where a target is: a file, from the root, and which of its variants is meant, where one is named. */
export interface TargetPlace {
  readonly file: string;
  readonly variant?: string;
}

/** What stands between a file and its variant. */
const MARK = '#';

/**
 * What a variant of a file is called. @example variantOf('optimizers/adam.optimizer.ts', 'amsgrad') //
 * 'optimizers/adam.optimizer.ts#amsgrad'
 */
export const variantOf = (file: string, variant: string | undefined): string =>
  variant === undefined ? file : `${file}${MARK}${variant}`;

/**
 * The file that a word on the command line means, from `root`: the word itself, or `optimizers/<word>.optimizer.ts`;
 * behind a `#`, one of its variants.
 *
 * @throws AssayError `configuration` where there is none
 * @example placeOf('adam#amsgrad', root) // { file: 'optimizers/adam.optimizer.ts', variant: 'amsgrad' }
 */
export function placeOf(word: string, root: string): TargetPlace {
  const whole = found(word, root);
  if (whole !== undefined) return { file: whole };
  const at = word.lastIndexOf(MARK);
  const [name, variant] = at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
  const file = found(name, root);
  if (file !== undefined) return variant === undefined ? { file } : { file, variant };
  throw new AssayError(
    'configuration',
    `Cannot find optimizer "${name}": expected a module at ${candidates(name).join(' or ')}, got none`,
  );
}

/** The file alone that a word means. @throws AssayError as `placeOf` */
export const fileOf = (word: string, root: string): string => placeOf(word, root).file;

const candidates = (word: string): readonly string[] => [word, `optimizers/${word}.optimizer.ts`];

const found = (word: string, root: string): string | undefined =>
  candidates(word).find((file) => /\.[cm]?[jt]s$/.test(file) && existsSync(resolve(root, file)));
