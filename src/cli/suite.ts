import type { LoadedHypothesis } from '../declare/types.ts';
import { engineIdentity } from '../engines/named.ts';
import type { Engine } from '../engines/types.ts';
import { familyOf } from '../judge/index.ts';
import type { Judgement } from '../judge/types.ts';
import { measurable, measureRuns } from '../measure/index.ts';
import { learnCosts, lowerMedian, paceOf } from '../plan/learned-cost.ts';
import type { Materials } from '../plan/parts.ts';
import { planThriftily } from '../plan/remember.ts';
import type { AnalysisPlan, ExternalJob, Job, Key, MeasurePlan, RunPlan, SuitePlan } from '../plan/types.ts';
import { countRuns, keysOf, resultsOf } from '../report/results-of.ts';
import type { Results } from '../report/results.ts';
import { getAll } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { trainRuns, type RunRecord, type TrainResult } from '../train/index.ts';
import { runLooks } from './run-looks.ts';
import { machinePace } from './pace.ts';
import type { Io } from './io.ts';
import { ProgressLine } from './progress.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

/** A suite that is planned and may be run. */
export interface PlannedSuite {
  readonly hypotheses: readonly LoadedHypothesis[];
  readonly engine: Pick<Engine, 'name' | 'version'>;
  /** Without the programs and data of hypotheses whose plans the store remembers. */
  readonly plan: SuitePlan;
  /** Programs, schedules and data for runs and measures, by their keys. */
  readonly equip: (keys: Iterable<Key>) => Promise<Materials>;
}

/**
 * Plans the hypotheses with the engine and seeds that the settings name.
 *
 * @param store where plans are kept, so that each is made once
 */
export async function planned(
  hypotheses: readonly LoadedHypothesis[],
  settings: Settings,
  store: Store,
): Promise<PlannedSuite> {
  const { seed: baseSeed, tier, dataDir } = settings;
  const options = { baseSeed, tier, engine: settings.engine, ...(dataDir === null ? {} : { dataDir }) };
  const [engine, { plan, equip }] = await Promise.all([
    engineIdentity(settings.engine),
    planThriftily(hypotheses, options, store),
  ]);
  return { hypotheses, engine, plan, equip };
}

/** A hypothesis whose runs an interruption cut off is not judged: nothing may be concluded. */
function cutOff(analysis: AnalysisPlan, training: TrainResult): Judgement | undefined {
  const { missing, total } = countRuns(keysOf(analysis), training);
  if (!training.interrupted || missing === 0) return undefined;
  const { id, expected } = analysis;
  return {
    id,
    expected,
    verdict: 'invalid',
    asExpected: false,
    reason: `not judged: ${missing} of ${total} runs are missing`,
    findings: [],
  };
}

/** Flags that a replay needs because this call had them. */
function replayFlags({ engine, dataDir, directory }: Settings): string[] {
  return [
    ...(engine === 'onnx' ? [] : [`--engine ${engine}`]),
    ...(dataDir === null ? [] : [`--data-dir ${dataDir}`]),
    ...(directory === 'hypotheses' ? [] : [`--directory ${directory}`]),
  ];
}

/** The runs of a plan that the store does not hold: how many, and how long one worker may take to train them. */
export interface Missing {
  readonly runs: number;
  readonly estimatedMs: number;
  /** How many times longer than the planner estimates runs take here. */
  readonly pace: number;
}

/** The keys of a list that the store does not hold. */
async function missingKeys(
  store: Store,
  kind: 'records' | 'measures',
  all: readonly { readonly key: Key }[],
): Promise<ReadonlySet<Key>> {
  const kept = await Promise.all(all.map(({ key }) => store.has(kind, key)));
  return new Set(all.filter((_, index) => !kept[index]).map(({ key }) => key));
}

/** What the runs of a plan may cost, learned from those of them that the store holds. */
async function costsOf(plan: RunPlan, store: Store) {
  const all = [...plan.jobs, ...plan.external];
  const records = await getAll<RunRecord>(
    store,
    'records',
    all.map(({ key }) => key),
  );
  const past = all.flatMap((run) => {
    const record = records.get(run.key);
    return record?.outcome.kind === 'finished' ? [{ run, durationMs: record.durationMs }] : [];
  });
  const missing = all.filter(({ key }) => !records.has(key));
  const pace = paceOf(past, machinePace);
  return { missing, pace, costOf: learnCosts(past, pace) };
}

