import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadTarget, readBaseline, recordBaseline, writeBaseline } from '../../check/index.ts';
import { AssayError } from '../../errors.ts';
import { duration, plural } from '../../report/words.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { RawSettings } from '../settings.ts';
import { checkOptions, interruptible } from './check.ts';

interface BaselineFlags extends RawSettings {
  readonly baseline: string;
  readonly reason: string;
}

/**
 * `assay baseline record | update`: trains an optimizer on the battery and writes what it did. `record` makes a new file,
 * `update` replaces one that exists, keeps its seed unless another is said, and adds the reason to those it has.
 *
 * @throws AssayError `configuration` where the file is there already, or not there; where the reason is empty
 */
export async function baseline(io: Io, flags: BaselineFlags, task: string, word: string): Promise<number> {
  const startedAt = io.now();
  const file = resolve(io.cwd, flags.baseline);
  const reason = flags.reason.trim();
  if (reason === '')
    throw new AssayError('configuration', 'Cannot write a baseline: expected a --reason in words, got none');
  const before = await existing(task, file, flags.baseline);
  const target = await loadTarget(word, io.cwd);
  const { options, seed, done } = await checkOptions(io, flags);
  const entry = { reason, date: new Date(io.now()).toISOString().slice(0, 10) };
  const recording = {
    seed: flags.seed === undefined ? (before?.seed ?? seed) : seed,
    reasons: [...(before?.reasons ?? []), entry],
  };
  const recorded = await interruptible(io, done, () => recordBaseline(target, recording, options));
  if (recorded === undefined) return exitCodes.interrupted;
  await writeBaseline(file, recorded.baseline);
  const { trained, cached } = recorded;
  io.stdout(
    `${flags.baseline}: ${target.file} on ${plural(Object.keys(recorded.baseline.cases).length, 'case')}; ${plural(trained, 'run')} trained, ${cached} from the store; ${duration(io.now() - startedAt)}\n`,
  );
  return exitCodes.asExpected;
}

async function existing(task: string, file: string, name: string) {
  if (task === 'update') return readBaseline(file, name);
  if (task !== 'record')
    throw new AssayError(
      'configuration',
      `Cannot do this with a baseline: expected record | update, got "${task}"`,
    );
  if (existsSync(file))
    throw new AssayError(
      'configuration',
      `Cannot record ${name}: expected a new file, got one that exists (\`assay baseline update\` replaces it)`,
    );
  return undefined;
}
