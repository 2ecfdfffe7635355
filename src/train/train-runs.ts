// Not the engines' index: what only reads the store needs neither TensorFlow.js nor the lowering.
import { writeTableFiles, type TableFile } from '../engines/table-files.ts';
import { switchTelemetryOff } from '../engines/telemetry.ts';
import { encodeTensors } from '../engines/tensor-bytes.ts';
import { AssayError } from '../errors.ts';
import type { ExternalJob, Job, Key, RunPlan } from '../plan/types.ts';
import { getAll, sha256, type Store } from '../store/index.ts';
import { createPool, type Pool } from '../workers/index.ts';
import { ProgressMeter } from './progress.ts';
import { trainExternal } from './train-external.ts';
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
 * A record is written when its run ends, so an interrupted call loses only what was under way. A diverged run is a
 * record like any other; a run that cannot be trained is a failure with its message. The longest jobs start first, and
 * the results do not depend on the number of workers.
 *
 * @throws AssayError `integrity` where a stored record is damaged, `configuration` where the engine cannot be loaded:
 * once, before anything is trained
 * @example const { records, trained } = await trainRuns(runPlan, { store: openStore('.assay'), workers: 2 });
 */
export async function trainRuns(plan: RunPlan, options: TrainOptions): Promise<TrainResult> {
  const { store, workers, onProgress, signal } = options;
  const all = [...plan.jobs, ...plan.external];
  const keys = all.map(({ key }) => key);
  const records = new Map(await getAll<RunRecord>(store, 'records', keys));
  const cached: ReadonlySet<Key> = new Set(records.keys());
  const hits = cached.size;
  const isMissing = ({ key }: { readonly key: Key }) => !records.has(key);
  const missing = plan.jobs.filter(isMissing);
  const external = plan.external.filter(isMissing);
  const count = missing.length + external.length;
  const failures: RunFailure[] = [];
  const meter = new ProgressMeter(all.length, hits, [...missing, ...external], workers);
  onProgress?.(meter.progress);
  if (count === 0 || signal?.aborted) return result(records, cached, failures, count > 0);

  const files = await writeTableFiles(tablesOf(plan, missing));
  const pool =
    missing.length === 0 ? undefined : openPool(plan, files.tables, Math.min(workers, missing.length));
  const stop = () => pool?.stop();
  signal?.addEventListener('abort', stop);
  let interrupted = false;
  let unusable: AssayError | undefined;
  const keepTrained = async (job: Job | ExternalJob, trained: TrainedRun): Promise<void> => {
    records.set(job.key, await keep(store, trained));
    meter.finished(job, trained.record.durationMs);
    onProgress?.(meter.progress);
  };
  const train = async (jobs: readonly Job[]): Promise<void> => {
    try {
      const runs = await pool!.run<readonly TrainedRun[]>(jobs);
      for (const [index, trained] of runs.entries()) {
        if (trained.record.outcome.kind === 'interrupted') interrupted = true;
        else await keepTrained(jobs[index]!, trained);
      }
    } catch (error) {
      if (isUnusable(error)) {
        unusable ??= error;
        stop();
        return;
      }
      const message = error instanceof Error ? error.message : String(error);
      if (signal?.aborted) interrupted = true;
      else failures.push(...jobs.map(({ key }) => ({ key, message })));
    }
  };
  try {
    await Promise.all(tasksOf(missing).map(train));
    if (unusable !== undefined) throw unusable as AssayError;
    const outside = await trainExternal(external, { workers, keep: keepTrained, ...(signal && { signal }) });
    failures.push(...outside.failures);
    interrupted ||= outside.interrupted;
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool?.close();
    await files.remove();
  }
  return result(records, cached, failures, interrupted);
}

/**
 * Whether an error says that the engine cannot be loaded: a task is data, so all that it can lack by configuration is
 * that.
 */
const isUnusable = (error: unknown): error is AssayError =>
  error instanceof AssayError && error.code === 'configuration';

/**
 * What one thread does at a time: a run, or the missing runs of a lockstep group in the order of its seeds. The longest
 * come first, so that the threads end at about the same time.
 */
function tasksOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const tasks = new Map<Key, Job[]>();
  for (const job of jobs) {
    const name = job.lockstep?.group ?? job.key;
    tasks.set(name, [...(tasks.get(name) ?? []), job]);
  }
  const place = ({ seed, lockstep }: Job) => lockstep?.seeds.indexOf(seed) ?? 0;
  const cost = (task: readonly Job[]) => task.reduce((sum, { estimatedMs }) => sum + estimatedMs, 0);
  return [...tasks.values()]
    .map((task) => task.sort((a, b) => place(a) - place(b)))
    .sort((a, b) => cost(b) - cost(a));
}

/** The tables that the jobs' threads read. */
function tablesOf({ datasets }: RunPlan, jobs: readonly Job[]) {
  const digests = [...new Set(jobs.map(({ dataset }) => dataset))];
  return digests
    .flatMap((digest) => datasets.get(digest) ?? [])
    .flatMap(({ train, test }) => [train.features, train.labels, test.features, test.labels]);
}

function openPool(
  { artifacts, constants, datasets }: RunPlan,
  tables: readonly TableFile[],
  size: number,
): Pool {
  switchTelemetryOff();
  const shared: TrainingShared = { artifacts, constants, datasets, tables };
  return createPool({ module: new URL('./train-worker.ts', import.meta.url), size, shared });
}

async function replayExternal(job: ExternalJob): Promise<RunRecord> {
  const runs: TrainedRun[] = [];
  const { failures } = await trainExternal([job], {
    workers: 1,
    keep: (_job, trained) => Promise.resolve(void runs.push(trained)),
  });
  if (failures[0] !== undefined) throw new AssayError('infrastructure', failures[0].message);
  return recordOf(runs[0]!, (bytes) => Promise.resolve(sha256(bytes)));
}

/** The whole record: `put` takes the bytes of each state and gives their digest. */
async function recordOf(
  { record, state, snapshots }: TrainedRun,
  put: (bytes: Uint8Array) => Promise<string>,
): Promise<RunRecord> {
  const weights = await put(encodeTensors(state));
  if (snapshots === undefined) return { ...record, weights };
  const { states, ...positions } = snapshots;
  const kept: string[] = [];
  for (const each of states) kept.push(await put(encodeTensors(each)));
  return { ...record, weights, snapshots: { ...positions, weights: kept } };
}

/** Writes the states, then the record that names them: a record in the store is whole. */
async function keep(store: Store, trained: TrainedRun): Promise<RunRecord> {
  const whole = await recordOf(trained, (bytes) => store.putBlob(bytes));
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
 * Trains one run anew, whatever the store holds, and returns its record with the digests that its states should have.
 *
 * @throws AssayError `configuration` where the plan has no such run
 */
export async function replayRun(plan: RunPlan, key: Key): Promise<RunRecord> {
  const outside = plan.external.find((each) => each.key === key);
  if (outside !== undefined) return replayExternal(outside);
  const job = plan.jobs.find((each) => each.key === key);
  if (job === undefined)
    throw new AssayError('configuration', `Cannot replay run ${key}: expected a run of the plan, got none`);
  const pool = openPool(plan, [], 1);
  try {
    const [trained] = (await pool.run<readonly TrainedRun[]>([job])) as readonly [TrainedRun];
    return await recordOf(trained, (bytes) => Promise.resolve(sha256(bytes)));
  } finally {
    await pool.close();
  }
}
