import { resolve } from 'node:path';
import {
  baselineOn,
  checkTarget,
  loadTarget,
  printCheck,
  readBaseline,
  type Baseline,
  type CheckOptions,
  type Level,
} from '../../check/index.ts';
import { AssayError } from '../../errors.ts';
import { prepare, type TrialFlags } from '../check-options.ts';
import { demandOf, exitCodeOfCheck } from '../check-exit-code.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import type { Io } from '../io.ts';
import { checkAgainstRef } from './check-against.ts';

export interface CheckFlags extends TrialFlags {
  readonly baseline?: string;
  readonly against?: string;
  readonly strict?: boolean;
  readonly atLeast?: string;
  readonly json?: boolean;
}

/** `assay check`: whether optimizers still do what they did when a baseline was recorded, or in another version. */
export async function check(io: Io, flags: CheckFlags, words: readonly string[]): Promise<number> {
  const demanded = demandOf(flags.atLeast);
  const { baseline, against } = flags;
  if (baseline !== undefined && against === undefined)
    return checkBaseline(io, { ...flags, baseline }, words, demanded);
  if (against !== undefined && baseline === undefined)
    return checkAgainstRef(io, { ...flags, against }, words, (result) => exitCodeOfCheck(result, demanded));
  throw new AssayError(
    'configuration',
    `Cannot check: expected either --baseline <file> or --against <ref>, got ${baseline === undefined ? 'neither' : 'both'}`,
  );
}

async function checkBaseline(
  io: Io,
  flags: CheckFlags & { readonly baseline: string },
  words: readonly string[],
  demanded: Level | undefined,
): Promise<number> {
  const startedAt = io.now();
  const [word] = words;
  if (flags.seed !== undefined)
    throw new AssayError(
      'configuration',
      'Cannot use --seed: expected the seeds of the baseline, got others',
    );
  if (word === undefined || words.length > 1)
    throw new AssayError(
      'configuration',
      `Cannot check against a baseline: expected one target, got ${words.length === 0 ? 'none' : words.join(', ')}`,
    );
  const read = await readBaseline(resolve(io.cwd, flags.baseline), flags.baseline);
  const target = await loadTarget(word, io.cwd);
  const { options, done } = await prepare(io, flags, read);
  const baseline = partOf(read, flags, options);
  const result = await interruptible(io, done, () =>
    checkTarget(target, baseline, { ...options, strict: flags.strict ?? false }),
  );
  if (result === undefined) return exitCodes.interrupted;
  io.stdout(
    flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : printCheck(result, io.now() - startedAt),
  );
  return exitCodeOfCheck(result, demanded);
}

/** What of a baseline the flags speak of: all of it where they name nothing. */
function partOf(baseline: Baseline, flags: CheckFlags, { suite }: CheckOptions): Baseline {
  const named = flags.suite && suite?.hypotheses.map(({ hypothesis: { id } }) => id);
  const names = named ?? flags.case;
  return names === undefined ? baseline : baselineOn(baseline, names);
}
