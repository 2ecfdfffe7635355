import type { Dataset } from '../../datasets/types.ts';
import { AssayError } from '../../errors.ts';
import type { Artifacts } from '../artifacts.ts';
import type { Condition } from './conditions.ts';
import { eagerReason, eagerTemplate } from './eager.ts';
import { externalTemplate, type ExternalTemplate } from './external.ts';
import { jobTemplate, type JobTemplate, type Recording } from '../job.ts';
import { loadData } from './load-data.ts';
import type { ArmNet } from '../measuring/measure-jobs.ts';
import type { PlanOptions } from '../parts.ts';
import { keptSteps } from '../snapshot-steps.ts';
import { stepLayout } from '../step-layout.ts';
import type { ExternalJob } from '../types.ts';
import { workbenchOf, type Workbench } from '../workbench.ts';

/** What an arm is planned with: the suite's options, and the directory of its hypothesis. */
export type ArmOptions = PlanOptions & { readonly directory: string };

/**
 * What trains an arm: programs of ours on a workbench, or a process: the trainer of the user, or the one that trains
 * eagerly.
 */
export type ArmTrainer =
  | { readonly kind: 'traced'; readonly bench: Workbench; readonly template: JobTemplate }
  | {
      readonly kind: 'external';
      readonly template: ExternalTemplate & { readonly reason?: string };
      /** The net of an arm that is trained eagerly, where programs can be made of it. */
      readonly bench?: Workbench;
    };

export const datasetOf = (trainer: ArmTrainer): Dataset =>
  trainer.kind === 'traced' ? trainer.bench.dataset : trainer.template.dataset;

/**
 * What trains an arm: the trainer that its workload names, else programs of ours, else TensorFlow.js as it is where
 * code by reference cannot be traced.
 *
 * @throws AssayError where the parts of the condition cannot be had or do not fit, or nothing trains it
 */
export async function armTrainerOf(
  condition: Condition,
  options: ArmOptions,
  recording: Recording,
  artifacts: Artifacts,
): Promise<ArmTrainer> {
  const { trainer } = condition;
  return trainer === undefined
    ? traced(condition, options, recording, artifacts)
    : external({ ...condition, trainer }, options);
}

async function traced(
  condition: Condition,
  options: ArmOptions,
  recording: Recording,
  artifacts: Artifacts,
): Promise<ArmTrainer> {
  try {
    const bench = await workbenchOf(condition, options);
    return { kind: 'traced', bench, template: jobTemplate(bench, recording, artifacts) };
  } catch (error) {
    const reason = eagerReason(condition, error);
    if (reason === undefined) throw error;
    return await eager(condition, options, recording, reason).catch((eagerly: unknown) => {
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
async function eager(
  condition: Condition,
  options: ArmOptions,
  recording: Recording,
  reason: string,
): Promise<ArmTrainer> {
  const dataset = await loadData(condition.data, options);
  const examples = examplesOf(condition, dataset);
  const recordEvery = recording.record === 'end' ? {} : { recordEvery: Math.min(1, recording.every ?? 1) };
  const schedule = stepLayout({ ...condition, examples, ...recordEvery });
  const { directory, dataDir, engine } = options;
  const bench = await netAlone(condition, options);
  const { moments } = recording;
  // Nobody measures a net that has no programs.
  const isLookedAt = bench !== undefined && moments.length > 0;
  const snapshots = isLookedAt ? { snapshots: keptSteps(moments, schedule, examples) } : {};
  const asked = { directory, dataDir, engine, ...recordEvery, ...snapshots };
  const template = await eagerTemplate(condition, reason, asked, dataset, schedule);
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

async function external(
  condition: Condition & { readonly trainer: NonNullable<Condition['trainer']> },
  options: ArmOptions,
): Promise<ArmTrainer> {
  const dataset = await loadData(condition.data, options);
  const schedule = stepLayout({ ...condition, examples: examplesOf(condition, dataset) });
  const template = await externalTemplate(condition, options, dataset, schedule);
  return { kind: 'external', template };
}

export const examplesOf = (condition: Condition, dataset: Dataset): number =>
  condition.data.kind === 'gradient-noise' ? 0 : dataset.train.count;

/** What measures of the net are told of an arm. */
export function armNetOf({ kind, bench, template }: ArmTrainer): ArmNet {
  const { schedule } = template;
  if (kind === 'traced') return { bench, schedule };
  const { reason } = template;
  if (reason === undefined) return undefined;
  return bench === undefined ? { unknown: reason } : { bench, schedule, eager: reason };
}

export const netOf = (bench: Workbench | undefined): Pick<ExternalJob, 'net'> =>
  bench === undefined
    ? {}
    : {
        net: {
          dataset: bench.dataset.digest,
          parameters: bench.context.model.parameters,
          statistics: bench.context.model.statistics,
        },
      };
