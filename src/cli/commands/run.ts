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

/** Estimated milliseconds of training that the store does not save, on that many workers. */
export async function missingMs({ plan }: PlannedSuite, store: Store, workers: number): Promise<number> {
  const times = await Promise.all(
    [...plan.runPlan.jobs, ...plan.runPlan.external].map(async ({ key, estimatedMs }) =>
      (await store.has('records', key)) ? 0 : estimatedMs,
    ),
  );
  return times.reduce((sum, time) => sum + time, 0) / workers;
}

/** `assay run`: trains what is missing, measures, judges and reports. */
export async function run(
  io: Io,
  flags: RawSettings & { readonly text?: string },
  filters: readonly string[],
): Promise<number> {
  const startedAt = io.now();
  const settled = await settle(io, flags);
  const { values } = settled;
  const requests = parseReporters(values.reporter);
  const suite = await loadSelected(io, settled, { filters, text: flags.text });
  const store = openStore(values.store === null ? null : resolve(io.cwd, values.store));
  const ready = await planned(suite.hypotheses, values);
  if (values.budget !== null) {
    const needed = await missingMs(ready, store, values.workers);
    if (needed > values.budget)
      throw new AssayError(
        'configuration',
        `Cannot keep to the budget: expected at most ${duration(values.budget)} of training, got about ${duration(needed)}; nothing was trained`,
      );
  }
  const results = await runSuite(ready, values, store, io, startedAt);
  await writeReports(results, requests, io);
  if (store.directory !== undefined) await keepResults(store.directory, results);
  return exitCodeOf(results, values);
}
