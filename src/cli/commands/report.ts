import { resolve } from 'node:path';
import { settle } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { latestResults, readResults } from '../../suite/kept-results.ts';
import { readyReporters, writeReports } from '../output.ts';
import type { RawSettings } from '../../suite/settings.ts';

/** `assay report [file]`: reports results again, those of the latest run unless a file is named. Trains nothing. */
export async function report(io: Io, flags: RawSettings, file: string | undefined): Promise<number> {
  const { values } = await settle(io, flags);
  const requests = await readyReporters(values.reporter, io);
  const results = await readResults(resolve(io.cwd, file ?? latestResults(values.store ?? '.assay')));
  await writeReports(results, requests, io);
  return exitCodeOf(results, values);
}
