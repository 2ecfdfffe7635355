import { encodeTensors } from '../engines/index.ts';
import { AssayError } from '../errors.ts';
import type { Job, Key, RunPlan } from '../plan/types.ts';
import type { Store } from '../store/index.ts';
import { createPool, type Pool } from '../workers/index.ts';
import { ProgressMeter } from './progress.ts';
import type { TrainingShared } from './train-worker.ts';
import type { RunFailure, RunRecord, TrainedRun, TrainProgress, TrainResult } from './types.ts';

export interface TrainOptions {
  readonly store: Store;
  /** Threads; each trains one run at a time. */
  readonly workers: number;
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Aborting stops the runs under way at their next evaluation or chunk of steps; finished ones are kept. */
  readonly signal?: AbortSignal;
}

/**
 * Trains the runs of a plan that the store does not hold, and returns the records of all.
 *
 * A record is written when its run ends, so an interrupted call loses only what was under way. A diverged run is a record
 * like any other; a run that cannot be trained is a failure with its message. The longest jobs start first, and the
 * results do not depend on the number of workers.
 *
 * @throws AssayError `integrity` where a stored record is damaged
 * @example const { records, trained } = await trainRuns(runPlan, { store: openStore('.assay'), workers: 2 });
 */
export async function trainRuns(plan: RunPlan, options: TrainOptions): Promise<TrainResult> {
  const { store, workers, onProgress, signal } = options;
  const records = new Map<Key, RunRecord>();
  for (const { key } of plan.jobs) {
    const known = await store.get<RunRecord>('records', key);
    if (known !== undefined) records.set(key, known);
  }
  const cached: ReadonlySet<Key> = new Set(records.keys());
  const hits = cached.size;
  const missing = plan.jobs
    .filter(({ key }) => !records.has(key))
    .sort((a, b) => b.estimatedMs - a.estimatedMs);
  const failures: RunFailure[] = [];
  const meter = new ProgressMeter(plan.jobs.length, hits, missing, workers);
  onProgress?.(meter.progress);
  if (missing.length === 0 || signal?.aborted) return result(records, cached, failures, missing.length > 0);

  const pool = openPool(plan, Math.min(workers, missing.length));
  const stop = () => pool.stop();
  signal?.addEventListener('abort', stop);
  let interrupted = false;
  const train = async (job: Job): Promise<void> => {
    try {
      const trained = await pool.run<TrainedRun>(job);
      if (trained.record.outcome.kind === 'interrupted') {
        interrupted = true;
        return;
      }
      records.set(job.key, await keep(store, trained));
      meter.finished(job, trained.record.durationMs);
      onProgress?.(meter.progress);
    } catch (error) {
      if (signal?.aborted) interrupted = true;
      else failures.push({ key: job.key, message: error instanceof Error ? error.message : String(error) });
    }
  };
  try {
    await Promise.all(missing.map(train));
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool.close();
  }
  return result(records, cached, failures, interrupted);
}

function openPool({ artifacts, constants, datasets }: RunPlan, size: number): Pool {
  const shared: TrainingShared = { artifacts, constants, datasets };
  return createPool({ module: new URL('./train-worker.ts', import.meta.url), size, shared });
}

/** Writes the end state, then the record that names it: a record in the store is whole. */
async function keep(store: Store, { record, state }: TrainedRun): Promise<RunRecord> {
  const weights = await store.putBlob(encodeTensors(state));
  const whole: RunRecord = { ...record, weights };
  await store.put('records', whole.key, whole);
  return whole;
}

function result(
  records: ReadonlyMap<Key, RunRecord>,
  cached: ReadonlySet<Key>,
  failures: readonly RunFailure[],
  interrupted: boolean,
): TrainResult {
  const hits = cached.size;
  return { records, hits, trained: records.size - hits, cached, failures, interrupted };
}

/**
 * Trains one run anew, whatever the store holds, and returns its record and the digest that its end state should have.
 *
 * @throws AssayError `configuration` where the plan has no such run
 */
export async function replayRun(
  plan: RunPlan,
  key: Key,
): Promise<TrainedRun & { readonly bytes: Uint8Array }> {
  const job = plan.jobs.find((each) => each.key === key);
  if (job === undefined)
    throw new AssayError('configuration', `Cannot replay run ${key}: expected a run of the plan, got none`);
  const pool = openPool(plan, 1);
  try {
    const trained = await pool.run<TrainedRun>(job);
    return { ...trained, bytes: encodeTensors(trained.state) };
  } finally {
    await pool.close();
  }
}
