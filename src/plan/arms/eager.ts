import { basename, dirname, isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataDirectory } from '../../datasets/index.ts';
import { backends, type TfjsEngineName } from '../../engines/tfjs/backends.ts';
import type { EngineName } from '../../engines/types.ts';
import type { Dataset } from '../../datasets/types.ts';
import { AssayError } from '../../errors.ts';
import { TrainerProcess, trainerSchema, type ResolvedTrainerSpec } from '../../trainers/index.ts';
import type { Condition } from './conditions.ts';
import type { ExternalTemplate } from './external.ts';
import { digestOf } from '../identity.ts';
import { moduleDigest } from './module-digest.ts';
import type { ExternalJob, ScheduleTensors } from '../types.ts';

/** What the trainer that ships with us may be told with a job, beside what external trainers are. */
export interface EagerOptions {
  /** Distance of the points of curves, in epochs. */
  readonly recordEvery?: number;
  readonly dataDir?: string;
  /** Trains so many steps at most, to see whether it can be done. */
  readonly steps?: number;
}

/**
 * Which backend of TensorFlow.js trains eagerly where an engine is asked for: its own, or the one that is always there.
 */
export const eagerBackend = (engine: EngineName): TfjsEngineName => (engine === 'onnx' ? 'tfjs-cpu' : engine);

/** Who the trainer says it is. A change to its numbers raises the version. */
export const eagerIdentity = (backend: TfjsEngineName) => ({
  name: 'eager',
  version: `4, TensorFlow.js 4.22.0 on its ${backends[backend].backend} backend`,
});

const program = fileURLToPath(new URL('../../../bin/eager.js', import.meta.url));

/**
 * Seconds: a process of ours is not given up because a machine is busy, nor a run because it has nothing to say between
 * its points.
 */
const patience = { startTimeout: 600, idleTimeout: 3_600 };

const trainerOn = (backend: TfjsEngineName) =>
  trainerSchema.parse({ command: [process.execPath, program, backend], ...patience });

/** The trainer for a module of its own, in whose directory it starts: it reports a digest of itself and the module. */
export const eagerTrainerOf = (engine: EngineName, module: string): ResolvedTrainerSpec =>
  trainerSchema.parse({
    command: [
      process.execPath,
      relative(dirname(module), program),
      eagerBackend(engine),
      `./${basename(module)}`,
    ],
    ...patience,
  });

/** A guess: what a step takes is not known before it has been taken. */
const STEP_MS = 5;

/**
 * Why an arm's programs could not be made, where that is no fault of the hypothesis: its message; undefined otherwise.
 */
export function eagerReason(
  condition: Pick<Condition, 'model' | 'optimizer'>,
  error: unknown,
): string | undefined {
  if (!(error instanceof AssayError) || error.code !== 'program' || error.problems.length > 0)
    return undefined;
  const byReference = condition.model.kind === 'custom' || condition.optimizer.kind === 'custom';
  return byReference ? error.message : undefined;
}

/**
 * What an arm that cannot be traced asks of the trainer that ships with us, for any seed. Two steps are taken first.
 *
 * @param reason why it cannot be traced; part of no identity
 * @param options.engine whose backend trains
 * @throws AssayError `infrastructure` where the steps fail
 */
export async function eagerTemplate(
  { trainer: _, ...condition }: Condition,
  reason: string,
  options: {
    readonly directory: string;
    readonly engine: EngineName;
    readonly dataDir?: string | undefined;
    readonly recordEvery?: number;
    /** Numbers of steps after which the net is kept, for measures along training. */
    readonly snapshots?: readonly number[];
  },
  dataset: Dataset,
  schedule: ScheduleTensors,
): Promise<ExternalTemplate & { readonly reason: string }> {
  const { dataDir, directory, engine, recordEvery, snapshots } = options;
  const backend = eagerBackend(engine);
  const [trainer, who] = [trainerOn(backend), eagerIdentity(backend)];
  const dataPath = dataDirectory(condition.data, dataDir);
  const told: EagerOptions = {
    ...(recordEvery === undefined ? {} : { recordEvery }),
    ...(dataDir === undefined ? {} : { dataDir }),
  };
  const kept = snapshots === undefined ? {} : { snapshots };
  const { model, data, loss, optimizer, learningRate, batchSize, stop, sampler } = condition;
  const job = {
    workload: { model, data, loss },
    optimizer,
    learningRate,
    batchSize,
    stop,
    sampler,
    ...(dataPath === undefined ? {} : { dataPath }),
  };
  await tryIt(trainer, { ...job, options: { ...told, steps: 2 } }, directory);
  return {
    reason,
    parts: {
      trainer,
      directory,
      fresh: true,
      job: { ...job, ...kept, options: told },
      estimatedMs: schedule['batchSize']!.data.length * STEP_MS,
    },
    identity: digestOf({
      ...who,
      asked: await withDigests(condition),
      recordEvery: recordEvery ?? null,
      ...kept,
      data: dataset.digest,
    }),
    who,
    schedule,
    dataset,
  };
}

/** A condition with what its modules hold in the place of where they lie. */
async function withDigests(condition: Omit<Condition, 'trainer'>): Promise<unknown> {
  const { model, data, optimizer } = condition;
  const digested = async (spec: typeof model | typeof data | typeof optimizer): Promise<unknown> =>
    spec.kind === 'custom'
      ? { ...spec, module: isAbsolute(spec.module) ? await moduleDigest(spec.module) : spec.module }
      : spec;
  const parts = {
    model: await digested(model),
    data: await digested(data),
    optimizer: await digested(optimizer),
  };
  return { ...condition, ...parts };
}

async function tryIt(
  trainer: ExternalJob['trainer'],
  job: ExternalJob['job'],
  directory: string,
): Promise<void> {
  const process = await TrainerProcess.start(trainer, { directory });
  try {
    await process.train({ ...job, id: 'trial', seed: 0, seedName: 'trial' });
  } finally {
    await process.close();
  }
}
