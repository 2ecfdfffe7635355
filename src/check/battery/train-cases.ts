import { AssayError } from '../../errors.ts';
import type { Verdict } from '../../judge/types.ts';
import type { Key } from '../../plan/types.ts';
import { openStore, type Store } from '../../store/index.ts';
import { trainRuns, type RunRecord, type TrainResult, type TrainProgress } from '../../train/index.ts';
import type { PlannedCase } from './plan-battery.ts';
import type { PlannedHypotheses } from './plan-hypotheses.ts';
import type { PlannedTarget } from '../target/plan-target.ts';

/** What runs are trained with. */
export interface Training {
  readonly store: Store;
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
}

/** Outcome of the training of some cases. */
export interface Trained {
  readonly records: ReadonlyMap<Key, RunRecord>;
  readonly trained: number;
  readonly cached: number;
  /** Where the records and end states lie. */
  readonly store: Store;
}

/**
 * Trains some cases of a planned target; what the store holds is not trained again. A trainer of which nothing is known
 * but its name is trained in any case: the store cannot tell whether it is still the same.
 *
 * @throws AssayError `infrastructure` where a run cannot be trained, or training was interrupted; finished runs are
 * kept
 */
export async function trainCases(
  cases: readonly PlannedCase[],
  { runPlan, opaque }: Pick<PlannedTarget, 'runPlan' | 'opaque'>,
  { store: kept, workers, signal, onProgress }: Training,
): Promise<Trained> {
  const store = opaque ? openStore(null) : kept;
  const wanted = new Set(cases.flatMap(({ runs }) => Object.values(runs)));
  if (wanted.size === 0) return { records: new Map(), trained: 0, cached: 0, store };
  const isWanted = ({ key }: { readonly key: Key }) => wanted.has(key);
  const [jobs, external] = [runPlan.jobs.filter(isWanted), runPlan.external.filter(isWanted)];
  const result = await trainRuns(
    { ...runPlan, jobs, external },
    { store, workers, ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
  demandFinished(result, wanted.size, opaque ? undefined : result.records.size);
  return { records: result.records, trained: result.trained, cached: result.hits, store };
}

/**
 * @param kept finished runs that the store keeps, where it keeps any
 * @throws AssayError `infrastructure` where a run could not be trained, or training was interrupted
 */
export function demandFinished(
  { interrupted, failures }: Pick<TrainResult, 'interrupted' | 'failures'>,
  wanted: number,
  kept?: number,
): void {
  if (interrupted)
    throw new AssayError('infrastructure', 'Cannot finish: interrupted; the same command resumes');
  if (failures.length === 0) return;
  const finished = kept === undefined ? '' : `\n${kept} finished runs are kept in the store.`;
  throw new AssayError(
    'infrastructure',
    `Cannot train ${failures.length} of ${wanted} runs: ${failures[0]!.message}${finished}`,
  );
}

/** The verdicts of the hypotheses of which the given cases are arms. */
export async function verdictsOf(
  cases: readonly PlannedCase[],
  { plan, of }: PlannedHypotheses,
  { records, store }: Trained,
  { workers, signal }: Training,
): Promise<ReadonlyMap<string, Verdict>> {
  // Loaded where hypotheses are judged: the statistics of all tests take their time.
  const [{ judge }, { measureRuns }, { planFor }] = await Promise.all([
    import('../../judge/index.ts'),
    import('../../measures/runs/index.ts'),
    import('../../plan/index.ts'),
  ]);
  const ids = new Set(cases.map(({ id }) => of.get(id)));
  const analyses = plan.analyses.filter(({ id }) => ids.has(id));
  const { measurePlan } = planFor(plan, analyses);
  const tables = await measureRuns(measurePlan, records, { store, workers, ...(signal && { signal }) });
  return new Map(
    analyses.map((analysis) => [analysis.id, judge(analysis, tables.get(analysis.id)!).verdict]),
  );
}
