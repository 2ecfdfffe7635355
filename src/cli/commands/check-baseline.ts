// Not the check's index: it has the ways to another version, too.
import { baselineOn } from '../../check/baseline/baseline-file.ts';
import type { CheckOptions } from '../../check/check-options.ts';
import { checkTarget } from '../../check/check-target.ts';
import type { Baseline, CheckResult } from '../../check/index.ts';
import { placeOf, variantOf } from '../../check/target/target-file.ts';
import { loadTarget, loadTargets } from '../../check/target/target.ts';
import { AssayError } from '../../errors.ts';
import { prepare } from '../check-options.ts';
import { interruptible } from '../interruptible.ts';
import type { Io } from '../io.ts';
import type { CheckFlags } from './check.ts';

/** Checks one target against its baseline; undefined where the check was interrupted. */
export async function checkBaseline(
  io: Io,
  flags: CheckFlags & { readonly baseline: string },
  {
    word,
    baseline: read,
    among,
  }: { readonly word: string; readonly baseline: Baseline; readonly among?: readonly string[] | undefined },
): Promise<CheckResult | undefined> {
  if (among !== undefined) await demandVariants(word, among, io.cwd);
  const target = await loadTarget(word, io.cwd);
  const { options, done } = await prepare(io, flags, read.kind === 'hypotheses' ? read : {});
  const baseline = partOf(read, flags, options);
  return interruptible(io, done, () =>
    checkTarget(target, baseline, { ...options, strict: flags.strict ?? false }),
  );
}

/** @throws AssayError `configuration` where a target has a variant that was not recorded */
async function demandVariants(word: string, recorded: readonly string[], root: string): Promise<void> {
  const { file } = placeOf(word, root);
  const known = new Set(recorded.map((name) => variantOf(file, name)));
  const other = (await loadTargets(file, root)).find((each) => !known.has(each.file));
  if (other === undefined) return;
  throw new AssayError(
    'configuration',
    `Cannot use the baseline: expected the variants that it was recorded with (${recorded.join(', ')}), got ${other.file}; record it again`,
  );
}

/** What of a baseline the flags speak of: all of it where they name nothing. */
function partOf(baseline: Baseline, flags: CheckFlags, { suite }: CheckOptions): Baseline {
  const named = flags.suite && suite?.hypotheses.map(({ hypothesis: { id } }) => id);
  const names = named ?? flags.case;
  return names === undefined ? baseline : baselineOn(baseline, names);
}
