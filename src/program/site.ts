import { fileURLToPath } from 'node:url';

/** Frames deep inside TensorFlow.js come first; the user's frame must still be on the stack. */
const frames = 60;

const here = fileURLToPath(new URL('.', import.meta.url));

/** The stack at a kernel call, formatted only when somebody asks for it. */
export interface Site {
  readonly stack?: string;
}

/** Remembers where a kernel was called. */
export function captureSite(): Site {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  const site: { stack?: string } = {};
  Error.captureStackTrace(site, captureSite);
  Error.stackTraceLimit = before;
  return site;
}

/** Whether a stack line lies neither in a package, nor in Node, nor in this room. */
function isOutside(line: string): boolean {
  return (
    line.trim().startsWith('at ') &&
    !line.includes('node_modules') &&
    !line.includes('node:') &&
    !line.includes(here) &&
    !line.includes('<anonymous>)')
  );
}

/** `file:line:column` of the user's call, or `an unknown place`. */
export function describeSite(site: Site): string {
  const line = (site.stack ?? '').split('\n').find(isOutside);
  const place = line?.match(/\(([^()]+)\)$/)?.[1] ?? line?.match(/at (?:async )?(\S+)$/)?.[1];
  return place?.replace(/^file:\/\//, '') ?? 'an unknown place';
}
