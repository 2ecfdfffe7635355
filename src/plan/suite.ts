import type { Hypothesis, LoadedHypothesis, Tier } from '../declare/types.ts';
import { dirname, resolve } from 'node:path';
import type { Dataset } from '../datasets/types.ts';
import { AssayError } from '../errors.ts';
import { engineNamed } from '../engines/index.ts';
import { measureDefinitions, type MeasureDefinition } from '../measures/index.ts';
import { Artifacts } from './artifacts.ts';
import { inArm } from './attributed.ts';
import { conditionOf, type Condition } from './conditions.ts';
import { claimOf } from './claim.ts';
import { covariatesOf } from './covariates.ts';
import { digestOf } from './identity.ts';
import { eagerReason, eagerTemplate } from './eager.ts';
import { externalJobOf, externalTemplate, type ExternalTemplate } from './external.ts';
import { jobOf, jobTemplate, type JobTemplate, type Recording } from './job.ts';
import { lanesPerSeed } from './lockstep.ts';
import {
  momentsOf,
  namedMeasures,
  plannedEnd,
  planTable,
  readingsOf,
  type ArmNet,
  type PlannedEnd,
} from './measure-jobs.ts';
import { moduleMeasures } from './module-measures.ts';
import { designsOf, overBlocks, type Design } from './over.ts';
import { suiteOf, type HypothesisPlan, type Materials, type PlanOptions } from './parts.ts';
import { loadData } from './load-data.ts';
import { looksOf, seedsOf, stoppingOf } from './replicates.ts';
import { stepLayout } from './step-layout.ts';
import { demandPlans } from './demand-plans.ts';
import { unavailablePart } from './unavailable.ts';
import type { AnalysisPlan, Estimate, ExternalJob, Job, Key, SuitePlan } from './types.ts';
import { workbenchOf, type Workbench } from './workbench.ts';

/** What trains an arm: programs of ours on a workbench, or a program of the user's. */
type Means =
  | { readonly kind: 'traced'; readonly bench: Workbench; readonly template: JobTemplate }
  | {
      readonly kind: 'external';
      readonly template: ExternalTemplate & { readonly reason?: string };
      /** The net of an arm that is trained eagerly, where programs can be made of it. */
      readonly bench?: Workbench;
    };

interface PlannedArm {
  readonly means: Means;
  readonly covariates: Readonly<Record<string, number>>;
  readonly end: PlannedEnd;
}

const datasetOf = (means: Means): Dataset =>
  means.kind === 'traced' ? means.bench.dataset : means.template.dataset;

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
  const { parts, materials } = await planParts(hypotheses, options);
  demandPlans(parts, 'every');
  return suiteOf(parts, materials);
}

/**
 * The plans of hypotheses one by one, and the programs, schedules and data that their runs and measures need. Where data cannot
 * be had, the plan of that hypothesis says so.
 */
export async function planParts(
  hypotheses: readonly LoadedHypothesis[],
  options: PlanOptions,
): Promise<{ readonly parts: readonly HypothesisPlan[]; readonly materials: Materials }> {
  const made: Made = {
    artifacts: new Artifacts(await engineNamed(options.engine)),
    constants: new Map(),
    datasets: new Map(),
    templates: new Map(),
  };
  const parts: HypothesisPlan[] = [];
  for (const loaded of hypotheses)
    parts.push(
      await planPart(loaded, options, made).catch((error: unknown) =>
        unavailablePart(loaded, options, error),
      ),
    );
  const { artifacts, constants, datasets } = made;
  return { parts, materials: { artifacts: artifacts.used, constants, datasets } };
}

/** What the hypotheses of a suite have in common, made once. */
interface Made {
  readonly artifacts: Artifacts;
  readonly constants: Map<Key, JobTemplate['schedule']>;
  readonly datasets: Map<Key, Dataset>;
  readonly templates: Map<Key, Means>;
}

/** The plan of a hypothesis: of itself, or of its blocks one by one. */
async function planPart(loaded: LoadedHypothesis, options: PlanOptions, made: Made): Promise<HypothesisPlan> {
  const blocks = designsOf(loaded);
  if (blocks.length === 0) return planDesign({ firstSeed: 0, ...loaded }, options, made);
  const parts: HypothesisPlan[] = [];
  for (const block of blocks) parts.push(await planDesign(block, options, made));
  return overBlocks(loaded, parts);
}

