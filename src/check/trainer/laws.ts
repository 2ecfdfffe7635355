import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../plan/identity.ts';
import type { ExternalJob } from '../../plan/types.ts';
import { openStore } from '../../store/index.ts';
import type { TrainerJob } from '../../trainers/index.ts';
import type { PlannedExternal } from '../target/plan-target.ts';
import type { Training } from '../battery/train-cases.ts';
import type { LawFinding } from '../types.ts';
import { observeJobs, otherwise, type Observed } from './observed.ts';
import { BEYOND_RATE, most, partsOf } from './parts.ts';
import { FACTORS, rateMark, yardstickOf } from './yardstick.ts';

/** Parts of a mini-batch: of 25 examples 7, 6, 6 and 6, so that the mean of their means is not the mean. */
const MICRO_BATCHES = 4;

/** A job as a law asks for it, in a process of its own. */
const asked = (job: ExternalJob, changes: Partial<TrainerJob>): ExternalJob => ({
  ...job,
  fresh: true,
  key: digestOf({ of: job.key, changes }),
  job: { ...job.job, ...changes },
});

/** The first run of the first case of each sort of data. */
function firstJobs({ cases, runPlan }: PlannedExternal): readonly ExternalJob[] {
  const jobs = new Map(runPlan.external.map((job) => [job.key, job]));
  const bySort = new Map<string, ExternalJob>();
  for (const { runs } of cases) {
    const job = jobs.get(Object.values(runs)[0]!)!;
    const { data } = job.job.workload as { readonly data: { readonly kind: string } };
    if (!bySort.has(data.kind)) bySort.set(data.kind, job);
  }
  return [...bySort.values()];
}

/** Half of a run: at the end of an epoch, where it has epochs. */
function halfOf({ job: { stop } }: ExternalJob, steps: number): number {
  const { epochs } = stop as { readonly epochs?: number };
  return epochs === undefined || epochs < 2
    ? Math.floor(steps / 2)
    : Math.floor((steps * Math.floor(epochs / 2)) / epochs);
}

/** A run without the points of its curves up to a step. */
const after = (run: Observed, step: number): Observed => ({
  ...run,
  curves: Object.fromEntries(
    Object.entries(run.curves).map(([name, { steps, values }]) => [
      name,
      {
        steps: steps.filter((at) => at > step),
        values: values.filter((_, index) => steps[index]! > step),
      },
    ]),
  ),
});

/**
 * Tries what a trainer says it can do, on the first run of the first case of each sort of data. One that `resumes` must
 * end, stopped half way, saved, and resumed in a new process, where the uninterrupted run ends; one that `accumulates`
 * must do with four micro-batches what it does with one mini-batch. Every point behind the cut and every tensor at the
 * end counts, by what learning rates × (1 ± 10⁻⁷) make of the run.
 *
 * @returns nothing for a trainer that says neither
 * @throws AssayError `infrastructure` where a job cannot be trained
 */
export async function checkTrainerLaws(
  planned: PlannedExternal,
  training: Training,
): Promise<readonly LawFinding[]> {
  const { resumes = false, accumulates = false } = planned.who;
  if (!resumes && !accumulates) return [];
  const directory = mkdtempSync(join(tmpdir(), 'assay-checkpoint-'));
  const anew = { ...training, store: openStore(null) };
  const one = async (job: ExternalJob) => (await observeJobs([job], planned, anew)).get(job.key)!;
  const [cut, micro]: [number[], number[]] = [[], []];
  try {
    for (const [index, job] of firstJobs(planned).entries()) {
      const whole = await one(asked(job, {}));
      const twins = [];
      for (const factor of FACTORS) twins.push(await one(otherwise(job, rateMark(factor), factor)));
      if (resumes) {
        const path = join(directory, `${index}`);
        const saveAt = halfOf(job, whole.steps);
        await one(asked(job, { checkpoint: { path, saveAt } }));
        const rest = await one(asked(job, { checkpoint: { path, resume: true } }));
        const rule = yardstickOf(
          after(whole, saveAt),
          twins.map((twin) => after(twin, saveAt)),
        );
        cut.push(most(partsOf(rule, after(rest, saveAt))));
      }
      if (accumulates)
        micro.push(
          most(partsOf(yardstickOf(whole, twins), await one(asked(job, { microBatches: MICRO_BATCHES })))),
        );
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const law = (name: LawFinding['law'], times: readonly number[]): LawFinding => {
    const deviation = Math.max(...times);
    return { law: name, holds: deviation <= BEYOND_RATE, deviation, tolerance: BEYOND_RATE };
  };
  return [
    ...(resumes ? [law('a resumed run', cut)] : []),
    ...(accumulates ? [law('micro-batches', micro)] : []),
  ];
}
