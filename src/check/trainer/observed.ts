import { decodeTensors } from '../../engines/tensor-bytes.ts';
import { digestOf } from '../../plan/identity.ts';
import type { ExternalJob, Key } from '../../plan/types.ts';
import type { Store } from '../../store/index.ts';
import { trainRuns, type RunRecord } from '../../train/index.ts';
import type { PlannedExternal } from '../target/plan-target.ts';
import { bytesOf } from '../compare/summarize.ts';
import { demandFinished, type Training } from '../battery/train-cases.ts';
import { normOf, projectionsOf } from './projections.ts';

/** All that a trainer returned of one run: curves in full, parameters at the end by tensor. */
export interface Observed {
  readonly steps: number;
  readonly curves: Readonly<
    Record<string, { readonly steps: readonly number[]; readonly values: readonly number[] }>
  >;
  readonly end: Readonly<
    Record<string, { readonly size: number; readonly norm: number; readonly projections: readonly number[] }>
  >;
  /** Digest of all of it. */
  readonly bytes: string;
}

/** What a record and its end state hold of a trainer's run. */
export async function observed(record: RunRecord, store: Store): Promise<Observed> {
  const bytes = await store.getBlob(record.weights);
  const state = bytes === undefined ? {} : decodeTensors(bytes);
  const end = Object.entries(state).map(([name, tensor]) => [
    name.replace(/^parameters\//, ''),
    { size: tensor.data.length, norm: normOf(tensor), projections: projectionsOf(tensor) },
  ]);
  const curves = Object.entries(record.curves).map(([name, { steps, values }]) => [
    name,
    { steps: [...steps], values: [...values] },
  ]);
  return {
    steps: record.steps,
    curves: Object.fromEntries(curves),
    end: Object.fromEntries(end),
    bytes: bytesOf(record),
  };
}

/** A job whose learning rate is another by a factor, also where it is scheduled; `mark` keeps its key apart. */
export function otherwise(job: ExternalJob, mark: string, factor = 1): ExternalJob {
  const { learningRate, schedule } = job.job;
  const rates = schedule?.learningRate?.map((rate) => rate * factor);
  return {
    ...job,
    key: digestOf({ of: job.key, mark }),
    job: {
      ...job.job,
      learningRate: typeof learningRate === 'number' ? learningRate * factor : learningRate,
      ...(schedule === undefined
        ? {}
        : { schedule: { ...schedule, ...(rates === undefined ? {} : { learningRate: rates }) } }),
    },
  };
}

/**
 * Trains jobs of a trainer, and keeps all that it returns; what the store holds is not trained again.
 *
 * @throws AssayError `infrastructure` where one cannot be trained
 */
export async function observeJobs(
  jobs: readonly ExternalJob[],
  { runPlan }: Pick<PlannedExternal, 'runPlan'>,
  { store, workers, signal }: Pick<Training, 'store' | 'workers' | 'signal'>,
): Promise<ReadonlyMap<Key, Observed>> {
  const plan = { ...runPlan, jobs: [], external: jobs };
  const result = await trainRuns(plan, { store, workers, ...(signal && { signal }) });
  demandFinished(result, jobs.length, store.directory === undefined ? undefined : result.records.size);
  const entries = [...result.records].map(
    async ([key, record]) => [key, await observed(record, store)] as const,
  );
  return new Map(await Promise.all(entries));
}