async function planDesign(
  { file, hypothesis, firstSeed }: Design,
  options: PlanOptions,
  { artifacts, constants, datasets, templates }: Made,
): Promise<HypothesisPlan> {
  const looks = looksOf(hypothesis.replicates, options.tier);
  const seeds = seedsOf(options.baseSeed, looks.at(-1)!, firstSeed);
  const directory = dirname(resolve(options.root ?? '.', file));
  const arms = await planArms(hypothesis, { ...options, directory }, artifacts, templates);
  const runs: Record<string, Record<string, Key>> = {};
  const jobs: Job[] = [];
  const external: ExternalJob[] = [];
  for (const [arm, { means }] of Object.entries(arms)) {
    const row = (runs[arm] = {} as Record<string, Key>);
    if (means.kind === 'traced') {
      constants.set(means.template.parts.schedule, means.template.schedule);
      datasets.set(means.bench.dataset.digest, means.bench.dataset);
      const share = lanesPerSeed(means.template.replicates, seeds.length);
      for (const seed of seeds) {
        const job = jobOf(means.template, seed);
        jobs.push({ ...job, estimatedMs: share * job.estimatedMs });
      }
      for (const { seed, key } of jobs.slice(-seeds.length)) row[seed] = key;
    } else {
      const { bench, template } = means;
      if (bench !== undefined) datasets.set(bench.dataset.digest, bench.dataset);
      for (const seed of seeds) external.push({ ...externalJobOf(template, seed), ...netOf(bench) });
      for (const { seed, key } of external.slice(-seeds.length)) row[seed] = key;
    }
  }
  const nets = Object.fromEntries(Object.entries(arms).map(([arm, { means }]) => [arm, armNetOf(means)]));
  const modules = await moduleMeasures(namedMeasures(hypothesis), directory);
  const { table, jobs: measureJobs } = planTable(hypothesis, nets, runs, artifacts, modules);
  const analysis = analysisOf({ file, hypothesis, arms, runs, seeds, looks, tier: options.tier });
  const estimate = estimateOf(hypothesis.id, arms, seeds.length);
  return { jobs, external, measureJobs, table, analysis, estimate };
}

/** What measures of the net are told of an arm. */
function armNetOf({ kind, bench, template }: Means): ArmNet {
  const { schedule } = template;
  if (kind === 'traced') return { bench, schedule };
  const { reason } = template;
  if (reason === undefined) return undefined;
  return bench === undefined ? { unknown: reason } : { bench, schedule, eager: reason };
}

const netOf = (bench: Workbench | undefined): Pick<ExternalJob, 'net'> =>
  bench === undefined
    ? {}
    : {
        net: {
          dataset: bench.dataset.digest,
          parameters: bench.context.model.parameters,
          statistics: bench.context.model.statistics,
        },
      };

async function planArms(
  hypothesis: Hypothesis,
  options: PlanOptions & { readonly directory: string },
  artifacts: Artifacts,
  templates: Map<Key, Means>,
): Promise<Readonly<Record<string, PlannedArm>>> {
  const recording = recordingOf(hypothesis);
  const planned: Record<string, PlannedArm> = {};
  for (const [name, arm] of Object.entries(hypothesis.arms)) {
    try {
      const condition = conditionOf(hypothesis, arm, options);
      const { trainer } = condition;
      const description = digestOf({ condition, recording, directory: trainer && options.directory });
      const means =
        templates.get(description) ??
        (trainer === undefined
          ? await tracedMeans(condition, options, recording, artifacts)
          : await externalMeans({ ...condition, trainer }, options));
      templates.set(description, means);
      const examples = examplesOf(condition, datasetOf(means));
      planned[name] = {
        means,
        covariates: covariatesOf(arm, condition.optimizer, means.template.schedule, examples),
        end: {
          ...plannedEnd(means.template.schedule, examples),
          fixed: means.kind === 'traced' && condition.stop.kind !== 'trainLoss',
        },
      };
    } catch (error) {
      throw inArm(hypothesis.id, name, error);
    }
  }
  return planned;
}

