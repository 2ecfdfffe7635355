import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  digestsOf,
  fileOf,
  loadTargets,
  planTarget,
  readPredecessor,
  recordBaseline,
  sourcesOf,
  variantsBaseline,
  variantsDigests,
  withOrigin,
  writeBaseline,
  type Baseline,
} from '../../check/index.ts';
import { placeOf, type TargetPlace } from '../../check/target/target-file.ts';
import type { BaselineFile, Target } from '../../check/index.ts';
import { AssayError } from '../../errors.ts';
import { duration, plural } from '../../report/words.ts';
import { prepare, type TrialFlags } from '../check-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { interruptible } from '../interruptible.ts';
import { settle } from '../settle.ts';
import { version } from '../../version.ts';

interface BaselineFlags extends TrialFlags {
  readonly baseline: string;
  readonly reason: string;
}

/**
 * `assay baseline record | update | digests`: trains an optimizer on the battery, or on hypotheses, and writes what it
 * did. `record` makes a new file; `update` replaces one that exists, keeps its seed unless another is said, and adds
 * the reason to those it has; `digests` trains nothing and writes what every case is.
 *
 * @throws AssayError `configuration` where the file is there already, or not there; where the reason is empty
 */
export async function baseline(io: Io, flags: BaselineFlags, task: string, word: string): Promise<number> {
  const startedAt = io.now();
  const file = resolve(io.cwd, flags.baseline);
  const reason = flags.reason.trim();
  if (reason === '')
    throw new AssayError('configuration', 'Cannot write a baseline: expected a --reason in words, got none');
  if (task === 'digests') return digests(io, flags, file, word);
  const before = await existing(task, file, flags.baseline);
  const { values } = await settle(io, flags);
  // Before the target is loaded: an edit while runs are trained must not pass for what was trained.
  const sources =
    values.dataDir === null
      ? await sourcesOf(fileOf(word, io.cwd), io.cwd, { engine: values.engine, version: version() })
      : undefined;
  const targets = await loadTargets(word, io.cwd);
  const { options, settled, done } = await prepare(io, flags, before);
  const { seed } = settled.values;
  const entry = { reason, date: new Date(io.now()).toISOString().slice(0, 10) };
  const recording = {
    seed: flags.seed === undefined ? (before?.seed ?? seed) : seed,
    reasons: [...(before?.reasons ?? []), entry],
  };
  const baselines: Baseline[] = [];
  for (const target of targets) {
    const recorded = await interruptible(io, done, () => recordBaseline(target, recording, options));
    if (recorded === undefined) return exitCodes.interrupted;
    baselines.push(withOrigin(recorded.baseline, sources));
    const { trained, cached, notes } = recorded;
    io.stdout(
      [
        ...notes.map((note) => `warning: ${note}\n`),
        `${flags.baseline}: ${target.file} on ${plural(Object.keys(recorded.baseline.cases).length, 'case')}; ${plural(trained, 'run')} trained, ${cached} from the store; ${duration(io.now() - startedAt)}\n`,
      ].join(''),
    );
  }
  await writeBaseline(file, together(placeOf(word, io.cwd), targets, baselines));
  return exitCodes.asExpected;
}

/** What is written: the baseline of one setting, or those of all variants of a target by their names. */
function together(
  { file, variant }: TargetPlace,
  targets: readonly Target[],
  baselines: readonly Baseline[],
): BaselineFile {
  if (variant !== undefined || targets[0]!.variant === undefined) return baselines[0]!;
  const named = targets.map((target, index) => [target.variant!, baselines[index]!] as const);
  return variantsBaseline(file, Object.fromEntries(named));
}

async function digests(io: Io, flags: BaselineFlags, file: string, word: string): Promise<number> {
  const targets = await loadTargets(word, io.cwd);
  const [target] = targets as [Target];
  const { file: own, variant } = placeOf(word, io.cwd);
  if (variant === undefined && target.variant !== undefined) {
    const names = targets.map((each) => each.variant!);
    await writeFile(file, `${JSON.stringify(variantsDigests(own, names), null, 2)}\n`);
    return exitCodes.asExpected;
  }
  const { options, settled } = await prepare(io, flags);
  const planned = await planTarget(target, settled.values.seed, options);
  await writeFile(file, `${JSON.stringify(digestsOf(target.file, planned), null, 2)}\n`);
  return exitCodes.asExpected;
}

async function existing(task: string, file: string, name: string) {
  if (task === 'update') return readPredecessor(file, name);
  if (task !== 'record')
    throw new AssayError(
      'configuration',
      `Cannot do this with a baseline: expected record | update | digests, got "${task}"`,
    );
  if (existsSync(file))
    throw new AssayError(
      'configuration',
      `Cannot record ${name}: expected a new file, got one that exists (\`assay baseline update\` replaces it)`,
    );
  return undefined;
}
