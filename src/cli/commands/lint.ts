import type { Problem } from '../../errors.ts';
import { lintSuite } from '../../declare/lint/suite.ts';
import { plural } from '../../report/words.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printProblems } from '../print-error.ts';
import type { RawSettings } from '../../suite/settings.ts';

/**
 * `assay lint`: designs that could not fail, or that say the same twice. Trains nothing; exit code 1 with `--strict`
 * where something is found.
 */
export async function lint(
  io: Io,
  flags: RawSettings & { readonly text?: string; readonly strict?: boolean },
  filters: readonly string[],
): Promise<number> {
  const settled = await settle(io, flags);
  const suite = await loadSelected(io, settled, { filters, text: flags.text, allTiers: true });
  const found: readonly Problem[] = [
    ...suite.hypotheses.flatMap(({ warnings }) => warnings),
    ...lintSuite(suite.hypotheses),
  ];
  if (found.length > 0) io.stdout(`${printProblems(found)}\n`);
  io.stdout(
    `${plural(found.length, 'remark')} on ${plural(suite.hypotheses.length, 'hypothesis', 'hypotheses')}\n`,
  );
  return flags.strict === true && found.length > 0 ? exitCodes.contradicted : exitCodes.asExpected;
}
