import { Artifacts } from '../../plan/artifacts.ts';
import type { Condition } from '../../plan/arms/conditions.ts';
import { digestOf } from '../../plan/identity.ts';
import { jobOf, jobTemplate, type JobTemplate } from '../../plan/job.ts';
import { seedsOf } from '../../plan/replicates.ts';
import type { Key, RunPlan } from '../../plan/types.ts';
import { workbenchOf, type Workbench } from '../../plan/workbench.ts';
import type { Engine } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import type { BatteryCase } from './battery.ts';
import { LOOKS } from '../compare/looks.ts';
import type { Target } from '../types.ts';

/** Seeds of a case: those of the last look. */
export const SEEDS = LOOKS.at(-1)!;

/** A run ends early only where its loss is as good as zero. */
const AS_GOOD_AS_ZERO = 1e-30;

/** One case, planned for one optimizer. */
export interface PlannedCase {
  readonly id: string;
  /** The lowered programs, and how many mini-batches and draws a step consumes: the mathematics. */
  readonly programs: Readonly<Record<string, string>>;
  /** Digest of all that the optimizer has no part in: data, start, schedules, seeds. */
  readonly setting: Key;
  /** seed → run, in the order in which looks take them. */
  readonly runs: Readonly<Record<string, Key>>;
  readonly deterministic: boolean;
  /** Losses below this are as good as the minimum's; absent where every loss counts. */
  readonly lossFloor?: number;
  readonly sweep?: string | undefined;
  readonly sharpness?: boolean;
  /** What the case is made of, where its programs are ours. */
  readonly bench?: Workbench;
}

/** A battery, planned: what to train, and what each case is. */
export interface PlannedBattery {
  readonly cases: readonly PlannedCase[];
  readonly runPlan: RunPlan;
  /** Where the programs of measures go; absent where they are not ours. */
  readonly artifacts?: Artifacts;
}

/** A battery, planned for an optimizer that is traced. */
export interface PlannedOptimizer extends PlannedBattery {
  /** As it is built for the first case. */
  readonly optimizer: Optimizer;
}

/**
 * Plans every case of a battery for one optimizer: traces and lowers its programs and names its runs. Trains nothing.
 *
 * @throws AssayError with the case in its message, where the optimizer cannot be built, traced or lowered
 * @example (await planBattery(target, battery, { engine, baseSeed: '0' })).cases[0].programs
 */
export async function planBattery(
  target: Target,
  cases: readonly BatteryCase[],
  options: {
    readonly engine: Engine;
    readonly baseSeed: string;
    readonly dataDir?: string | undefined;
    /** Seeds of a case; those of all looks unless said. */
    readonly seeds?: number;
  },
): Promise<PlannedOptimizer> {
  const artifacts = new Artifacts(options.engine);
  const plan = { constants: new Map(), datasets: new Map(), jobs: [] } as {
    readonly constants: Map<Key, JobTemplate['schedule']>;
    readonly datasets: Map<Key, Workbench['dataset']>;
    readonly jobs: RunPlan['jobs'][number][];
  };
  const planned: PlannedCase[] = [];
  let optimizer: Optimizer | undefined;
  for (const each of cases) {
    const { bench, template } = await inCase(each.id, target, async () => {
      const bench = await workbenchOf(conditionOf(each, target), { tier: 'quick', dataDir: options.dataDir });
      return { bench, template: jobTemplate(bench, { record: 'curves', moments: [] }, artifacts) };
    });
    optimizer ??= bench.optimizer;
    const seeds = seedsOf(options.baseSeed, each.deterministic ? 1 : (options.seeds ?? SEEDS));
    const jobs = seeds.map((seed) => jobOf(template, seed));
    plan.constants.set(template.parts.schedule, template.schedule);
    plan.datasets.set(bench.dataset.digest, bench.dataset);
    plan.jobs.push(...jobs);
    planned.push({
      id: each.id,
      programs: programsOf(template),
      setting: settingOf(template, seeds),
      runs: Object.fromEntries(jobs.map(({ seed, key }) => [seed, key])),
      deterministic: each.deterministic ?? false,
      ...(each.lossFloor === undefined ? {} : { lossFloor: each.lossFloor }),
      sweep: each.sweep,
      sharpness: each.sharpness ?? false,
      bench,
    });
  }
  const runPlan = { artifacts: artifacts.used, external: [], ...plan };
  return { cases: planned, runPlan, artifacts, optimizer: optimizer! };
}

async function inCase<T>(id: string, target: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    throw new AssayError(error.code, `${target.file}, case ${id}: ${error.message}`, { cause: error });
  }
}

/** A case of the battery as a condition of an optimizer. */
export const conditionOf = (each: BatteryCase, { spec }: Pick<Target, 'spec'>): Condition => ({
  model: each.model,
  data: each.data,
  loss: each.loss,
  optimizer: spec,
  learningRate: each.learningRate,
  batchSize: each.batchSize,
  sampler: 'epoch-shuffle',
  stop: { kind: 'trainLoss', below: AS_GOOD_AS_ZERO, checkEvery: each.every, maxEpochs: each.length },
});

/** The lowered programs of a run, and what a step consumes. */
export function programsOf({ parts }: Pick<JobTemplate, 'parts'>): Readonly<Record<string, string>> {
  const { steps, prepare, evaluated, evaluate, batches, noise } = parts;
  const bySize = (name: string, programs: Readonly<Record<number, Key>> = {}) =>
    Object.entries(programs).map(([size, key]) => [`${name} ${size}`, key] as const);
  return Object.fromEntries([
    ...bySize('step', steps),
    ...bySize('training set', evaluate.train),
    ...bySize('test set', evaluate.test),
    ...Object.entries({ prepare, evaluated, landscape: evaluate.landscape }).filter(
      (entry): entry is [string, Key] => entry[1] !== undefined,
    ),
    ['draws', digestOf({ batches, noise })],
  ]);
}

/** Digest of what of a run the optimizer has no part in. */
export function settingOf({ parts }: Pick<JobTemplate, 'parts'>, seeds: readonly string[]): Key {
  const { dataset, examples, parameters, statistics, schedule, sampler, stopBelow, record } = parts;
  return digestOf({ dataset, examples, parameters, statistics, schedule, sampler, stopBelow, record, seeds });
}
