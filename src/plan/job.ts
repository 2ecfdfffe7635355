import type { HostTensor } from '../engines/types.ts';
import type { ExamplesShape, Moments } from '../measures/index.ts';
import type { Artifacts } from './artifacts.ts';
import { estimateMs } from './estimate.ts';
import { digestOf, digestOfTensors } from './identity.ts';
import { inLockstep, replicatesOf } from './lockstep.ts';
import { blockOf } from './replicates.ts';
import { distinct, snapshotSteps } from './snapshot-steps.ts';
import { stepLayout } from './step-layout.ts';
import {
  evaluatedProgram,
  evaluationProgram,
  landscapeProgram,
  noiseOf,
  prepareProgram,
  stepProgram,
} from './training-programs.ts';
import type { Job, Key, ScheduleTensors } from './types.ts';
import type { Workbench } from './workbench.ts';

/** A job without its seed, and the schedule that all seeds share. */
export interface JobTemplate {
  readonly parts: Omit<Job, 'key' | 'seed' | 'lockstep'>;
  /** Number of replicates that are trained in lockstep; 1 where each is trained alone. */
  readonly replicates: number;
  readonly schedule: ScheduleTensors;
}

/** What a run leaves behind beside its end: curves, and the net itself at some moments. */
export interface Recording {
  readonly record: Job['record'];
  readonly moments: readonly Moments[];
}

/** Largest chunk of an evaluation, in examples: large enough for matrix products, small enough for the cache. */
const CHUNK = 500;
/** Curves have a point an epoch, or so many in all where there are no epochs. */
const CURVE_POINTS = 200;

/**
 * What one arm trains, for any seed: traces and lowers its programs and lays out its steps.
 *
 * @param replicates number of replicates in lockstep
 * @throws AssayError `program` or `configuration` where the parts do not fit
 */
export function jobTemplate(
  bench: Workbench,
  recorded: Recording,
  artifacts: Artifacts,
  replicates = replicatesOf(bench),
): JobTemplate {
  const { record, moments } = recorded;
  const { condition, context, dataset, examples, optimizer, source } = bench;
  const { model } = context;
  const schedule = shareTensors(stepLayout({ ...condition, examples, ...recording(record, bench) }));
  const scheduledMomentum = 'momentum' in schedule;
  const sizes = [...new Set(schedule['batchSize']!.data)].sort((a, b) => a - b);
  const step = (batchSize: number): Key =>
    artifacts.add(
      { program: 'step', batchSize, source, scheduledMomentum, replicates, of: bench.identity },
      () =>
        inLockstep(
          stepProgram({ model, optimizer, loss: bench.loss, batchSize, source, scheduledMomentum }),
          replicates,
        ),
    );
  const optional = (name: 'prepare' | 'evaluated', program: ReturnType<typeof evaluatedProgram>) =>
    program === undefined
      ? {}
      : { [name]: artifacts.add({ program: name, of: bench.identity }, () => program) };
  const parts = {
    engine: artifacts.engine.name,
    engineVersion: artifacts.engine.version,
    steps: Object.fromEntries(sizes.map((size) => [size, step(size)])),
    ...optional('prepare', prepareProgram(model, optimizer).program),
    evaluate: evaluations(bench, artifacts),
    dataset: dataset.digest,
    examples,
    parameters: model.parameters,
    statistics: model.statistics,
    schedule: digestOfTensors(schedule),
    sampler: condition.sampler,
    batches: optimizer.batches ?? 1,
    noise: noiseOf({ model, optimizer, source }),
    ...optional('evaluated', evaluatedProgram(model, optimizer)),
    ...(condition.stop.kind === 'trainLoss' ? { stopBelow: condition.stop.below } : {}),
    record,
    ...(moments.length === 0
      ? {}
      : { snapshots: distinct(moments.flatMap((each) => snapshotSteps(each, schedule, examples))) }),
  };
  const estimatedMs = estimateMs(parts, schedule, context) / replicates;
  return { parts: { ...parts, estimatedMs }, replicates, schedule };
}

/** The job of one replicate: the template with its seed, under the digest of all that determines the outcome. */
export function jobOf({ parts, replicates }: JobTemplate, seed: string): Job {
  const { estimatedMs: _estimate, ...identity } = parts;
  if (replicates === 1) return { ...parts, seed, key: digestOf({ version: 1, ...identity, seed }) };
  const seeds = blockOf(seed, replicates);
  const group = digestOf({ version: 1, ...identity, seeds });
  return { ...parts, lockstep: { group, seeds }, seed, key: digestOf({ group, seed }) };
}

function recording(record: Job['record'], { examples, condition }: Workbench): { recordEvery?: number } {
  if (record === 'end') return {};
  if (examples > 0) return { recordEvery: 1 };
  const steps = stepLayout({ ...condition, examples })['batchSize']!.data.length;
  return { recordEvery: Math.max(1, Math.floor(steps / CURVE_POINTS)) };
}

function evaluations(bench: Workbench, artifacts: Artifacts): Job['evaluate'] {
  const { source, context, loss, identity } = bench;
  if (source.kind === 'noise')
    return {
      landscape: artifacts.add({ program: 'landscape', of: identity }, () =>
        landscapeProgram({ model: context.model, loss }, source.shape),
      ),
    };
  return {
    train: evaluationOf(bench, context.train, artifacts),
    ...(context.test.count > 0 ? { test: evaluationOf(bench, context.test, artifacts) } : {}),
  };
}

/** Loops over equal chunks, and over what is left of a set that they do not divide. */
function evaluationOf(
  { context, loss, dataset, identity }: Workbench,
  examples: ExamplesShape,
  artifacts: Artifacts,
): Readonly<Record<number, Key>> {
  const chunk = Math.min(CHUNK, examples.count);
  const sizes = [chunk, examples.count % chunk].filter((size) => size > 0);
  const source = { kind: 'examples', examples, outputs: dataset.outputs } as const;
  return Object.fromEntries(
    sizes.map((size) => [
      size,
      artifacts.add({ program: 'evaluate', size, examples, of: identity }, () =>
        evaluationProgram({ model: context.model, loss }, source, size),
      ),
    ]),
  );
}

/** The same tensors on shared memory, so that workers do not copy them. */
function shareTensors(tensors: ScheduleTensors): ScheduleTensors {
  const share = ({ data, shape }: HostTensor): HostTensor => {
    const memory = new SharedArrayBuffer(data.byteLength);
    const copy = data instanceof Int32Array ? new Int32Array(memory) : new Float32Array(memory);
    copy.set(data);
    return { data: copy, shape };
  };
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, share(tensor)]));
}
