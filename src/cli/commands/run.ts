import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import type { Results } from '../../report/results.ts';
import { duration } from '../../report/words.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/types.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { keepResults } from '../kept-results.ts';
import { parseReporters, writeReports } from '../output.ts';
import type { RawSettings, Settings } from '../settings.ts';
import { registered, withJudgedKept, withRegistrations } from '../registrations.ts';
import { missingRuns, planned, runSuite, type PlannedSuite } from '../suite.ts';

type RunFlags = RawSettings & { readonly text?: string };

/** Prepares a suite from what the command was told, and reports what `decide` makes of it. */
async function reported(
  io: Io,
  flags: RunFlags,
  filters: readonly string[],
  decide: (ready: PlannedSuite, settings: Settings, store: Store, startedAt: number) => Promise<Results>,
): Promise<number> {
  const startedAt = io.now();
  const settled = await settle(io, flags);
  const { values } = settled;
  const requests = parseReporters(values.reporter);
  const suite = await loadSelected(io, settled, { filters, text: flags.text });
  const store = openStore(values.store === null ? null : resolve(io.cwd, values.store));
  const whole = filters.length === 0 && flags.text === undefined && values.tags === null;
  const before = await registered(io.cwd, suite, values, store, whole);
  const decided = await decide(await planned(suite.hypotheses, values, store), values, store, startedAt);
  const results = await withJudgedKept(withRegistrations(decided, before), suite.hypotheses, store, io.now());
  await writeReports(results, requests, io);
  if (store.directory !== undefined) await kept(io, store.directory, results);
  return exitCodeOf(results, values);
}

/** Keeps results where that is possible: a store that is only read still gives its verdicts. */
async function kept(io: Io, directory: string, results: Results): Promise<void> {
  try {
    await keepResults(directory, results);
  } catch (error) {
    io.stderr(`Cannot keep these results for \`assay report\`: ${(error as Error).message}\n`);
  }
}

/** `assay run`: trains what is missing, measures, judges and reports. */
export const run = (io: Io, flags: RunFlags, filters: readonly string[]): Promise<number> =>
  reported(io, flags, filters, async (ready, settings, store, startedAt) => {
    const { budget, workers } = settings;
    const needed = (await missingRuns(ready.plan.runPlan, store)).estimatedMs / workers;
    if (budget !== null && needed > budget)
      throw new AssayError(
        'configuration',
        `Cannot keep to the budget: expected at most ${duration(budget)} of training, got about ${duration(needed)}; nothing was trained`,
      );
    return runSuite(ready, settings, store, io, startedAt);
  });

/**
 * `assay judge`: judges again from the store, and refuses where a run would have to be trained. Of a design with looks only
 * the runs are needed that its looks ask for until it is decided.
 */
export const judge = (io: Io, flags: RunFlags, filters: readonly string[]): Promise<number> =>
  reported(io, flags, filters, (ready, settings, store, startedAt) =>
    runSuite(ready, settings, store, io, startedAt, async (part) => {
      const { runs } = await missingRuns(part, store);
      if (runs > 0)
        throw new AssayError(
          'configuration',
          `Cannot judge: expected every run in the store, got ${runs} missing (\`assay run\` trains them); nothing was trained`,
        );
    }),
  );
