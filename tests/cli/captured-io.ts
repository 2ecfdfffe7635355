import type { Io } from '../../src/cli/io.ts';

/** An `Io` in memory: what a command writes can be read, and nothing of the process leaks in. */
export function captured(changes: Partial<Io> = {}) {
  let output = '';
  let error = '';
  return {
    stdout: (text: string) => void (output += text),
    stderr: (text: string) => void (error += text),
    env: {},
    cwd: process.cwd(),
    isTerminal: false,
    color: false,
    now: () => Date.now(),
    signal: new AbortController().signal,
    ...changes,
    output: () => output,
    error: () => error,
  };
}
