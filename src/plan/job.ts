import type { HostTensor } from '../engines/types.ts';
import type { Moments } from '../measures/index.ts';
import { targetOf } from '../stops/index.ts';
import type { Artifacts } from './artifacts.ts';
import { runMs } from './costs/run-cost.ts';
import { slowdownOf } from './costs/step-cost.ts';
import { digestOf, digestOfTensors } from './identity.ts';
import { evaluationInLockstep, inLockstep, landscapeInLockstep, replicatesOf } from './lockstep.ts';
import { blockOf } from './replicates.ts';
import {
  type DescribedLoop,
  evaluationLoops,
  runWorkOf,
  stepDraws,
  stepLoops,
} from './programs/run-loops.ts';
import { keptSteps } from './snapshot-steps.ts';
import { stepLayout, type StepRules } from './step-layout.ts';
import { landscapeProgram } from './programs/evaluation-programs.ts';
import { evaluatedProgram, noiseOf, prepareProgram } from './programs/training-programs.ts';
import type { Job, ScheduleTensors } from './types.ts';
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
  /** Epochs at which alone the curves have points, beside the end; a point at every distance where absent. */
  readonly epochs?: readonly number[];
  readonly moments: readonly Moments[];
  /**
   * Largest distance of the points of a curve, in epochs; default one, or a two-hundredth of the steps where there are
   * none.
   */
  readonly every?: number;
}

/** Curves have a point an epoch, or so many in all where there are no epochs. */
const CURVE_POINTS = 200;

/**
 * What one arm trains, for any seed: traces and lowers its programs and lays out its steps.
 *
 * @param replicates number of replicates in lockstep; unless given, what the model of costs finds cheapest
 * @throws AssayError `program` or `configuration` where the parts do not fit
 */
export function jobTemplate(
  bench: Workbench,
  recorded: Recording,
  artifacts: Artifacts,
  replicates?: number,
): JobTemplate {
  const { moments, record } = recorded;
  const { condition, context, dataset, examples, optimizer, source } = bench;
  const { model } = context;
  const target = targetOf(condition.stop);
  const schedule = shareTensors(stepLayout({ ...condition, examples, ...recordingEvery(recorded, bench) }));
  const steps = stepLoops(bench, schedule);
  const draws = stepDraws(bench, schedule);
  const sets = source.kind === 'noise' ? { train: [], test: [] } : setLoops(bench);
  const optional = (name: 'prepare' | 'evaluated', program: ReturnType<typeof evaluatedProgram>) =>
    program === undefined
      ? {}
      : { [name]: artifacts.add({ program: name, of: bench.identity }, () => program) };
  const parts = {
    engine: artifacts.engine.name,
    engineVersion: artifacts.engine.version,
    ...optional('prepare', prepareProgram(model, optimizer).program),
    dataset: dataset.digest,
    examples,
    parameters: model.parameters,
    statistics: model.statistics,
    schedule: digestOfTensors(schedule),
    sampler: condition.sampler,
    batches: optimizer.batches ?? 1,
    noise: noiseOf({ model, optimizer, source }),
    ...(draws === undefined ? {} : { draws }),
    ...optional('evaluated', evaluatedProgram(model, optimizer)),
    ...(target === undefined ? {} : { stopBelow: target.below }),
    record,
    ...(moments.length === 0 ? {} : { snapshots: keptSteps(moments, schedule, examples) }),
  };
  const work = runWorkOf(artifacts, bench, schedule, { steps, ...sets }, draws);
  const checks = schedule['checks']!.data.length;
  const costOf = (width: number): number =>
    runMs(parts, work, { checks, replicates: width }) * slowdownOf(parts.engine);
  const width = replicates ?? replicatesOf(condition, costOf);
  const lowered = steps.map(({ description, size, loop }) => [
    size,
    artifacts.add({ ...description, replicates: width }, () => inLockstep(loop(), width)),
  ]);
  return {
    parts: {
      ...parts,
      steps: Object.fromEntries(lowered),
      evaluate: evaluations(bench, sets, artifacts, width),
      estimatedMs: costOf(width) / width,
    },
    replicates: width,
    schedule,
  };
}

/** The job of one replicate: the template with its seed, under the digest of all that determines the outcome. */
export function jobOf({ parts, replicates }: JobTemplate, seed: string): Job {
  const { estimatedMs: _estimate, ...identity } = parts;
  if (replicates === 1) return { ...parts, seed, key: digestOf({ version: 1, ...identity, seed }) };
  const seeds = blockOf(seed, replicates);
  const group = digestOf({ version: 1, ...identity, seeds });
  return { ...parts, lockstep: { group, seeds }, seed, key: digestOf({ group, seed }) };
}

function recordingEvery(
  { record, every = Infinity, epochs }: Recording,
  { examples, condition }: Workbench,
): Pick<StepRules, 'recordEvery' | 'recordAt'> {
  if (record === 'end') return {};
  if (examples > 0)
    return { recordEvery: Math.min(1, every), ...(epochs === undefined ? {} : { recordAt: epochs }) };
  const steps = stepLayout({ ...condition, examples })['batchSize']!.data.length;
  return { recordEvery: Math.min(every, Math.max(1, Math.floor(steps / CURVE_POINTS))) };
}

/** The loops that evaluate the training and the test set. */
function setLoops(bench: Workbench) {
  const { train, test } = bench.context;
  return {
    train: evaluationLoops(bench, train),
    test: test.count > 0 ? evaluationLoops(bench, test) : [],
  };
}

function evaluations(
  { source, context, loss, identity }: Workbench,
  { train, test }: ReturnType<typeof setLoops>,
  artifacts: Artifacts,
  replicates: number,
): Job['evaluate'] {
  if (source.kind === 'noise')
    return {
      landscape: artifacts.add({ program: 'landscape', replicates, of: identity }, () =>
        landscapeInLockstep(landscapeProgram({ model: context.model, loss }, source.shape), replicates),
      ),
    };
  const lowered = (loops: readonly DescribedLoop[]) =>
    Object.fromEntries(
      loops.map(({ description, size, loop }) => [
        size,
        artifacts.add({ ...description, replicates }, () => evaluationInLockstep(loop(), replicates)),
      ]),
    );
  return { train: lowered(train), ...(test.length > 0 ? { test: lowered(test) } : {}) };
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
