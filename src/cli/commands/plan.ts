import { resolve } from 'node:path';
import { lintSuite } from '../../declare/lint/suite.ts';
import type { LoadedHypothesis } from '../../declare/types.ts';
import type { Problem } from '../../errors.ts';
import { plannedRemarks } from '../../report/planned-remarks.ts';
import { duration, number, plural } from '../../report/words.ts';
import { openStore } from '../../store/index.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { latestOf } from '../../suite/kept-results.ts';
import { plannedPowers } from '../../suite/power-over-blocks.ts';
import type { RawSettings } from '../../suite/settings.ts';
import { missingRuns } from '../../suite/costs.ts';
import { planSuite } from '../../suite/plan-suite.ts';

/** What the lint says, by file. */
function remarksOf(hypotheses: readonly LoadedHypothesis[]): ReadonlyMap<string, readonly Problem[]> {
  const all = [...hypotheses.flatMap(({ warnings }) => warnings), ...lintSuite(hypotheses)];
  return new Map(hypotheses.map(({ file }) => [file, all.filter((remark) => remark.file === file)]));
}

/**
 * `assay plan`: what a run would train, how long that may take, and its power where a pilot is known. Trains nothing.
 */
export async function plan(
  io: Io,
  flags: RawSettings & { readonly text?: string },
  filters: readonly string[],
): Promise<number> {
  const settled = await settle(io, flags);
  const { values } = settled;
  const suite = await loadSelected(io, settled, { filters, text: flags.text });
  const directory = values.store === null ? null : resolve(io.cwd, values.store);
  const store = openStore(directory);
  const ready = await planSuite(suite.hypotheses, { ...values, root: io.cwd }, store);
  const { analyses, estimates, measurePlan, runPlan } = ready.plan;
  const tables = new Map(measurePlan.tables.map((table) => [table.id, table]));
  const kept = new Set<string>();
  const all = [...runPlan.jobs, ...runPlan.external];
  for (const { key } of all) if (await store.has('records', key)) kept.add(key);
  const { estimatedMs: missingMs, pace } = await missingRuns(runPlan, store);
  const remarks = remarksOf(suite.hypotheses);
  for (const [index, analysis] of analyses.entries()) {
    if (analysis.unavailable !== undefined) {
      io.stdout(`${analysis.id}\n    ${analysis.unavailable}\n`);
      continue;
    }
    const { arms, blocks, replicates, runs, steps, estimatedMs } = estimates[index]!;
    const cached = Object.values(analysis.runs)
      .flatMap((seeds) => Object.values(seeds))
      .filter((key) => kept.has(key)).length;
    const cost = `${plural(arms, 'arm')} × ${plural(replicates, 'seed')}${blocks === undefined ? '' : ` × ${plural(blocks, 'block')}`} = ${plural(runs, 'run')} (${cached} cached), ${steps} steps, about ${duration(estimatedMs * pace)}`;
    io.stdout(`${analysis.id}\n    ${cost}\n`);
    for (const { path, message } of remarks.get(suite.hypotheses[index]!.file) ?? [])
      io.stdout(`    ${path}: ${message}\n`);
    const table = tables.get(analysis.id) ?? { jobs: {} };
    for (const { path, message } of plannedRemarks(analysis, table)) io.stdout(`    ${path}: ${message}\n`);
    const before = directory === null ? undefined : await latestOf(directory, analysis.id);
    for (const { statement, toward, power } of plannedPowers(analysis, before?.result)) {
      const words = toward === 'refuted' ? 'power to refute' : 'power';
      io.stdout(
        `    ${words} ${typeof power === 'string' ? `unknown (${power})` : number(power)}: ${statement}\n`,
      );
    }
  }
  const { length } = all;
  io.stdout(
    `\n${plural(length, 'run')} over the suite, ${kept.size} cached; about ${duration(missingMs / values.workers)} of training on ${plural(values.workers, 'worker')}\n`,
  );
  return exitCodes.asExpected;
}
