import { eachOf } from '../../each-of.ts';
import { writeTableFiles } from '../../engines/table-files.ts';
import { switchTelemetryOff } from '../../engines/telemetry.ts';
import { AssayError } from '../../errors.ts';
// Not the measures' index: the main thread needs no programs, and so no TensorFlow.js.
import { recordMeasures } from '../kinds/record-measures.ts';
import type { MeasureValue, MissingValue, RecordMeasure } from '../index.ts';
import type { Key, MeasureJob, MeasurePlan, NamedMeasure, TablePlan } from '../../plan/types.ts';
import { getAll, type Store } from '../../store/index.ts';
import type { RunFailure, RunRecord } from '../../train/types.ts';
import { createPool } from '../../workers/index.ts';
import type { MeasureTask, MeasuringShared } from './measure-worker.ts';
import type { Measured, MeasureTable } from '../types.ts';

export interface MeasureOptions {
  readonly store: Store;
  readonly workers: number;
  /** Runs that could not be trained: their cells say why. */
  readonly failures?: readonly RunFailure[];
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** States that are in memory for each worker: one that it measures, and others that it need not wait for. */
const TASKS_A_WORKER = 4;

type Value = MeasureValue | MissingValue;
type Records = ReadonlyMap<Key, RunRecord>;

/**
 * Takes the measures of all runs: those of the record at once, those of the net on worker threads. Every number of a
 * net is kept in the store under (run, measure, programs), so a second call computes nothing.
 *
 * What has no number has a named reason: a run that is missing, diverged or interrupted, or the measure's own.
 *
 * @returns hypothesis id → arm → measure name → seed → value
 * @throws AssayError `integrity` where a stored end state is missing or damaged, `configuration` where the engine
 * cannot be loaded
 */
export async function measureRuns(
  plan: MeasurePlan,
  records: Records,
  options: MeasureOptions,
): Promise<ReadonlyMap<string, MeasureTable>> {
  const values = await measureNets(plan, records, options);
  const failed = new Map((options.failures ?? []).map(({ key, message }) => [key, message]));
  return new Map(plan.tables.map((table) => [table.id, fillTable(table, records, failed, values)]));
}

async function measureNets(
  plan: MeasurePlan,
  records: Records,
  { store, workers, onProgress, signal }: MeasureOptions,
): Promise<ReadonlyMap<Key, Value>> {
  const wanted = measurable(plan, records);
  const keys = wanted.map(({ key }) => key);
  const values = new Map(await getAll<Value>(store, 'measures', keys));
  for (const job of wanted) {
    const missing = missingState(job, records.get(job.run)!);
    if (missing !== undefined) values.set(job.key, missing);
  }
  const keep = async (job: MeasureJob, taken: Promise<Value>): Promise<void> => {
    const value = await taken.catch((error: unknown) => failure(error, job));
    values.set(job.key, value);
    if (!('failed' in value)) await store.put('measures', job.key, value);
    onProgress?.({ done: values.size, total: wanted.length });
  };
  const open = wanted.filter(({ key }) => !values.has(key));
  for (const job of open.filter(({ module }) => module !== undefined))
    if (!signal?.aborted) await keep(job, takenHere(job, plan, records, store));
  const missing = open.filter(({ module }) => module === undefined);
  if (missing.length === 0 || signal?.aborted) return values;
  const files = await writeTableFiles(
    [...new Set(missing.map(({ run }) => plan.runs.get(run)!.dataset))]
      .flatMap((digest) => plan.datasets.get(digest) ?? [])
      .flatMap(({ train, test }) => [train.features, train.labels, test.features, test.labels]),
  );
  const { artifacts, datasets } = plan;
  const shared: MeasuringShared = { artifacts, datasets, tables: files.tables };
  const module = new URL('./measure-worker.ts', import.meta.url);
  switchTelemetryOff();
  const pool = createPool({ module, size: Math.min(workers, missing.length), shared });
  const stop = () => pool.stop();
  signal?.addEventListener('abort', stop);
  try {
    // As many states in memory as keep the workers busy: all of a large suite would be more than there is room for.
    await eachOf(missing, workers * TASKS_A_WORKER, async (job) =>
      keep(job, pool.run<Value>(await taskOf(job, plan, records, store))),
    );
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool.close();
    await files.remove();
  }
  return values;
}

/** The measures that can be taken: those of runs that finished. */
export const measurable = ({ jobs }: Pick<MeasurePlan, 'jobs'>, records: Records): readonly MeasureJob[] =>
  jobs.filter(({ run, partner }) => isFinished(records, run) && isFinished(records, partner));

const isFinished = (records: Records, run: Key | undefined): boolean =>
  run === undefined || records.get(run)?.outcome.kind === 'finished';

/** A measure that fails is a named reason, and not kept: the next call tries again. Where the engine fails, all do. */
function failure(error: unknown, { spec }: MeasureJob): MissingValue & { readonly failed: true } {
  if (error instanceof AssayError && ['configuration', 'integrity'].includes(error.code)) throw error;
  const why = error instanceof Error ? error.message : String(error);
  return { missing: `${spec.kind} failed: ${why}`, failed: true };
}

/** A measure that code of the user's takes, which no worker sees. */
async function takenHere(job: MeasureJob, plan: MeasurePlan, records: Records, store: Store): Promise<Value> {
  const record = records.get(job.run)!;
  // An external trainer's record names the empty state, since it keeps its net.
  const weights = plan.runs.has(job.run)
    ? await bytesOf(store, job.run, 'end state', record.weights)
    : undefined;
  // Loaded where there is such a measure: what imports the user's modules brings in TensorFlow.js.
  const { customValue } = await import('./custom-value.ts');
  return customValue(job, record, weights, plan);
}

async function bytesOf(store: Store, key: Key, what: string, digest: string): Promise<Uint8Array> {
  const bytes = await store.getBlob(digest);
  if (bytes === undefined)
    throw new AssayError(
      'integrity',
      `Cannot measure run ${key}: expected its ${what} ${digest} in the store, got none`,
    );
  return bytes;
}

async function taskOf(
  job: MeasureJob,
  plan: MeasurePlan,
  records: Records,
  store: Store,
): Promise<MeasureTask> {
  const weightsOf = (key: Key) => bytesOf(store, key, 'end state', records.get(key)!.weights);
  const run = plan.runs.get(job.run)!;
  const record = records.get(job.run)!;
  const { outcome, steps, epochs, final, curves } = record;
  return {
    job,
    run,
    record: { outcome, steps, epochs, final, curves },
    weights: await weightsOf(job.run),
    ...(job.partner === undefined ? {} : { partner: await weightsOf(job.partner) }),
    ...(job.snapshots === undefined
      ? {}
      : {
          snapshots: await Promise.all(
            momentsOf(record, job.snapshots).map(async ({ weights, ...position }) => ({
              ...position,
              weights: await bytesOf(store, job.run, `state after ${position.steps} steps`, weights),
            })),
          ),
        }),
  };
}

/**
 * The moments of a run that a measure asks for, as far as the run went; its end, the last, where that belongs to them.
 */
function momentsOf(record: RunRecord, { steps: wanted, end }: NonNullable<MeasureJob['snapshots']>) {
  const { steps = [], epochs = [], time = [], weights = [] } = record.snapshots ?? {};
  return steps
    .map((step, i) => ({ steps: step, epochs: epochs[i]!, time: time[i]!, weights: weights[i]! }))
    .filter(({ steps: step }, i) => wanted.includes(step) || (end && i === steps.length - 1));
}

/** A state that a measure along training takes and that the run's trainer did not hand back. */
function missingState({ snapshots }: MeasureJob, { steps, snapshots: kept }: RunRecord) {
  if (snapshots === undefined) return undefined;
  const wanted = [...snapshots.steps.filter((step) => step <= steps), ...(snapshots.end ? [steps] : [])];
  const step = wanted.find((each) => !kept?.steps.includes(each));
  return step === undefined
    ? undefined
    : { missing: `the trainer handed back no state of the net after step ${step}` };
}

function fillTable(
  table: TablePlan,
  records: Records,
  failed: ReadonlyMap<Key, string>,
  values: ReadonlyMap<Key, Value>,
): MeasureTable {
  const cell = (arm: string, measure: NamedMeasure, seed: string, run: Key): Measured => {
    const record = records.get(run);
    if (record === undefined)
      return { missing: failed.has(run) ? `the run failed: ${failed.get(run)}` : 'the run was not trained' };
    const value = valueOf(table, arm, measure, seed, record, values);
    if (!('missing' in value) || record.outcome.kind !== 'diverged') return value;
    return { missing: `the run diverged at step ${record.outcome.step}`, diverged: true };
  };
  return Object.fromEntries(
    Object.entries(table.runs).map(([arm, seeds]) => [
      arm,
      Object.fromEntries(
        table.measures.map((measure) => [
          measure.name,
          Object.fromEntries(
            Object.entries(seeds).map(([seed, run]) => [seed, cell(arm, measure, seed, run)]),
          ),
        ]),
      ),
    ]),
  );
}

function valueOf(
  table: TablePlan,
  arm: string,
  { name, spec }: NamedMeasure,
  seed: string,
  record: RunRecord,
  values: ReadonlyMap<Key, Value>,
): Value {
  const inRecord = (recordMeasures as Readonly<Record<string, RecordMeasure>>)[spec.kind];
  if (inRecord !== undefined) return inRecord.evaluate(spec as never, record);
  const job = table.jobs[arm]?.[name]?.[seed];
  if (job === undefined) return { missing: 'the measure was not planned' };
  if (typeof job === 'object') return job;
  const value = values.get(job) ?? { missing: 'the measure was not taken' };
  return 'missing' in value ? { missing: value.missing } : value;
}
