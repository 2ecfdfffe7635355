// The module of measuring threads: the measures' programs kept loaded, one number after another.
import type { Dataset } from '../../datasets/types.ts';
import { SessionCache } from '../../engines/session-cache.ts';
import { useTableFiles, type TableFile } from '../../engines/table-files.ts';
import { decodeTensors } from '../../engines/tensor-bytes.ts';
import type { Artifact } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import { measureDefinitions, type RecordView, type Snapshot, type StateMeasure } from '../index.ts';
import { initialTensors } from '../../models/initial-tensors.ts';
import type { Key, MeasurableRun, MeasureJob } from '../../plan/types.ts';
import { stream } from '../../random/index.ts';
import { serve } from '../../workers/index.ts';
import { stateOf } from './state-of.ts';

/** What all measuring threads share. */
export interface MeasuringShared {
  readonly artifacts: ReadonlyMap<Key, Artifact>;
  readonly datasets: ReadonlyMap<Key, Dataset>;
  /** Files that hold the large tables of the data sets. */
  readonly tables: readonly TableFile[];
}

/** One number to compute: the job, the run it is of, and the end states as stored bytes. */
export interface MeasureTask {
  readonly job: MeasureJob;
  readonly run: MeasurableRun;
  readonly record: RecordView;
  readonly weights: Uint8Array;
  readonly partner?: Uint8Array;
  /** The run at earlier moments, for measures along training. */
  readonly snapshots?: readonly (Omit<Snapshot, 'state'> & { readonly weights: Uint8Array })[];
}

let sessions: SessionCache | undefined;

serve<MeasureTask, MeasuringShared>(async ({ job, run, record, weights, partner, snapshots }, { shared }) => {
  if (sessions === undefined) useTableFiles(shared.tables);
  sessions ??= new SessionCache(shared.artifacts);
  const cache = sessions;
  const dataset = shared.datasets.get(run.dataset);
  if (dataset === undefined)
    throw new AssayError('infrastructure', `Cannot measure run ${run.key}: its data set is not in the plan`);
  const definition = measureDefinitions[job.spec.kind] as StateMeasure;
  const value = await definition.evaluate(job.spec as never, {
    run: async (name, feeds) => (await cache.get(programOf(job, name))).run(feeds),
    programs: Object.keys(job.programs),
    record,
    weights: stateOf(decodeTensors(weights), run),
    start: {
      parameters: initialTensors(run.parameters, run.seed),
      statistics: initialTensors(run.statistics, run.seed),
    },
    ...(partner === undefined ? {} : { partner: stateOf(decodeTensors(partner), run) }),
    ...(snapshots === undefined
      ? {}
      : {
          snapshots: snapshots.map(({ weights: bytes, ...position }) => ({
            ...position,
            state: stateOf(decodeTensors(bytes), run),
          })),
        }),
    arm: job.arm,
    outputs: dataset.outputs,
    train: dataset.train,
    test: dataset.test,
    ...(dataset.flipped === undefined ? {} : { flipped: dataset.flipped }),
    stream: (name) => stream(run.seed, name),
  });
  await cache.trim();
  return value;
});

function programOf({ programs, spec }: MeasureJob, name: string): Key {
  const key = programs[name];
  if (key === undefined)
    throw new AssayError('infrastructure', `Cannot measure ${spec.kind}: it has no program ${name}`);
  return key;
}
