import { isAbsolute, relative } from 'node:path';
import { AssayError } from './errors.ts';

/** How long a module may take to load, in seconds, where `ASSAY_LOAD_TIMEOUT` says nothing else. */
const LOAD_SECONDS = 60;

const loading = new Set<string>();
const loaded = new Set<string>();
const calling = new Set<string>();

/**
 * Imports a module of the user's, on record: where the process ends meanwhile, or breaks later, the command can say
 * whose module it was.
 *
 * @param name path or name of the package, for messages
 * @param load imports it; what it gives may be a promise that the module made, and counts as loading until it settles
 */
export async function whileLoading<Result>(
  name: string,
  load: () => Promise<Result>,
): Promise<Awaited<Result>> {
  // From here on places in errors may be the user's.
  process.setSourceMapsEnabled(true);
  loading.add(name);
  try {
    return await inTime(name, load());
  } finally {
    loading.delete(name);
    loaded.add(name);
  }
}

/**
 * What a module gives, in time: an import that waits for ever is otherwise kept alive by whatever else the module has
 * opened.
 *
 * @throws AssayError `infrastructure` after the limit
 */
async function inTime<Result>(module: string, loads: Promise<Result>): Promise<Awaited<Result>> {
  const name = isAbsolute(module) ? relative(process.cwd(), module) : module;
  const seconds = Number(process.env['ASSAY_LOAD_TIMEOUT'] ?? LOAD_SECONDS);
  if (!(seconds > 0))
    throw new AssayError(
      'configuration',
      `Cannot load ${name}: expected a positive number of seconds in ASSAY_LOAD_TIMEOUT, got ${process.env['ASSAY_LOAD_TIMEOUT']}`,
    );
  const late = new AssayError(
    'infrastructure',
    `Cannot load ${name}: expected an import that settles within ${seconds} s (ASSAY_LOAD_TIMEOUT), got an await that has not`,
  );
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    // Where nothing else is left to wait for, the process ends before, and says the same.
    timer = setTimeout(() => reject(late), seconds * 1000).unref();
  });
  try {
    return await Promise.race([loads, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Calls a function of the user's, on record: where the process ends because it never settles, the command can say whose
 * it was.
 *
 * @param use what the function is used as, for messages: `the data of ./spirals.ts`
 */
export async function whileCalling<Result>(use: string, call: () => Result): Promise<Awaited<Result>> {
  calling.add(use);
  try {
    return await call();
  } finally {
    calling.delete(use);
  }
}

/** That a function of the user's has thrown: what, and where. Errors of ours stay what they are. */
export function functionFails(use: string, cause: unknown): AssayError {
  if (cause instanceof AssayError) return cause;
  const [, where] = cause instanceof Error ? (/\n\s+at (.*)/.exec(cause.stack ?? '') ?? []) : [];
  const said = cause instanceof Error ? cause.message : String(cause);
  return new AssayError(
    'configuration',
    `Cannot use ${use}: its function fails: ${said}${where === undefined ? '' : `; thrown at ${where}`}`,
    { cause },
  );
}

/**
 * Modules whose loading has begun and not settled, those before (loaded, or failed), and functions of theirs that have
 * not settled.
 */
export const userModules = (): {
  readonly loading: readonly string[];
  readonly loaded: readonly string[];
  readonly calling: readonly string[];
} => ({ loading: [...loading], loaded: [...loaded], calling: [...calling] });
