/** What of a plan is missing from the store, and what that may cost. */
import { measurable } from '../measures/runs/index.ts';
import { learnCosts, lowerMedian, paceOf } from '../plan/learned-cost.ts';
import type { ExternalJob, Job, Key, MeasurePlan, RunPlan } from '../plan/types.ts';
import { getAll } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import type { RunRecord, TrainResult } from '../train/index.ts';
import { machinePace } from './machine-pace.ts';
import type { PlannedSuite } from './plan-suite.ts';

/** The runs of a plan that the store does not hold: how many, and how long one worker may take to train them. */
export interface Missing {
  readonly runs: number;
  readonly estimatedMs: number;
  /** How many times longer than the planner estimates runs take here. */
  readonly pace: number;
}

/** The keys of a list that the store does not hold. */
async function missingKeys(
  store: Store,
  kind: 'records' | 'measures',
  all: readonly { readonly key: Key }[],
): Promise<ReadonlySet<Key>> {
  const kept = await Promise.all(all.map(({ key }) => store.has(kind, key)));
  return new Set(all.filter((_, index) => !kept[index]).map(({ key }) => key));
}

/** What the runs of a plan may cost, learned from those of them that the store holds. */
async function costsOf(plan: RunPlan, store: Store) {
  const all = [...plan.jobs, ...plan.external];
  const records = await getAll<RunRecord>(
    store,
    'records',
    all.map(({ key }) => key),
  );
  const past = all.flatMap((run) => {
    const record = records.get(run.key);
    return record?.outcome.kind === 'finished' ? [{ run, durationMs: record.durationMs }] : [];
  });
  const missing = all.filter(({ key }) => !records.has(key));
  const pace = paceOf(past, machinePace);
  return { missing, pace, costOf: learnCosts(past, pace) };
}

/** The plan with what its missing runs need, and with estimates that the store has taught. */
export async function withInputs(
  part: RunPlan,
  { inputsFor, plan }: PlannedSuite,
  store: Store,
): Promise<RunPlan> {
  const missing = await missingKeys(store, 'records', [...part.jobs, ...part.external]);
  if (missing.size === 0) return part;
  const { costOf } = await costsOf(plan.runPlan, store);
  const estimated = <T extends Job | ExternalJob>(run: T): T => ({ ...run, estimatedMs: costOf(run) });
  return {
    ...part,
    ...(await inputsFor(missing)),
    jobs: part.jobs.map(estimated),
    external: part.external.map(estimated),
  };
}

/** The plan with what its missing measures need. */
export async function withInputsToMeasure(
  part: MeasurePlan,
  records: ReadonlyMap<Key, RunRecord>,
  { inputsFor }: PlannedSuite,
  store: Store,
): Promise<MeasurePlan> {
  const missing = await missingKeys(store, 'measures', measurable(part, records));
  return missing.size === 0 ? part : { ...part, ...(await inputsFor(missing)) };
}

/** Looks which runs of a plan the store does not hold. */
export async function missingRuns(plan: RunPlan, store: Store): Promise<Missing> {
  const { missing, pace, costOf } = await costsOf(plan, store);
  return {
    runs: missing.length,
    pace,
    estimatedMs: missing.reduce((sum, run) => sum + costOf(run), 0),
  };
}

/** What training was estimated to take and what it took, of the runs that were trained now. */
export function estimateAgainstFact(
  estimates: ReadonlyMap<Key, number>,
  { records, cached }: Pick<TrainResult, 'records' | 'cached'>,
) {
  const trained = [...estimates].flatMap(([key, estimatedMs]) => {
    const record = cached.has(key) ? undefined : records.get(key);
    return record === undefined ? [] : [{ estimatedMs, measuredMs: record.durationMs }];
  });
  if (trained.length === 0) return undefined;
  const sum = (field: 'estimatedMs' | 'measuredMs') =>
    trained.reduce((total, each) => total + each[field], 0);
  // A run shorter than a millisecond is rounded to none, and has no ratio.
  const ratios = trained
    .filter(({ estimatedMs, measuredMs }) => estimatedMs > 0 && measuredMs > 0)
    .map(({ estimatedMs, measuredMs }) => measuredMs / estimatedMs);
  return {
    estimatedMs: sum('estimatedMs'),
    measuredMs: sum('measuredMs'),
    ...(ratios.length === 0 ? {} : { medianRatio: lowerMedian(ratios) }),
  };
}
