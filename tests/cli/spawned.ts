import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../../bin/assay.js', import.meta.url));

/** How a process ended and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly error: string;
}

/** The command as a process of its own; `onError` sees the error stream as it comes. */
export function spawned(
  root: string,
  argv: readonly string[],
  options: {
    readonly onError?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
    /** The whole environment, in place of this process's. */
    readonly env?: NodeJS.ProcessEnv;
    readonly binary?: string;
  } = {},
): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [options.binary ?? binary, ...argv], {
      cwd: root,
      env: { ...(options.env ?? process.env), ASSAY_WORKERS: '1', NO_COLOR: '1' },
    });
    let output = '';
    let error = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => {
      error += data;
      options.onError?.(error, (signal) => child.kill(signal));
    });
    child.on('close', (code) => done({ code, output, error }));
  });
}
