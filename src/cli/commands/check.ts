import { resolve } from 'node:path';
// Not the check's index: where nothing has changed, none of what plans and trains is needed.
import { readBaselineFile } from '../../check/baseline/baseline-file.ts';
import type { Baseline, BaselineFile } from '../../check/baseline/baseline-schema.ts';
import { printCheck, printVariants } from '../../check/print-check.ts';
import { answerMemory, type AnswerMemory } from '../../check/other-version/remember-answer.ts';
import { sourcesOf } from '../../check/target/sources.ts';
import { placeOf, variantOf, type TargetPlace } from '../../check/target/target-file.ts';
import { severestLevel, type CheckResult, type Level, type VariantsResult } from '../../check/types.ts';
import { unchangedSources } from '../../check/other-version/unchanged.ts';
import { AssayError } from '../../errors.ts';
import { openStore } from '../../store/index.ts';
import { demandOf, exitCodeOfCheck, worstCode } from '../check-exit-code.ts';
import type { TrialFlags } from '../check-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { settle } from '../settle.ts';
import { version } from '../../version.ts';

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
  if (flags.seeds !== undefined)
    throw new AssayError(
      'configuration',
      'Cannot use --seeds: expected the seeds of the baseline, got others (`assay baseline update --seeds` records more)',
    );
  if (word === undefined || words.length > 1)
    throw new AssayError(
      'configuration',
      `Cannot check against a baseline: expected one target, got ${words.length === 0 ? 'none' : words.join(', ')}`,
    );
  const place = placeOf(word, io.cwd);
  const baseline = await readBaselineFile(resolve(io.cwd, flags.baseline), flags.baseline);
  const settings = settingsOf(place, baseline, flags.baseline);
  const results: CheckResult[] = [];
  for (const setting of settings) {
    const result = await answer(io, flags, setting);
    if (result === undefined) return exitCodes.interrupted;
    results.push(result);
  }
  const [only] = results as [CheckResult];
  const shown: CheckResult | VariantsResult =
    baseline.kind !== 'variants' || place.variant !== undefined
      ? only
      : { target: place.file, level: severestLevel(results.map(({ level }) => level)), variants: results };
  const took = io.now() - startedAt;
  if (flags.json === true) io.stdout(`${JSON.stringify(shown, null, 2)}\n`);
  else io.stdout('variants' in shown ? printVariants(shown, took) : printCheck(shown, took));
  return worstCode(results.map((result) => exitCodeOfCheck(result, demanded)));
}

/** One setting of a target, with its baseline and the settings that this was recorded beside. */
interface Setting extends TargetPlace {
  readonly baseline: Baseline;
  /** Names of all variants of a baseline of several, where all are checked. */
  readonly among?: readonly string[];
}

/**
 * What is checked: the one setting of a target, one variant that is named, or all variants of the baseline.
 *
 * @throws AssayError `configuration` where the baseline holds no such variant
 */
function settingsOf(place: TargetPlace, baseline: BaselineFile, name: string): readonly Setting[] {
  const { file, variant } = place;
  if (baseline.kind !== 'variants') return [{ ...place, baseline }];
  const among = Object.keys(baseline.variants);
  if (variant === undefined)
    return among.map((each) => ({ file, variant: each, baseline: baseline.variants[each]!, among }));
  const own = baseline.variants[variant];
  if (own !== undefined) return [{ ...place, baseline: own }];
  throw new AssayError(
    'configuration',
    `Cannot use baseline ${name}: expected variant "${variant}", got ${among.join(', ')}`,
  );
}

/**
 * The answer: at once where nothing has changed that the baseline was made from, from the store where it remembers that
 * nothing changed that matters, else found now.
 */
async function answer(
  io: Io,
  flags: BaselineFlags,
  { baseline, among, ...place }: Setting,
): Promise<CheckResult | undefined> {
  const { values } = await settle(io, flags);
  const { case: cases = [], strict = false } = flags;
  const file = variantOf(place.file, place.variant);
  const sources =
    values.dataDir === null && flags.suite === undefined
      ? await sourcesOf(place.file, io.cwd, { engine: values.engine, version: version() })
      : undefined;
  // Loaded where it is needed: it brings in all that plans and trains.
  const checkNow = async () =>
    (await import('./check-baseline.ts')).checkBaseline(io, flags, { word: file, baseline, among });
  if (sources === undefined) return checkNow();
  const known = unchangedSources({ file, sources }, baseline, cases);
  if (known !== undefined) return known;
  const store = openStore(values.store === null ? null : resolve(io.cwd, values.store));
  const memory = answerMemory({ file, sources, baseline, cases, strict }, store);
  return (await memory.recall()) ?? found(memory, checkNow);
}

async function found(
  memory: AnswerMemory,
  check: () => Promise<CheckResult | undefined>,
): Promise<CheckResult | undefined> {
  const result = await check();
  if (result !== undefined) await memory.remember(result);
  return result;
}
