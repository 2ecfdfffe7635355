import { AssayError } from '../../errors.ts';
import type { ExternalJob } from '../../plan/types.ts';
import type { Yardstick } from '../baseline/baseline-schema.ts';
import type { PlannedExternal } from '../target/plan-target.ts';
import { openStore } from '../../store/index.ts';
import type { CaseTrainer } from '../battery/case-trainer.ts';
import type { Training } from '../battery/train-cases.ts';
import { observed, observeJobs, otherwise, type Observed } from './observed.ts';
import { distanceOf } from './projections.ts';

/** Seeds of a case whose runs are kept in full. */
export const KEPT_SEEDS = 2;
/** Learning rates of the twins, by factor: a change that a run in single precision can just see. */
export const FACTORS = [1 + 1e-7, 1 - 1e-7];
/** Runs of the same job that differ by more at their first point are not runs of one program. */
const REPEATABLE = 1e-3;
/** Further runs of the same job, where two of them are not the same bytes. */
const REPEATS = 2;

/** What a recording learned of a trainer's runs. */
export interface Yardsticks {
  /** Case → seed → yardstick. */
  readonly of: Readonly<Record<string, Readonly<Record<string, Yardstick>>>>;
  /** What is worth a warning: a trainer that does not repeat itself, or whose seed changes nothing. */
  readonly notes: readonly string[];
}

/** A run whose job is run again in other ways. */
interface Kept {
  readonly id: string;
  readonly seed: string;
  readonly job: ExternalJob;
  readonly first: Observed;
  /** Whether it is the first of its case, which is run once more as it was. */
  readonly repeated: boolean;
}

async function keptRuns({ cases, runPlan }: PlannedExternal, trainer: CaseTrainer): Promise<readonly Kept[]> {
  const jobs = new Map(runPlan.external.map((job) => [job.key, job]));
  const { records, store } = trainer.outcome();
  const wanted = cases.flatMap(({ id, runs }) =>
    Object.entries(runs)
      .slice(0, KEPT_SEEDS)
      .map(([seed, key], index) => ({ id, seed, key, index })),
  );
  return Promise.all(
    wanted.map(async ({ id, seed, key, index }) => ({
      ...{ id, seed, job: jobs.get(key)!, repeated: index === 0 },
      first: await observed(records.get(key)!, store),
    })),
  );
}

export const rateMark = (factor: number) => `rate × ${factor}`;
const againMarks = Array.from({ length: REPEATS }, (_, index) => `again ${index}`);

/**
 * Runs the first seeds of each case again: as they were, and with learning rates × (1 ± 10⁻⁷). How far those go from
 * the first run, point by point of every curve and tensor by tensor at the end, is what rounding may do.
 *
 * @param trainer that has trained all seeds of all cases
 * @throws AssayError `configuration` where the same job gives other numbers each time, so that nothing could be
 * compared
 */
export async function yardsticksOf(
  planned: PlannedExternal,
  trainer: CaseTrainer,
  training: Training,
): Promise<Yardsticks> {
  const kept = await keptRuns(planned, trainer);
  // A repeat from the store would repeat nothing.
  const anew = { ...training, store: openStore(null) };
  const again = kept.filter(({ repeated }) => repeated).map(({ job }) => otherwise(job, 'again'));
  const seen = new Map(await observeJobs(again, planned, anew));
  const unsteady = kept.filter(({ job, first, repeated }) => {
    return repeated && first.bytes !== seen.get(otherwise(job, 'again').key)!.bytes;
  });
  for (const { id, job, first } of unsteady)
    demandRepeatable(id, first, seen.get(otherwise(job, 'again').key)!);
  const more =
    unsteady.length === 0 ? [] : kept.flatMap(({ job }) => againMarks.map((mark) => otherwise(job, mark)));
  const twins = kept.flatMap(({ job }) => FACTORS.map((factor) => otherwise(job, rateMark(factor), factor)));
  const lasting = { ...training, store: planned.opaque ? openStore(null) : training.store };
  for (const [key, run] of await observeJobs(more, planned, anew)) seen.set(key, run);
  for (const [key, run] of await observeJobs(twins, planned, lasting)) seen.set(key, run);
  const marks = [...FACTORS.map(rateMark), 'again', ...againMarks];
  const found: Record<string, Record<string, Yardstick>> = {};
  for (const { id, seed, job, first } of kept) {
    const others = marks.map((mark) => seen.get(otherwise(job, mark).key)).filter((run) => run !== undefined);
    (found[id] ??= {})[seed] = yardstickOf(first, others);
  }
  return { of: found, notes: [...unsteadyNotes(unsteady, planned), ...deafNotes(kept, planned)] };
}

const unsteadyNotes = (unsteady: readonly Kept[], { cases }: PlannedExternal): readonly string[] =>
  unsteady.length === 0
    ? []
    : [
        `the trainer does not repeat itself to the last bit (${unsteady.length} of ${cases.length} cases): its runs are the same within rounding at best`,
      ];

/** That two seeds of a case give one run. */
function deafNotes(kept: readonly Kept[], { cases }: PlannedExternal): readonly string[] {
  const deaf = cases.filter(({ id, deterministic }) => {
    const [a, b] = kept.filter((each) => each.id === id);
    return !deterministic && b !== undefined && a!.first.bytes === b.first.bytes;
  });
  if (deaf.length === 0) return [];
  const [first] = deaf;
  return [
    `two seeds give the same run in ${deaf.length} of ${cases.length} cases (${first!.id}${deaf.length > 1 ? ' …' : ''}): the trainer may ignore the job's "seed"`,
  ];
}

/** @throws AssayError `configuration` where two runs of one job part at once */
function demandRepeatable(id: string, first: Observed, again: Observed): void {
  for (const [name, { values }] of Object.entries(first.curves)) {
    const [a, b] = [values[0], again.curves[name]?.values[0]];
    if (a === undefined || b === undefined || Math.abs(a - b) <= REPEATABLE * Math.abs(a)) continue;
    throw new AssayError(
      'configuration',
      `Cannot record a baseline: expected the same job to give the same numbers, got a ${name} of ${a.toPrecision(6)} and then of ${b.toPrecision(6)} at its first point (case ${id}); every draw of the trainer must come from the job's "seed"`,
    );
  }
}

/** A run, and how far others go from it. */
export function yardstickOf(first: Observed, others: readonly Observed[]): Yardstick {
  const largest = (numbers: readonly number[]) => Math.max(0, ...numbers);
  const curves = Object.entries(first.curves).map(([name, { steps, values }]) => {
    const rounding = values.map((value, point) =>
      largest(others.map((other) => Math.abs((other.curves[name]?.values[point] ?? value) - value))),
    );
    return [name, { steps: [...steps], values: [...values], rounding }];
  });
  const end = Object.entries(first.end).map(([name, { size, norm, projections }]) => {
    const rounding = largest(
      others.map((other) => distanceOf(projections, other.end[name]?.projections ?? projections)),
    );
    return [name, { size, norm, rounding, projections: [...projections] }];
  });
  return { curves: Object.fromEntries(curves), end: Object.fromEntries(end) };
}
