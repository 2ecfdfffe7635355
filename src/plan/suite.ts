import { dirname, resolve } from 'node:path';
import type { Hypothesis, LoadedHypothesis } from '../declare/types.ts';
import type { Dataset } from '../datasets/types.ts';
import { engineNamed } from '../engines/index.ts';
import type { EngineName } from '../engines/types.ts';
import { AssayError } from '../errors.ts';
import { measureDefinitions } from '../measures/index.ts';
import { Artifacts } from './artifacts.ts';
import { conditionOf } from './conditions.ts';
import { covariatesOf } from './covariates.ts';
import { digestOf } from './identity.ts';
import { jobOf, jobTemplate, type JobTemplate } from './job.ts';
import { namedMeasures, planTable, readingsOf } from './measure-jobs.ts';
import { looksOf, seedsOf } from './replicates.ts';
import type { AnalysisPlan, Estimate, Job, Key, MeasureJob, SuitePlan, TablePlan } from './types.ts';
import { workbenchOf, type Workbench } from './workbench.ts';

export interface PlanOptions {
  readonly baseSeed: string;
  readonly tier: 'quick' | 'full';
  readonly engine: EngineName;
  /** Directory that the hypotheses' file names start from; the working directory when absent. */
  readonly root?: string | undefined;
  /** Directory of data sets that do not ship with the project. */
  readonly dataDir?: string | undefined;
}

interface PlannedArm {
  readonly bench: Workbench;
  readonly template: JobTemplate;
  readonly covariates: Readonly<Record<string, number>>;
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
  const artifacts = new Artifacts(await engineNamed(options.engine));
  const jobs = new Map<Key, Job>();
  const measureJobs = new Map<Key, MeasureJob>();
  const constants: Map<Key, JobTemplate['schedule']> = new Map();
  const datasets = new Map<Key, Dataset>();
  const analyses: AnalysisPlan[] = [];
  const tables: TablePlan[] = [];
  const estimates: Estimate[] = [];
  const templates = new Map<Key, { readonly bench: Workbench; readonly template: JobTemplate }>();

  for (const { file, hypothesis } of hypotheses) {
    const looks = looksOf(hypothesis.replicates, options.tier);
    const seeds = seedsOf(options.baseSeed, looks.at(-1)!);
    const directory = dirname(resolve(options.root ?? '.', file));
    const arms = await planArms(hypothesis, directory, options, artifacts, templates);
    const runs: Record<string, Record<string, Key>> = {};
    for (const [arm, { bench, template }] of Object.entries(arms)) {
      constants.set(template.parts.schedule, template.schedule);
      datasets.set(bench.dataset.digest, bench.dataset);
      const row = (runs[arm] = {} as Record<string, Key>);
      for (const seed of seeds) {
        const job = jobOf(template, seed);
        jobs.set(job.key, job);
        row[seed] = job.key;
      }
    }
    const benches = Object.fromEntries(Object.entries(arms).map(([arm, { bench }]) => [arm, bench]));
    const planned = planTable(hypothesis, benches, runs, artifacts);
    tables.push(planned.table);
    for (const job of planned.jobs) measureJobs.set(job.key, job);
    analyses.push(analysisOf({ file, hypothesis, arms, runs, seeds, looks }));
    estimates.push(estimateOf(hypothesis.id, arms, seeds.length));
  }
  const all = { artifacts: artifacts.used, datasets };
  return {
    runPlan: { ...all, constants, jobs: [...jobs.values()] },
    measurePlan: { ...all, runs: jobs, jobs: [...measureJobs.values()], tables },
    analyses,
    estimates,
  };
}

async function planArms(
  hypothesis: Hypothesis,
  directory: string,
  options: PlanOptions,
  artifacts: Artifacts,
  templates: Map<Key, { readonly bench: Workbench; readonly template: JobTemplate }>,
): Promise<Readonly<Record<string, PlannedArm>>> {
  const record = needsCurves(hypothesis) ? 'curves' : 'end';
  const planned: Record<string, PlannedArm> = {};
  for (const [name, arm] of Object.entries(hypothesis.arms)) {
    try {
      const condition = conditionOf(hypothesis, arm, directory);
      const description = digestOf({ condition, record });
      let known = templates.get(description);
      if (known === undefined) {
        const bench = await workbenchOf(condition, options);
        known = { bench, template: jobTemplate(bench, record, artifacts) };
        templates.set(description, known);
      }
      const { bench, template } = known;
      planned[name] = {
        bench,
        template,
        covariates: covariatesOf(arm, condition.optimizer, template.schedule, bench.examples),
      };
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      throw new AssayError(error.code, `${hypothesis.id}, arm ${name}: ${error.message}`, { cause: error });
    }
  }
  return planned;
}

const needsCurves = (hypothesis: Hypothesis): boolean =>
  namedMeasures(hypothesis).some(
    ({ spec }) => spec.kind.endsWith('Curve') && measureDefinitions[spec.kind].needs === 'record',
  );

function analysisOf(parts: {
  readonly file: string;
  readonly hypothesis: Hypothesis;
  readonly arms: Readonly<Record<string, PlannedArm>>;
  readonly runs: AnalysisPlan['runs'];
  readonly seeds: readonly string[];
  readonly looks: readonly number[];
}): AnalysisPlan {
  const { file, hypothesis, arms, runs, seeds, looks } = parts;
  const measures = namedMeasures(hypothesis);
  const outputs = Object.values(arms)[0]!.bench.dataset.outputs;
  return {
    id: hypothesis.id,
    file,
    claim: hypothesis.claim,
    ...(hypothesis.source === undefined ? {} : { source: hypothesis.source }),
    alpha: hypothesis.alpha ?? 0.05,
    expected: hypothesis.expected ?? 'supported',
    arms: Object.keys(arms),
    covariates: Object.fromEntries(Object.entries(arms).map(([arm, { covariates }]) => [arm, covariates])),
    seeds,
    looks,
    runs,
    measures: measures.map(({ name, spec }) => ({ ...spec, name })),
    descriptions: readingsOf(measures, outputs),
    predictions: hypothesis.predictions,
    controls: hypothesis.controls ?? [],
  };
}

function estimateOf(id: string, arms: Readonly<Record<string, PlannedArm>>, replicates: number): Estimate {
  const all = Object.values(arms);
  const sum = (value: (arm: PlannedArm) => number) =>
    replicates * all.reduce((total, arm) => total + value(arm), 0);
  return {
    id,
    arms: all.length,
    replicates,
    runs: replicates * all.length,
    steps: sum(({ template }) => template.schedule['batchSize']!.data.length),
    estimatedMs: sum(({ template }) => template.parts.estimatedMs),
  };
}
