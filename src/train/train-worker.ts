// The module of training threads: one engine, its programs kept loaded, one run after another.
import type { Dataset } from '../datasets/types.ts';
import { AssayError } from '../errors.ts';
// Not the engines' index: a training thread needs neither TensorFlow.js nor the lowering.
import { SessionCache } from '../engines/session-cache.ts';
import { useTableFiles, type TableFile } from '../engines/table-files.ts';
import type { Artifact, Tensors } from '../engines/types.ts';
import type { Job, Key } from '../plan/types.ts';
import { serve } from '../workers/index.ts';
import { trainGroup } from './train-group.ts';
import type { RunResources } from './types.ts';

/** What all training threads share. */
export interface TrainingShared {
  readonly artifacts: ReadonlyMap<Key, Artifact>;
  readonly constants: ReadonlyMap<Key, Tensors>;
  readonly datasets: ReadonlyMap<Key, Dataset>;
  /** Files that hold the large tables of the data sets. */
  readonly tables: readonly TableFile[];
}

let sessions: SessionCache | undefined;

/** One run, or several of one lockstep group. */
serve<readonly Job[], TrainingShared>(async (jobs, { shared, stopRequested }) => {
  if (sessions === undefined) useTableFiles(shared.tables);
  sessions ??= new SessionCache(shared.artifacts);
  const cache = sessions;
  const job = jobs[0]!;
  const resources: RunResources = {
    dataset: found(shared.datasets, job.dataset, 'data set'),
    schedule: found(shared.constants, job.schedule, 'schedule'),
    executable: (key) => cache.get(key),
    stopRequested,
  };
  const trained = await trainGroup(jobs, resources);
  await cache.trim();
  return trained;
});

function found<T>(map: ReadonlyMap<Key, T>, key: Key, what: string): T {
  const value = map.get(key);
  if (value === undefined)
    throw new AssayError('infrastructure', `Cannot train: expected ${what} ${key} in the plan, got none`);
  return value;
}
