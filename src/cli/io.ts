import { AssayError } from '../errors.ts';

/** Where a command reads and writes; the real one is the process, tests give their own. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether a person watches: a progress line may rewrite itself. */
  readonly isTerminal: boolean;
  readonly color: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Whether to paint: `NO_COLOR` (any text) forbids it, `FORCE_COLOR` (but 0) demands it, otherwise a terminal decides.
 *
 * @see https://no-color.org
 */
export function wantsColor(env: Io['env'], isTerminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}

/**
 * A reader that has seen enough (`| head`) closes the pipe: the command goes on, and its exit code still tells how it
 * ended.
 */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    throw new AssayError('infrastructure', `Cannot write the output: ${error.message}`, { cause: error });
  });
}

/** The process as a command sees it. */
export function processIo(signal: AbortSignal): Io {
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  const isTerminal = process.stdout.isTTY === true && (process.env['CI'] ?? '') === '';
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    isTerminal,
    color: wantsColor(process.env, isTerminal),
    now: () => Date.now(),
    signal,
  };
}