async function tracedMeans(
  condition: Condition,
  options: PlanOptions & { readonly directory: string },
  recording: Recording,
  artifacts: Artifacts,
): Promise<Means> {
  try {
    const bench = await workbenchOf(condition, options);
    return { kind: 'traced', bench, template: jobTemplate(bench, recording, artifacts) };
  } catch (error) {
    const reason = eagerReason(condition, error);
    if (reason === undefined) throw error;
    return await eagerMeans(condition, options, recording, reason).catch((eagerly: unknown) => {
      throw neither(error as AssayError, eagerly);
    });
  }
}

/** Why an arm can neither be traced nor trained eagerly. */
function neither(tracing: AssayError, eagerly: unknown): AssayError {
  const why = eagerly instanceof Error ? eagerly.message : String(eagerly);
  return new AssayError('program', `${tracing.message}; nor can it be trained eagerly: ${why}`, {
    cause: tracing,
  });
}

/** What is not traced is trained eagerly, if that can be done. */
async function eagerMeans(
  condition: Condition,
  options: PlanOptions & { readonly directory: string },
  recording: Recording,
  reason: string,
): Promise<Means> {
  const dataset = await loadData(condition.data, options);
  const examples = examplesOf(condition, dataset);
  const recordEvery = recording.record === 'end' ? {} : { recordEvery: Math.min(1, recording.every ?? 1) };
  const schedule = stepLayout({ ...condition, examples, ...recordEvery });
  const { directory, dataDir, engine } = options;
  const asked = { directory, dataDir, engine, ...recordEvery };
  const template = await eagerTemplate(condition, reason, asked, dataset, schedule);
  const bench = await netAlone(condition, options);
  return { kind: 'external', template, ...(bench === undefined ? {} : { bench }) };
}

/** The net of an arm without its optimizer; undefined where the net itself cannot be traced. */
async function netAlone(
  { momentum: _, ...condition }: Condition,
  options: PlanOptions,
): Promise<Workbench | undefined> {
  try {
    return await workbenchOf({ ...condition, optimizer: { kind: 'sgd' } }, options);
  } catch (error) {
    if (error instanceof AssayError && error.code === 'program') return undefined;
    throw error;
  }
}

async function externalMeans(
  condition: Condition & { readonly trainer: NonNullable<Condition['trainer']> },
  options: PlanOptions & { readonly directory: string },
): Promise<Means> {
  const dataset = await loadData(condition.data, options);
  const schedule = stepLayout({ ...condition, examples: examplesOf(condition, dataset) });
  const template = await externalTemplate(condition, options, dataset, schedule);
  return { kind: 'external', template };
}

const examplesOf = (condition: Condition, dataset: Dataset): number =>
  condition.data.kind === 'gradient-noise' ? 0 : dataset.train.count;

/** What the measures of a hypothesis read of a run beside its end. */
function recordingOf(hypothesis: Hypothesis): Recording {
  const measures = namedMeasures(hypothesis).map(({ spec }) => ({
    spec,
    definition: measureDefinitions[spec.kind] as MeasureDefinition,
  }));
  const every = measures.flatMap(({ spec }) => ('checkEvery' in spec ? [spec.checkEvery] : []));
  const curves = measures.some(({ definition }) => definition.needs === 'record' && definition.curves);
  return {
    record: curves ? 'curves' : 'end',
    moments: measures.flatMap(({ definition, spec }) => momentsOf(definition, spec)),
    ...(every.length > 0 ? { every: Math.min(...every) } : {}),
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
  const { outputs } = datasetOf(Object.values(arms)[0]!.means);
  const eager = Object.entries(arms).flatMap(([name, { means }]) =>
    means.kind === 'external' && means.template.reason !== undefined ? [[name, means.template.reason]] : [],
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
    steps: sum(({ means }) => means.template.schedule['batchSize']!.data.length),
    estimatedMs: sum(({ means: { kind, template } }) =>
      kind === 'traced'
        ? template.parts.estimatedMs * lanesPerSeed(template.replicates, replicates)
        : template.parts.estimatedMs,
    ),
  };
}
