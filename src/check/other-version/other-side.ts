import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AssayError } from '../../errors.ts';
import { LastLines } from '../../trainers/last-lines.ts';
import { readBaseline } from '../baseline/baseline-file.ts';
import type { Baseline } from '../baseline/baseline-schema.ts';
import { digestsSchema, type Digests } from './digests.ts';

/** A version of the project in a directory of its own, and the command that runs there. */
export interface OtherSide {
  /** What messages call it. */
  readonly ref: string;
  readonly directory: string;
  /** The command's file: its own where the repository holds one, else the one that runs here. */
  readonly binary: string;
  /** Directory for files that go between the sides. */
  readonly exchange: string;
  /** Flags that both sides share: seed, engine, store, workers. */
  readonly flags: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * The digests of a target's cases on the other side; undefined where its command does not know how to tell them.
 *
 * @throws AssayError as `ask`
 */
export async function digestsAt(side: OtherSide, target: string): Promise<Digests | undefined> {
  const file = join(side.exchange, 'digests.json');
  await rm(file, { force: true }); // of the target before
  const asked = await ask(side, target, ['digests', target, '--baseline', file, '--reason', 'against']);
  if (asked.code === 2 && /expected record \| update, got "digests"/.test(asked.error)) return undefined;
  // An older command may end with 0 although a module of the user's ended it.
  if (asked.code !== 0 || !existsSync(file)) throw failed(side, target, asked);
  return digestsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/**
 * Trains a target on the other side, by that side's own code.
 *
 * @param flags which cases: all of the battery unless some are named
 * @throws AssayError as `ask`
 */
export async function recordAt(side: OtherSide, target: string, flags: readonly string[]): Promise<Baseline> {
  const file = join(side.exchange, 'baseline.json');
  await rm(file, { force: true }); // of the target before
  const task = ['record', target, '--baseline', file, '--reason', 'against', ...flags];
  const asked = await ask(side, target, task);
  if (asked.code !== 0) throw failed(side, target, asked);
  return readBaseline(file, `of ${target} at "${side.ref}"`);
}

interface Asked {
  readonly code: number | null;
  readonly error: string;
}

/** @throws AssayError `infrastructure` where the command was interrupted or does not start */
function ask(side: OtherSide, target: string, task: readonly string[]): Promise<Asked> {
  const { directory, binary, flags, signal } = side;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(interrupted());
    const child = spawn(process.execPath, [binary, 'baseline', ...task, ...flags], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines = new LastLines(20);
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
    const stop = (): void => void child.kill('SIGINT');
    signal?.addEventListener('abort', stop);
    child.on('error', (cause) =>
      reject(
        new AssayError('infrastructure', `Cannot run ${binary} for ${target}: ${cause.message}`, { cause }),
      ),
    );
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(interrupted());
      else resolve({ code, error: lines.text() });
    });
  });
}

const interrupted = () =>
  new AssayError('infrastructure', 'Cannot finish: interrupted; the same command resumes');

const failed = ({ ref }: OtherSide, target: string, { code, error }: Asked) =>
  new AssayError(
    code === 2 ? 'configuration' : 'infrastructure',
    `Cannot use ${target} at "${ref}": its command ended with exit code ${code}, and said\n${error || '  nothing'}`,
  );
