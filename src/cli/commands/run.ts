import { checkSuite, type SuiteCheck } from '../../suite/check-suite.ts';
import type { RawSettings } from '../../suite/settings.ts';
import { loadSelected, settle } from '../context.ts';
import { eventPrinter } from '../event-printer.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readyReporters, writeReports } from '../output.ts';

type RunFlags = RawSettings & { readonly text?: string };

/** Checks the hypotheses that the command names, and reports the results. */
async function reported(
  io: Io,
  { text, ...flags }: RunFlags,
  filters: readonly string[],
  train: SuiteCheck['train'],
): Promise<number> {
  const startedAt = io.now();
  const settled = await settle(io, flags);
  const { values: settings } = settled;
  const requests = await readyReporters(settings.reporter, io);
  const suite = await loadSelected(io, settled, { filters, text });
  const whole = filters.length === 0 && text === undefined && settings.tags === null;
  const { on, done } = eventPrinter(io);
  const { signal, now, cwd: root } = io;
  const results = await checkSuite({
    root,
    settings,
    suite,
    whole,
    train,
    startedAt,
    signal,
    now,
    on,
  }).finally(done);
  await writeReports(results, requests, io);
  return exitCodeOf(results, settings);
}

/** `assay run`: trains what is missing, measures, judges and reports. */
export const run = (io: Io, flags: RunFlags, filters: readonly string[]): Promise<number> =>
  reported(io, flags, filters, 'missing');

/**
 * `assay judge`: judges again from the store, and refuses where a run would have to be trained. Of a design with looks
 * only the runs are needed that its looks ask for until it is decided.
 */
export const judge = (io: Io, flags: RunFlags, filters: readonly string[]): Promise<number> =>
  reported(io, flags, filters, 'nothing');
