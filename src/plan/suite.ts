import type { Hypothesis, LoadedHypothesis, Tier } from '../declare/types.ts';
import { dirname, resolve } from 'node:path';
import type { Dataset } from '../datasets/types.ts';
import { engineNamed } from '../engines/index.ts';
import { measureDefinitions, type MeasureDefinition } from '../measures/index.ts';
import type { ResolvedMeasureSpec } from '../measures/schema.ts';
import {
  armNetOf,
  armTrainerOf,
  datasetOf,
  examplesOf,
  netOf,
  type ArmOptions,
  type ArmTrainer,
} from './arms/arm-trainers.ts';
import { targetOf } from '../stops/index.ts';
import { Artifacts } from './artifacts.ts';
import { inArm } from './attributed.ts';
import { conditionOf } from './arms/conditions.ts';
import { claimOf } from './claim.ts';
import { covariatesOf } from './arms/covariates.ts';
import { digestOf } from './identity.ts';
import { externalJobOf } from './arms/external.ts';
import { jobOf, type JobTemplate, type Recording } from './job.ts';
import { lanesPerSeed } from './lockstep.ts';
import { momentsOf, namedMeasures, planTable } from './measuring/measure-jobs.ts';
import { customTests } from './measuring/custom-tests.ts';
import { moduleMeasures } from './measuring/module-measures.ts';
import { designsOf, overBlocks, type Design } from './over.ts';
import { suiteOf, type HypothesisPlan, type RunInputs, type PlanOptions } from './parts.ts';
import { distinct } from './snapshot-steps.ts';
import { plannedEnd, readingsOf, type PlannedEnd } from './measuring/readings.ts';
import { looksOf, seedsOf, stoppingOf } from './replicates.ts';
import { demandPlans } from './demand-plans.ts';
import { unavailablePart } from './unavailable.ts';
import type { AnalysisPlan, Estimate, ExternalJob, Job, Key, SuitePlan } from './types.ts';

interface PlannedArm {
  readonly trainer: ArmTrainer;
  readonly covariates: Readonly<Record<string, number>>;
  readonly end: PlannedEnd;
}

/**
 * Plans a suite: which runs to train, once each however many hypotheses ask for them; which measures to take of them;
 * and, apart from that, what each hypothesis will conclude from which numbers.
 *
 * @throws AssayError with the hypothesis and arm in its message, where data are missing or parts do not fit together
 * @example const { runPlan, analyses } = await planSuite(hypotheses, { baseSeed: '1', tier: 'quick', engine: 'onnx' });
 */
export async function planSuite(
  hypotheses: readonly LoadedHypothesis[],
  options: PlanOptions,
): Promise<SuitePlan> {
  const { parts, inputs } = await planParts(hypotheses, options);
  demandPlans(parts, 'every');
  return suiteOf(parts, inputs);
}

/**
 * The plans of hypotheses one by one, and the programs, schedules and data that their runs and measures need. Where
 * data cannot be had, the plan of that hypothesis says so.
 */
export async function planParts(
  hypotheses: readonly LoadedHypothesis[],
  options: PlanOptions,
): Promise<{ readonly parts: readonly HypothesisPlan[]; readonly inputs: RunInputs }> {
  const made: MadeOnce = {
    artifacts: new Artifacts(await engineNamed(options.engine)),
    constants: new Map(),
    datasets: new Map(),
    trainers: new Map(),
  };
  const parts: HypothesisPlan[] = [];
  for (const loaded of hypotheses)
    parts.push(
      await planPart(loaded, options, made).catch((error: unknown) =>
        unavailablePart(loaded, options, error),
      ),
    );
  const { artifacts, constants, datasets } = made;
  return { parts, inputs: { artifacts: artifacts.used, constants, datasets } };
}

/** What the hypotheses of a suite have in common, made once. */
interface MadeOnce {
  readonly artifacts: Artifacts;
  readonly constants: Map<Key, JobTemplate['schedule']>;
  readonly datasets: Map<Key, Dataset>;
  readonly trainers: Map<Key, ArmTrainer>;
}

