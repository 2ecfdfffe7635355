import { resolve } from 'node:path';
// Not the check's index: an answer that is remembered needs none of what plans and trains.
import { printCheck } from '../../check/print-check.ts';
import { answerMemory, type AnswerMemory } from '../../check/remember-answer.ts';
import type { CheckResult, Level } from '../../check/types.ts';
import { AssayError } from '../../errors.ts';
import { openStore } from '../../store/index.ts';
import { demandOf, exitCodeOfCheck } from '../check-exit-code.ts';
import type { TrialFlags } from '../check-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { settle } from '../settle.ts';

export interface CheckFlags extends TrialFlags {
  readonly baseline?: string;
  readonly against?: string;
  readonly strict?: boolean;
  readonly atLeast?: string;
  readonly json?: boolean;
}

/** Flags of a check against a baseline. */
type BaselineFlags = CheckFlags & { readonly baseline: string };

/** `assay check`: whether optimizers still do what they did when a baseline was recorded, or in another version. */
export async function check(io: Io, flags: CheckFlags, words: readonly string[]): Promise<number> {
  const demanded = demandOf(flags.atLeast);
  const { baseline, against } = flags;
  if (baseline !== undefined && against === undefined)
    return checkOne(io, { ...flags, baseline }, words, demanded);
  if (against !== undefined && baseline === undefined) {
    const { checkAgainstRef } = await import('./check-against.ts');
    return checkAgainstRef(io, { ...flags, against }, words, (result) => exitCodeOfCheck(result, demanded));
  }
  throw new AssayError(
    'configuration',
    `Cannot check: expected either --baseline <file> or --against <ref>, got ${baseline === undefined ? 'neither' : 'both'}`,
  );
}

async function checkOne(
  io: Io,
  flags: BaselineFlags,
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
  const result = await answer(io, flags, word);
  if (result === undefined) return exitCodes.interrupted;
  io.stdout(
    flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : printCheck(result, io.now() - startedAt),
  );
  return exitCodeOfCheck(result, demanded);
}

/** The answer that the store remembers, or the one that is found now. */
async function answer(io: Io, flags: BaselineFlags, word: string): Promise<CheckResult | undefined> {
  const memory = await memoryOf(io, flags, word);
  const known = await memory?.recall();
  if (known !== undefined) return known;
  const { checkBaseline } = await import('./check-baseline.ts');
  const found = await checkBaseline(io, flags, word);
  if (found !== undefined) await memory?.remember(found);
  return found;
}

/** Where an answer without training may be remembered; undefined without a store, and where hypotheses are asked. */
async function memoryOf(io: Io, flags: BaselineFlags, word: string): Promise<AnswerMemory | undefined> {
  const { values } = await settle(io, flags);
  if (values.store === null || values.dataDir !== null || flags.suite !== undefined) return undefined;
  const { baseline, case: cases = [], strict = false } = flags;
  return answerMemory(
    { word, root: io.cwd, baseline, cases, strict, engine: values.engine },
    openStore(resolve(io.cwd, values.store)),
  );
}
