import { checkAgainst, printAgainst, type CheckResult } from '../../check/index.ts';
import { prepare } from '../check-options.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { interruptible } from '../interruptible.ts';
import { worstCode } from '../check-exit-code.ts';
import type { CheckFlags } from './check.ts';

/** `assay check --against <ref>`: the optimizers of the working tree against those of a commit. */
export async function checkAgainstRef(
  io: Io,
  flags: CheckFlags & { readonly against: string },
  words: readonly string[],
  codeOf: (result: CheckResult) => number,
): Promise<number> {
  const startedAt = io.now();
  const { options, settled, done } = await prepare(io, flags);
  const { seed, engine, workers, dataDir, tier, directory } = settled.values;
  const shared = [
    ...['--engine', engine, '--workers', String(workers)],
    ...(dataDir === null ? [] : ['--data-dir', dataDir]),
    ...(flags.case ?? []).flatMap((id) => ['--case', id]),
    ...(flags.seeds === undefined ? [] : ['--seeds', flags.seeds]),
    ...(flags.suite === undefined
      ? []
      : ['--suite', flags.suite.join(','), '--tier', tier, '--directory', directory]),
  ];
  const found = await interruptible(io, done, () =>
    checkAgainst(words, flags.against, {
      ...options,
      cwd: io.cwd,
      seed,
      flags: shared,
      onStage: (stage) => {
        done();
        if (io.isTerminal) io.stderr(`${stage}\n`);
      },
    }),
  );
  if (found === undefined) return exitCodes.interrupted;
  io.stdout(
    flags.json === true ? `${JSON.stringify(found, null, 2)}\n` : printAgainst(found, io.now() - startedAt),
  );
  return worstCode(
    found.targets.map((each) => (each.kind === 'compared' ? codeOf(each.result) : exitCodes.asExpected)),
  );
}