/** The plan of a hypothesis: of itself, or of its blocks one by one. */
async function planPart(
  loaded: LoadedHypothesis,
  options: PlanOptions,
  made: MadeOnce,
): Promise<HypothesisPlan> {
  const blocks = designsOf(loaded);
  if (blocks.length === 0) return planDesign({ firstSeed: 0, ...loaded }, options, made);
  const parts: HypothesisPlan[] = [];
  for (const block of blocks) parts.push(await planDesign(block, options, made));
  return overBlocks(loaded, parts);
}

async function planDesign(
  { file, hypothesis, firstSeed }: Design,
  options: PlanOptions,
  { artifacts, constants, datasets, trainers }: MadeOnce,
): Promise<HypothesisPlan> {
  const looks = looksOf(hypothesis.replicates, options.tier);
  const seeds = seedsOf(options.baseSeed, looks.at(-1)!, firstSeed);
  const directory = dirname(resolve(options.root ?? '.', file));
  const arms = await planArms(hypothesis, { ...options, directory }, artifacts, trainers);
  const runs: Record<string, Record<string, Key>> = {};
  const jobs: Job[] = [];
  const external: ExternalJob[] = [];
  for (const [arm, { trainer }] of Object.entries(arms)) {
    const row = (runs[arm] = {} as Record<string, Key>);
    if (trainer.kind === 'traced') {
      constants.set(trainer.template.parts.schedule, trainer.template.schedule);
      datasets.set(trainer.bench.dataset.digest, trainer.bench.dataset);
      const share = lanesPerSeed(trainer.template.replicates, seeds.length);
      for (const seed of seeds) {
        const job = jobOf(trainer.template, seed);
        jobs.push({ ...job, estimatedMs: share * job.estimatedMs });
      }
      for (const { seed, key } of jobs.slice(-seeds.length)) row[seed] = key;
    } else {
      const { bench, template } = trainer;
      if (bench !== undefined) datasets.set(bench.dataset.digest, bench.dataset);
      for (const seed of seeds) external.push({ ...externalJobOf(template, seed), ...netOf(bench) });
      for (const { seed, key } of external.slice(-seeds.length)) row[seed] = key;
    }
  }
  const nets = Object.fromEntries(Object.entries(arms).map(([arm, { trainer }]) => [arm, armNetOf(trainer)]));
  const modules = await moduleMeasures(namedMeasures(hypothesis), directory);
  const { table, jobs: measureJobs } = planTable(hypothesis, nets, runs, artifacts, modules);
  const { predictions, controls = [] } = hypothesis;
  const tests = await customTests([...predictions, ...controls], directory);
  const analysis = {
    ...analysisOf({ file, hypothesis, arms, runs, seeds, looks, tier: options.tier }),
    ...(tests.size === 0 ? {} : { tests }),
  };
  const estimate = estimateOf(hypothesis.id, arms, seeds.length);
  return { jobs, external, measureJobs, table, analysis, estimate };
}

async function planArms(
  hypothesis: Hypothesis,
  options: ArmOptions,
  artifacts: Artifacts,
  trainers: Map<Key, ArmTrainer>,
): Promise<Readonly<Record<string, PlannedArm>>> {
  const recording = recordingOf(hypothesis);
  const planned: Record<string, PlannedArm> = {};
  for (const [name, arm] of Object.entries(hypothesis.arms)) {
    try {
      const condition = conditionOf(hypothesis, arm, options);
      const directory = condition.trainer && options.directory;
      const description = digestOf({ condition, recording, directory });
      const trainer =
        trainers.get(description) ?? (await armTrainerOf(condition, options, recording, artifacts));
      trainers.set(description, trainer);
      const examples = examplesOf(condition, datasetOf(trainer));
      planned[name] = {
        trainer,
        covariates: covariatesOf(arm, condition.optimizer, trainer.template.schedule, examples),
        end: {
          ...plannedEnd(trainer.template.schedule, examples),
          fixed: trainer.kind === 'traced' && targetOf(condition.stop) === undefined,
        },
      };
    } catch (error) {
      throw inArm(hypothesis.id, name, error);
    }
  }
  return planned;
}

