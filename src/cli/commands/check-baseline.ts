import { resolve } from 'node:path';
// Not the check's index: it has the ways to another version, too.
import { baselineOn, readBaseline } from '../../check/baseline-file.ts';
import type { CheckOptions } from '../../check/check-options.ts';
import { checkTarget } from '../../check/check-target.ts';
import type { Baseline, CheckResult } from '../../check/index.ts';
import { loadTarget } from '../../check/target.ts';
import { prepare } from '../check-options.ts';
import { interruptible } from '../interruptible.ts';
import type { Io } from '../io.ts';
import type { CheckFlags } from './check.ts';

/** Checks one target against its baseline; undefined where the check was interrupted. */
export async function checkBaseline(
  io: Io,
  flags: CheckFlags & { readonly baseline: string },
  word: string,
): Promise<CheckResult | undefined> {
  const read = await readBaseline(resolve(io.cwd, flags.baseline), flags.baseline);
  const target = await loadTarget(word, io.cwd);
  const { options, done } = await prepare(io, flags, read.kind === 'hypotheses' ? read : {});
  const baseline = partOf(read, flags, options);
  return interruptible(io, done, () =>
    checkTarget(target, baseline, { ...options, strict: flags.strict ?? false }),
  );
}

/** What of a baseline the flags speak of: all of it where they name nothing. */
function partOf(baseline: Baseline, flags: CheckFlags, { suite }: CheckOptions): Baseline {
  const named = flags.suite && suite?.hypotheses.map(({ hypothesis: { id } }) => id);
  const names = named ?? flags.case;
  return names === undefined ? baseline : baselineOn(baseline, names);
}
