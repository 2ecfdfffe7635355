import { judge } from '../judge/index.ts';
import type { Judgement } from '../judge/types.ts';
import type { MeasureTable } from '../measures/types.ts';
import { analysisAt, isLastLook, planFor } from '../plan/looks.ts';
import type { AnalysisPlan, MeasurePlan, RunPlan, SuitePlan } from '../plan/types.ts';
import type { TrainResult } from '../train/index.ts';

/** How a part of a plan is trained and measured. */
export interface LookStages {
  readonly train: (plan: RunPlan) => Promise<TrainResult>;
  readonly measure: (
    plan: MeasurePlan,
    trained: Pick<TrainResult, 'records' | 'failures'>,
  ) => Promise<ReadonlyMap<string, MeasureTable>>;
  /** Hears of each hypothesis that is done, with all that is trained by then. */
  readonly judged?: (hypothesis: LookedAt, training: TrainResult) => void;
}

/** A hypothesis after its last look. */
export interface LookedAt {
  /** With the seeds that were looked at, which are fewer than planned where the verdict was decided early. */
  readonly analysis: AnalysisPlan;
  readonly table: MeasureTable;
  readonly judgement: Judgement;
}

/**
 * Trains, measures and judges look by look: after each planned look the hypotheses whose verdict is supported or
 * refuted, at the error rate that the look may spend, and those of which a decision is too unlikely (`futility`) are
 * done, and only the others are trained further. A design without looks has one. An interruption ends it where it is.
 *
 * @returns what is known of every hypothesis, in the order of the plan
 */
export async function runLooks(
  plan: SuitePlan,
  { train, measure, judged }: LookStages,
): Promise<{ readonly training: TrainResult; readonly hypotheses: readonly LookedAt[] }> {
  const done = new Map<string, LookedAt>();
  const trainings: TrainResult[] = [];
  for (let look = 0; done.size < plan.analyses.length; look++) {
    const open = plan.analyses.filter(({ id }) => !done.has(id)).map((each) => analysisAt(each, look));
    const part = planFor(plan, open);
    const training = await train(part.runPlan);
    trainings.push(training);
    const tables = await measure(part.measurePlan, training);
    const soFar = merge(trainings);
    for (const analysis of open) {
      const table = tables.get(analysis.id) ?? {};
      const judgement = judge(analysis, table, { look });
      const decided = judgement.verdict === 'supported' || judgement.verdict === 'refuted';
      const futile = (judgement.chanceOfDecision ?? 1) < (analysis.futility ?? 0);
      if (!(decided || futile || isLastLook(analysis, look) || training.interrupted)) continue;
      const lookedAt = { analysis, table, judgement };
      done.set(analysis.id, lookedAt);
      judged?.(lookedAt, soFar);
    }
  }
  return { training: merge(trainings), hypotheses: plan.analyses.map(({ id }) => done.get(id)!) };
}

/** All looks as one training: a run that an earlier look trained is no hit of a later one. */
function merge(trainings: readonly TrainResult[]): TrainResult {
  const trained = trainings.reduce((sum, each) => sum + each.trained, 0);
  const records = new Map(trainings.flatMap((each) => [...each.records]));
  const fresh = new Set(
    trainings.flatMap(({ records: found, cached }) => [...found.keys()].filter((key) => !cached.has(key))),
  );
  const cached = new Set([...records.keys()].filter((key) => !fresh.has(key)));
  return {
    records,
    cached,
    hits: cached.size,
    trained,
    // A run that fails is tried again at the next look: the last word counts. One that failed after it was kept stays.
    failures: [
      ...new Map(
        trainings.flatMap(({ failures }) => failures.map((failure) => [failure.key, failure])),
      ).values(),
    ].filter(({ key, late }) => late === true || !records.has(key)),
    interrupted: trainings.some(({ interrupted }) => interrupted),
  };
}
