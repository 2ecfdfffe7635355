import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contender } from './measure.ts';

/** Variants that a peer may have of a row; a row of one replicate has no vmap. */
export const variants = ['torch-eager', 'torch-vmap', 'torch-compile', 'jax-jit', 'jax-vmap'] as const;
export type Variant = (typeof variants)[number];

/** The Python process that answers for PyTorch and JAX; see bench/peers/peer.py. */
export interface Peers {
  /** A contender, warmed up; or why the peers have none. */
  contender(row: string, variant: Variant, steps: number): Promise<Contender | { readonly error: string }>;
  close(): void;
}

const interpreter = fileURLToPath(new URL('../.venv/peers/bin/python', import.meta.url));
const script = fileURLToPath(new URL('./peers/peer.py', import.meta.url));

/**
 * Starts the peers on so many threads, with the interpreter that `bench/peers/install.sh` makes or the one that is
 * named.
 *
 * @throws Error where there is no such interpreter
 */
export function startPeers(threads: number, python = interpreter): Peers {
  if (python === interpreter && !existsSync(interpreter))
    throw new Error(
      `Cannot bench the peers: expected ${interpreter}, got none; run bench/peers/install.sh first`,
    );
  const child = spawn(python, [script, '--threads', String(threads)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question: object): Promise<{ seconds?: number; error?: string }> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('Cannot bench the peers: expected an answer, got the end of the process');
    return JSON.parse(value as string);
  };
  return {
    async contender(row, variant, steps) {
      const question = { row, variant, steps };
      const { error } = await ask(question);
      return error === undefined
        ? { name: variant, steps, run: async () => (await ask(question)).seconds }
        : { error };
    },
    close: () => child.kill(),
  };
}
