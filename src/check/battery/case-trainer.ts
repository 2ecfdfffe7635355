import type { Key } from '../../plan/types.ts';
import type { RunRecord } from '../../train/index.ts';
import type { TrainSeeds, Wanted } from '../compare/compare-in-looks.ts';
import type { PlannedCase } from './plan-battery.ts';
import type { PlannedTarget } from '../target/plan-target.ts';
import type { MeasuredRun } from '../compare/summarize.ts';
import type { Trained, Training } from './train-cases.ts';

/** Trains seeds of cases as they are asked for, and remembers all that it has trained. A live resource. */
export interface CaseTrainer {
  readonly train: TrainSeeds;
  /** All that was trained so far. */
  readonly outcome: () => Trained;
  readonly runsOf: (id: string) => readonly MeasuredRun[] | undefined;
}

/**
 * A trainer of the cases of a planned target: what a look asks for and no earlier look has trained, with the sharpness
 * of the nets of the cases that want it.
 *
 * @throws AssayError, when it trains, as `trainCases`
 */
export function caseTrainer(
  planned: Pick<PlannedTarget, 'cases' | 'runPlan' | 'artifacts' | 'opaque'>,
  training: Training,
): CaseTrainer {
  const byId = new Map(planned.cases.map((each) => [each.id, each]));
  const known = new Map<Key, RunRecord>();
  const found = new Map<string, readonly MeasuredRun[]>();
  let [trained, cached] = [0, 0];
  let store = training.store;
  const missing = ({ id, seeds }: Wanted): PlannedCase => {
    const { runs, ...rest } = byId.get(id)!;
    const absent = seeds.filter((seed) => !known.has(runs[seed]!));
    return { ...rest, runs: Object.fromEntries(absent.map((seed) => [seed, runs[seed]!])) };
  };
  const train: TrainSeeds = async (wanted) => {
    const cases = wanted.map(missing);
    // Loaded where something is to be trained: what is unchanged is told sooner without it.
    const { trainCases } = await import('./train-cases.ts');
    const outcome = await trainCases(cases, planned, training);
    if (outcome.records.size > 0) store = outcome.store;
    for (const [key, record] of outcome.records) known.set(key, record);
    trained += outcome.trained;
    cached += outcome.cached;
    const sharpness = await sharpnessOf(wanted);
    const runs = new Map(wanted.map((each) => [each.id, runsOf(each, sharpness.get(each.id))]));
    for (const [id, each] of runs) found.set(id, [...each.values()]);
    return runs;
  };
  const sharpnessOf = async (
    wanted: readonly Wanted[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> => {
    if (planned.artifacts === undefined) return new Map();
    const { measureSharpness } = await import('../compare/sharpness.ts');
    return measureSharpness(
      wanted.map(({ id, seeds }) => ({ planned: byId.get(id)!, seeds })),
      { artifacts: planned.artifacts, runPlan: planned.runPlan, records: known },
      { ...training, store },
    );
  };
  const runsOf = ({ id, seeds }: Wanted, sharpness: ReadonlyMap<string, number> | undefined) =>
    new Map(
      seeds.map((seed): [string, MeasuredRun] => {
        const sharp = sharpness?.get(seed);
        const record = known.get(byId.get(id)!.runs[seed]!)!;
        return [seed, { record, ...(sharp === undefined ? {} : { sharpness: sharp }) }];
      }),
    );
  return {
    train,
    outcome: () => ({ records: known, trained, cached, store }),
    runsOf: (id) => found.get(id),
  };
}