/** The plan with what its missing runs need, and with estimates that the store has taught. */
async function equipped(part: RunPlan, { equip, plan }: PlannedSuite, store: Store): Promise<RunPlan> {
  const missing = await missingKeys(store, 'records', [...part.jobs, ...part.external]);
  if (missing.size === 0) return part;
  const { costOf } = await costsOf(plan.runPlan, store);
  const estimated = <T extends Job | ExternalJob>(run: T): T => ({ ...run, estimatedMs: costOf(run) });
  return {
    ...part,
    ...(await equip(missing)),
    jobs: part.jobs.map(estimated),
    external: part.external.map(estimated),
  };
}

/** The plan with what its missing measures need. */
async function equippedToMeasure(
  part: MeasurePlan,
  records: ReadonlyMap<Key, RunRecord>,
  { equip }: PlannedSuite,
  store: Store,
): Promise<MeasurePlan> {
  const missing = await missingKeys(store, 'measures', measurable(part, records));
  return missing.size === 0 ? part : { ...part, ...(await equip(missing)) };
}

/** Looks which runs of a plan the store does not hold. */
export async function missingRuns(plan: RunPlan, store: Store): Promise<Missing> {
  const { missing, pace, costOf } = await costsOf(plan, store);
  return {
    runs: missing.length,
    pace,
    estimatedMs: missing.reduce((sum, run) => sum + costOf(run), 0),
  };
}

/** What training was estimated to take and what it took, of the runs that were trained now. */
function estimateAgainstFact(estimates: ReadonlyMap<Key, number>, { records, cached }: TrainResult) {
  const trained = [...estimates].flatMap(([key, estimatedMs]) => {
    const record = cached.has(key) ? undefined : records.get(key);
    return record === undefined ? [] : [{ estimatedMs, measuredMs: record.durationMs }];
  });
  if (trained.length === 0) return undefined;
  const sum = (field: 'estimatedMs' | 'measuredMs') =>
    trained.reduce((total, each) => total + each[field], 0);
  // A run shorter than a millisecond is rounded to none, and has no ratio.
  const ratios = trained
    .filter(({ estimatedMs, measuredMs }) => estimatedMs > 0 && measuredMs > 0)
    .map(({ estimatedMs, measuredMs }) => measuredMs / estimatedMs);
  return {
    estimatedMs: sum('estimatedMs'),
    measuredMs: sum('measuredMs'),
    ...(ratios.length === 0 ? {} : { medianRatio: lowerMedian(ratios) }),
  };
}

/**
 * plan → train → measure → judge → results. What the store holds is not trained again.
 *
 * @param beforeTraining sees the part of the plan that a look asks for, before any of it is trained; may throw to stop it
 */
export async function runSuite(
  suite: PlannedSuite,
  settings: Settings,
  store: Store,
  io: Io,
  startedAt: number,
  beforeTraining: (part: RunPlan) => Promise<void> = async () => {},
): Promise<Results> {
  const { hypotheses, engine, plan } = suite;
  const line = new ProgressLine(io);
  const { workers } = settings;
  const { signal } = io;
  const estimates = new Map<Key, number>();
  const { training, hypotheses: looked } = await runLooks(plan, {
    train: async (part) => {
      await beforeTraining(part);
      const ready = await equipped(part, suite, store);
      for (const { key, estimatedMs } of [...ready.jobs, ...ready.external]) estimates.set(key, estimatedMs);
      return trainRuns(ready, {
        store,
        workers,
        signal,
        onProgress: (progress) => {
          if (progress.hits < progress.total) line.show({ stage: 'training', ...progress });
        },
      });
    },
    measure: async (part, { records, failures }) =>
      measureRuns(await equippedToMeasure(part, records, suite, store), records, {
        failures,
        store,
        workers,
        signal,
        onProgress: (progress) => line.show({ stage: 'measuring', ...progress }),
      }),
  });
  line.clear();
  const judged = looked.map(({ analysis, table, judgement }, index) => ({
    loaded: hypotheses[index]!,
    analysis,
    table,
    judgement: cutOff(analysis, training) ?? judgement,
  }));
  const family = familyOf(judged.map(({ judgement }) => judgement));
  return resultsOf(judged, {
    ...(family === undefined ? {} : { family }),
    version: version(),
    settings: {
      baseSeed: settings.seed,
      tier: settings.tier,
      engine: engine.name,
      engineVersion: engine.version,
      workers,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
    },
    startedAt: new Date(startedAt).toISOString(),
    durationMs: io.now() - startedAt,
    interrupted: training.interrupted || signal.aborted,
    training,
    estimate: estimateAgainstFact(estimates, training),
    replayFlags: replayFlags(settings),
  });
}