/** What the measures of a hypothesis read of a run beside its end. */
function recordingOf(hypothesis: Hypothesis): Recording {
  const measures = namedMeasures(hypothesis).map(({ spec }) => ({
    spec,
    definition: measureDefinitions[spec.kind] as MeasureDefinition,
  }));
  const every = measures.flatMap(({ spec }) => ('checkEvery' in spec ? [spec.checkEvery] : []));
  return {
    ...curvesOf(measures),
    moments: measures.flatMap(({ definition, spec }) => momentsOf(definition, spec)),
    ...(every.length > 0 ? { every: Math.min(...every) } : {}),
  };
}

/**
 * Where a run is evaluated along training: at the points of curves that its measures read. A function of the user's may
 * read any of them, so nothing is left out beside one.
 */
function curvesOf(
  measures: readonly { readonly spec: ResolvedMeasureSpec; readonly definition: MeasureDefinition }[],
): Pick<Recording, 'record' | 'epochs'> {
  if (!measures.some(({ definition }) => definition.needs === 'record' && definition.reads !== undefined))
    return { record: 'end' };
  if (measures.some(({ definition }) => definition.needs === 'module')) return { record: 'curves' };
  const read = measures.flatMap(({ definition, spec }) =>
    definition.needs === 'module' || definition.reads === undefined ? [] : [definition.reads(spec as never)],
  );
  const epochs = read.every((each) => each.epochs !== undefined)
    ? read.flatMap((each) => each.epochs!)
    : undefined;
  return {
    record: read.some(({ set }) => set === 'test') ? 'curves' : 'train-curves',
    ...(epochs === undefined ? {} : { epochs: distinct(epochs) }),
  };
}

function analysisOf(parts: {
  readonly file: string;
  readonly hypothesis: Hypothesis;
  readonly arms: Readonly<Record<string, PlannedArm>>;
  readonly runs: AnalysisPlan['runs'];
  readonly seeds: readonly string[];
  readonly looks: readonly number[];
  readonly tier: Tier;
}): AnalysisPlan {
  const { file, hypothesis, arms, runs, seeds, looks, tier } = parts;
  const measures = namedMeasures(hypothesis);
  const { outputs } = datasetOf(Object.values(arms)[0]!.trainer);
  const eager = Object.entries(arms).flatMap(([name, { trainer }]) =>
    trainer.kind === 'external' && trainer.template.reason !== undefined
      ? [[name, trainer.template.reason]]
      : [],
  );
  return {
    ...claimOf({ file, hypothesis }),
    ...(eager.length === 0 ? {} : { eager: Object.fromEntries(eager) as Record<string, string> }),
    covariates: byArm(arms, ({ covariates }) => covariates),
    seeds,
    looks,
    ...stoppingOf(hypothesis.replicates, tier),
    runs,
    descriptions: readingsOf(
      measures,
      outputs,
      byArm(arms, ({ end }) => end),
    ),
  };
}

const byArm = <T>(
  arms: Readonly<Record<string, PlannedArm>>,
  of: (arm: PlannedArm) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(arms).map(([name, arm]) => [name, of(arm)]));

function estimateOf(id: string, arms: Readonly<Record<string, PlannedArm>>, replicates: number): Estimate {
  const all = Object.values(arms);
  const sum = (value: (arm: PlannedArm) => number) =>
    replicates * all.reduce((total, arm) => total + value(arm), 0);
  return {
    id,
    arms: all.length,
    replicates,
    runs: replicates * all.length,
    steps: sum(({ trainer }) => trainer.template.schedule['batchSize']!.data.length),
    estimatedMs: sum(({ trainer: { kind, template } }) =>
      kind === 'traced'
        ? template.parts.estimatedMs * lanesPerSeed(template.replicates, replicates)
        : template.parts.estimatedMs,
    ),
  };
}
