import { fileURLToPath } from 'node:url';
import { AssayError } from '../../errors.ts';

/** Frames deep inside TensorFlow.js come first; the user's frame must still be on the stack. */
const frames = 60;

/** The room: its frames are no user's code. */
const here = fileURLToPath(new URL('..', import.meta.url));

/** The stack at a kernel call, formatted only when somebody asks for it. */
export interface Site {
  readonly stack?: string;
}

/** Runs `body` with stacks that reach from deep inside the library to the user's code. */
export function withDeepStacks<Result>(body: () => Result): Result {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  try {
    return body();
  } finally {
    Error.stackTraceLimit = before;
  }
}

/** Remembers where a kernel was called. */
export function captureSite(): Site {
  const site: { stack?: string } = {};
  withDeepStacks(() => Error.captureStackTrace(site, captureSite));
  return site;
}

/** TensorFlow.js by its own sources, which its source maps name as if they lay beside the package. */
const librarySource = /\/tfjs-[a-z-]+\/src\//;

/** Whether a stack line lies neither in a package, nor in Node, nor in this room. */
function isOutside(line: string): boolean {
  return (
    line.trim().startsWith('at ') &&
    !line.includes('node_modules') &&
    !line.includes('node:') &&
    !librarySource.test(line) &&
    !line.includes(here) &&
    !line.includes('<anonymous>)')
  );
}

/** Lines of a stack, the message first. */
export const linesOf = ({ stack = '' }: Site): readonly string[] => stack.split('\n');

/** `file:line:column` of the user's call, or `an unknown place`. */
export function describeSite(site: Site): string {
  const line = linesOf(site).find(isOutside);
  const place = line?.match(/\(([^()]+)\)$/)?.[1] ?? line?.match(/at (?:async )?(\S+)$/)?.[1];
  return place?.replace(/^file:\/\//, '') ?? 'an unknown place';
}

/**
 * Name of the library's function that the user's code called, such as `dataSync`; `a function` where the stack has
 * none.
 */
export function calledAt(site: Site): string {
  const lines = linesOf(site);
  const entrance = lines[lines.findIndex(isOutside) - 1];
  return entrance?.match(/at (?:async )?(?:[\w$]+\.)*([\w$]+?)(?:__op|_)? (?:\[|\()/)?.[1] ?? 'a function';
}

/**
 * What code of the user's threw, in words: an error of ours by its message, any other with the user's line, where there
 * is one.
 */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const told = thrown instanceof AssayError || !linesOf(thrown).some(isOutside);
  return told ? thrown.message : `${thrown.message}; thrown at ${describeSite(thrown)}`;
}
