import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { duration } from '../../report/words.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/types.ts';
import { loadSelected, settle } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { keepResults } from '../kept-results.ts';
import { parseReporters, writeReports } from '../output.ts';
import type { RawSettings } from '../settings.ts';
import { planned, runSuite, type PlannedSuite } from '../suite.ts';

/** The runs that the store does not hold: how many, and how long training them may take on that many workers. */
export interface Missing {
  readonly runs: number;
  readonly estimatedMs: number;
}

/** Looks which runs of a plan the store does not hold. */
export async function missingRuns({ plan }: PlannedSuite, store: Store, workers: number): Promise<Missing> {
  const all = [...plan.runPlan.jobs, ...plan.runPlan.external];
  const kept = await Promise.all(all.map(({ key }) => store.has('records', key)));
  const missing = all.filter((_job, index) => !kept[index]);
  const total = missing.reduce((sum, { estimatedMs }) => sum + estimatedMs, 0);
  return { runs: missing.length, estimatedMs: total / workers };
}

type RunFlags = RawSettings & { readonly text?: string };

/** Why a suite must not start, given what is missing in the store; undefined where it may. */
type Objection = (missing: Missing) => string | undefined;

async function judged(
  io: Io,
  flags: RunFlags,
  filters: readonly string[],
  objectionOf: (budget: number | null) => Objection,
): Promise<number> {
  const startedAt = io.now();
  const settled = await settle(io, flags);
  const { values } = settled;
  const requests = parseReporters(values.reporter);
  const suite = await loadSelected(io, settled, { filters, text: flags.text });
  const store = openStore(values.store === null ? null : resolve(io.cwd, values.store));
  const ready = await planned(suite.hypotheses, values);
  const objection = objectionOf(values.budget)(await missingRuns(ready, store, values.workers));
  if (objection !== undefined) throw new AssayError('configuration', `${objection}; nothing was trained`);
  const results = await runSuite(ready, values, store, io, startedAt);
  await writeReports(results, requests, io);
  if (store.directory !== undefined) await keepResults(store.directory, results);
  return exitCodeOf(results, values);
}

/** `assay run`: trains what is missing, measures, judges and reports. */
export const run = (io: Io, flags: RunFlags, filters: readonly string[]): Promise<number> =>
  judged(
    io,
    flags,
    filters,
    (budget) =>
      ({ estimatedMs }) =>
        budget === null || estimatedMs <= budget
          ? undefined
          : `Cannot keep to the budget: expected at most ${duration(budget)} of training, got about ${duration(estimatedMs)}`,
  );

/** `assay judge`: judges again from the store, and refuses where a run would have to be trained. */
export const judge = (io: Io, flags: RunFlags, filters: readonly string[]): Promise<number> =>
  judged(
    io,
    flags,
    filters,
    () =>
      ({ runs }) =>
        runs === 0
          ? undefined
          : `Cannot judge: expected every run in the store, got ${runs} missing (\`assay run\` trains them)`,
  );
