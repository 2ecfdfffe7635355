import { measureRuns } from '../../measures/runs/index.ts';
import type { MeasureSpec } from '../../measures/index.ts';
import type { Artifacts } from '../../plan/artifacts.ts';
import { planTable } from '../../plan/measuring/measure-jobs.ts';
import type { Key, RunPlan } from '../../plan/types.ts';
import type { Store } from '../../store/index.ts';
import type { RunRecord } from '../../train/types.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';

/** Largest eigenvalue of the Hessian on 200 training examples, within a hundredth. */
const measure: MeasureSpec = {
  kind: 'hessianLargestEigenvalue',
  relativeError: 0.01,
  maxIterations: 40,
  examples: 200,
};

/**
 * Measures how sharp the minima are in which runs ended, for the cases that want it. A run that diverged has no such
 * number.
 *
 * @returns case → seed → largest eigenvalue
 * @throws AssayError `integrity` where a stored end state is missing or damaged
 */
export async function measureSharpness(
  wanted: readonly { readonly planned: PlannedCase; readonly seeds: readonly string[] }[],
  known: {
    readonly artifacts: Artifacts;
    readonly runPlan: RunPlan;
    readonly records: ReadonlyMap<Key, RunRecord>;
  },
  {
    store,
    workers,
    signal,
  }: { readonly store: Store; readonly workers: number; readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const cases = wanted.filter(({ planned }) => planned.sharpness && planned.bench !== undefined);
  if (cases.length === 0) return new Map();
  const { artifacts, runPlan, records } = known;
  const jobs = new Map(runPlan.jobs.map((job) => [job.key, job]));
  const nets = Object.fromEntries(
    cases.map(({ planned: { id, bench, runs } }) => {
      const { schedule } = jobs.get(Object.values(runs)[0]!)!;
      return [id, { bench: bench!, schedule: runPlan.constants.get(schedule)! }];
    }),
  );
  const runs = Object.fromEntries(
    cases.map(({ planned, seeds }) => [
      planned.id,
      Object.fromEntries(seeds.map((seed) => [seed, planned.runs[seed]!])),
    ]),
  );
  const planned = planTable({ id: 'battery', measures: [measure] }, nets, runs, artifacts);
  const plan = {
    artifacts: artifacts.used,
    datasets: runPlan.datasets,
    runs: jobs,
    jobs: planned.jobs,
    tables: [planned.table],
  };
  const measured = (await measureRuns(plan, records, { store, workers, ...(signal && { signal }) })).get(
    'battery',
  )!;
  return new Map(
    cases.map(({ planned }) => {
      const values = Object.entries(measured[planned.id]?.[measure.kind] ?? {});
      return [planned.id, new Map(values.flatMap(([seed, m]) => ('value' in m ? [[seed, m.value]] : [])))];
    }),
  );
}
