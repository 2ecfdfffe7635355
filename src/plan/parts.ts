import type { AssayError } from '../errors.ts';
import type { Dataset } from '../datasets/types.ts';
import type { Artifact, EngineName, Tensors } from '../engines/types.ts';
import type {
  AnalysisPlan,
  Estimate,
  ExternalJob,
  Job,
  Key,
  MeasurableRun,
  MeasureJob,
  SuitePlan,
  TablePlan,
} from './types.ts';

export interface PlanOptions {
  readonly baseSeed: string;
  readonly tier: 'quick' | 'full';
  readonly engine: EngineName;
  /** Directory that the hypotheses' file names start from; the working directory when absent. */
  readonly root?: string | undefined;
  /** Directory of data sets that do not ship with the project. */
  readonly dataDir?: string | undefined;
}

/** The plan of one hypothesis: plain data, that can be kept. A run may stand in the plans of several hypotheses. */
export interface HypothesisPlan {
  readonly jobs: readonly Job[];
  readonly external: readonly ExternalJob[];
  readonly measureJobs: readonly MeasureJob[];
  readonly table: TablePlan;
  readonly analysis: AnalysisPlan;
  /** Why there is nothing in it; such a plan is not kept. */
  readonly failure?: AssayError;
  readonly estimate: Estimate;
}

/** What runs and measures are made of: programs, schedules and data, by key. */
export interface RunInputs {
  readonly artifacts: ReadonlyMap<Key, Artifact>;
  readonly constants: ReadonlyMap<Key, Tensors>;
  readonly datasets: ReadonlyMap<Key, Dataset>;
}

const byKey = <T extends { readonly key: Key }>(lists: readonly (readonly T[])[]): ReadonlyMap<Key, T> =>
  new Map(lists.flat().map((each) => [each.key, each]));

/** One plan of several: every run and every measure once. */
export function suiteOf(
  parts: readonly HypothesisPlan[],
  { artifacts, constants, datasets }: RunInputs,
): SuitePlan {
  const jobs = byKey(parts.map((part) => part.jobs));
  const external = byKey(parts.map((part) => part.external));
  const measureJobs = byKey(parts.map((part) => part.measureJobs));
  const measured = [...external.values()].flatMap(({ key, seed, net }) =>
    net === undefined ? [] : [[key, { key, seed, ...net }] as const],
  );
  return {
    runPlan: {
      artifacts,
      constants,
      datasets,
      jobs: [...jobs.values()],
      external: [...external.values()],
    },
    measurePlan: {
      artifacts,
      datasets,
      runs: new Map<Key, MeasurableRun>([...jobs, ...measured]),
      jobs: [...measureJobs.values()],
      tables: parts.map(({ table }) => table),
    },
    analyses: parts.map(({ analysis }) => analysis),
    estimates: parts.map(({ estimate }) => estimate),
  };
}
