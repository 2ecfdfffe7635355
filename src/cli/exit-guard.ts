import { writeSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssayError } from '../errors.ts';
import { watchEnds } from '../process-ends.ts';
import { userModules } from '../user-modules.ts';
import { exitCodes } from './exit-codes.ts';
import { printError } from './print-error.ts';

/** Our own sources and the command's file. */
const ours = ['../', '../../bin/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

/** How long the command waits for what the user's modules have left behind, such as a timer. */
const PATIENCE_MS = 5_000;

const shown = (path: string) => (isAbsolute(path) ? relative(process.cwd(), path) : path);

const isOurs = (line: string) => ours.some((place) => line.includes(place));

/** The lines of a stack that lie neither in Node nor in our sources. */
const outside = (stack: string): readonly string[] =>
  stack.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node:') && !isOurs(line));

/** `file:line:column` of the first line of a stack that lies neither in a package, nor in Node, nor in our sources. */
function userPlace(stack: string): string | undefined {
  const line = outside(stack).find((each) => !each.includes('node_modules'));
  // Where a project has no modules, the loader runs its own translation, whose lines are not the user's.
  const translated = /\?filePath=([^\s:)]+)/.exec(line ?? '')?.[1];
  if (translated !== undefined) return shown(decodeURIComponent(translated));
  const place = /(?:file:\/\/)?([^\s()]+:\d+:\d+)\)?$/.exec(line ?? '')?.[1];
  return place === undefined ? undefined : shown(place);
}

/** Where in the user's code, as exactly as is known; undefined where none of it was loaded. */
function whereabouts(stack: string): string | undefined {
  const { loading, loaded } = userModules();
  const place = userPlace(stack);
  const isOneOf = loading.some((path) => place?.startsWith(shown(path)));
  const meanwhile = `while ${names(loading)} ${loading.length === 1 ? 'was' : 'were'} loaded`;
  if (place !== undefined) return `at ${place}${isOneOf || loading.length === 0 ? '' : `, ${meanwhile}`}`;
  if (loading.length > 0) return meanwhile;
  return loaded.length === 0 ? undefined : `in ${names(loaded)} or what they import`;
}

function names(modules: readonly string[]): string {
  const few = modules.slice(0, 5).map(shown);
  const more = modules.length - few.length;
  return more === 0 ? few.join(', ') : `${few.join(', ')} and ${more} more`;
}

/** What to say where the process is left without a word: by an exit, or because nothing is left to wait for. */
export function wordsOnExit(stack: string, code: number, called: boolean): string {
  const { loading, calling } = userModules();
  const where = whereabouts(stack);
  if (called && where !== undefined)
    return `Cannot finish: expected modules that leave the process alone, got its exit with code ${code} ${where}\n`;
  if (loading.length > 0)
    return `Cannot load ${names(loading)}: expected an import that settles, got an await that never does\n`;
  if (calling.length > 0)
    return `Cannot use ${calling.join(', ')}: expected a function that settles, got a promise that never does\n`;
  return printError(new Error('the process ended before the command did'));
}

/** What to say of an error that nothing has caught. */
export function wordsOnError(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const where = whereabouts(stack);
  const internal = userPlace(stack) === undefined && isOurs(stack);
  if (error instanceof AssayError || where === undefined || internal) return printError(error);
  const message = error instanceof Error ? error.message : String(error);
  const lines = [
    `Cannot finish: expected promises and callbacks that handle their errors, got "${message}" ${where}`,
    ...outside(stack),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function say(words: string): void {
  try {
    writeSync(2, words);
  } catch {
    // Nobody listens; the code still tells.
  }
}

/** Waits until nothing is left to happen, and until what was written has been read. */
async function settle(): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((done) => stream.write('', () => done()));
  await new Promise<void>((done) => {
    process.once('beforeExit', () => done());
    setTimeout(() => {
      const left = process.getActiveResourcesInfo().join(', ');
      say(
        `Ended although something keeps the process alive (${left}): close it in the module that opens it\n`,
      );
      done();
    }, PATIENCE_MS).unref();
  });
}

/** Makes every end of the process but the returned one a failure. */
function guard(): (code: number) => void {
  const end = watchEnds({
    exit: (code, called) => {
      say(wordsOnExit(new Error().stack ?? '', code, called));
      return exitCodes.invalid;
    },
    error: (error) => {
      say(wordsOnError(error));
      end(exitCodes.invalid);
    },
  });
  return end;
}

/**
 * Runs the command and ends the process with its code. Any other end is a failure with exit code 4 and words that name
 * the user's module: an exit that code of the user's calls, whatever its code; an error or rejection that nothing
 * catches; an `await` that never settles. What the user's code does to `process.exitCode` changes nothing.
 *
 * @param command gets a function that ends the process at once
 * @example await runGuarded((endNow) => main(process.argv.slice(2), undefined, endNow));
 */
export async function runGuarded(
  command: (endNow: (code: number) => void) => Promise<number>,
): Promise<void> {
  process.exitCode = exitCodes.invalid;
  const end = guard();
  const code = await command(end);
  await settle();
  end(code);
}
