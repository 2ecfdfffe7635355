import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AssayError } from '../../errors.ts';
import { reasonOf } from '../../program/index.ts';
import { whileLoading } from '../../user-modules.ts';

/** A module and the name of one of its exports. */
export interface Reference {
  readonly module: string;
  readonly export: string;
}

/**
 * Imports what a hypothesis names by reference. A path that starts with a dot or a slash is a file, relative to `from`;
 * anything else is a package.
 *
 * @param from directory that relative paths start from, usually that of the hypothesis file.
 * @throws AssayError `configuration` where the module cannot be imported or has no such export, naming those it has.
 * @example await loadExport({ module: './net.ts', export: 'default' }, '/project/hypotheses');
 */
export async function loadExport(reference: Reference, from: string): Promise<unknown> {
  const { module, export: name } = reference;
  const path = /^[./]/.test(module) ? resolve(from, module) : undefined;
  const specifier = path === undefined ? module : pathToFileURL(path).href;
  return whileLoading(path ?? module, async () => {
    const exports = await importModule(specifier, module, from);
    if (Object.hasOwn(exports, name)) return exports[name];
    throw new AssayError(
      'configuration',
      `Cannot use ${module}: expected an export named '${name}', got ${Object.keys(exports).join(', ') || 'none'}`,
    );
  });
}

/**
 * What an export that is a function returns.
 *
 * @param use what it is used as, with its place, for messages
 * @throws AssayError `configuration` with what it throws
 */
export function callExport<Arguments extends readonly unknown[]>(
  use: string,
  make: (...given: Arguments) => unknown,
  ...given: Arguments
): unknown {
  try {
    return make(...given);
  } catch (cause) {
    throw new AssayError('configuration', `Cannot use ${use}: its function fails: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

async function importModule(
  specifier: string,
  module: string,
  from: string,
): Promise<Record<string, unknown>> {
  try {
    return (await import(specifier)) as Record<string, unknown>;
  } catch (cause) {
    throw new AssayError('configuration', `Cannot import ${module}${place(module, from)}: ${whyNot(cause)}`, {
      cause,
    });
  }
}

/** Where a relative path starts; an absolute one and a package say enough. */
const place = (module: string, from: string): string =>
  module.startsWith('.') ? ` from ${resolve(from)}` : '';

/** What the loader or the module threw, without the name of this file, which asked for it. */
function whyNot(cause: unknown): string {
  // The loader's own errors have a code and say where; what the module threw has a line of its own.
  const byLoader = cause instanceof Error && 'code' in cause;
  const said = byLoader ? cause.message : reasonOf(cause);
  const reason = said.replace(/ imported from \S+load-export\.[jt]s/, '');
  return /Cannot find package '[^']*\.[cm]?[jt]sx?'/.test(reason)
    ? `${reason}; the path of a file begins with ./`
    : reason;
}
