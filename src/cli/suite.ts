import type { LoadedHypothesis } from '../declare/types.ts';
import { engineIdentity } from '../engines/named.ts';
import type { Engine } from '../engines/types.ts';
import type { Judgement } from '../judge/types.ts';
import { measurable, measureRuns } from '../measure/index.ts';
import type { Materials } from '../plan/parts.ts';
import { planThriftily } from '../plan/remember.ts';
import type { AnalysisPlan, Key, MeasurePlan, RunPlan, SuitePlan } from '../plan/types.ts';
import { countRuns, keysOf, resultsOf } from '../report/results-of.ts';
import type { Results } from '../report/results.ts';
import type { Store } from '../store/types.ts';
import { trainRuns, type RunRecord, type TrainResult } from '../train/index.ts';
import { runLooks } from './run-looks.ts';
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

/** The plan with what its missing runs need. */
async function equipped(part: RunPlan, { equip }: PlannedSuite, store: Store): Promise<RunPlan> {
  const missing = await missingKeys(store, 'records', [...part.jobs, ...part.external]);
  return missing.size === 0 ? part : { ...part, ...(await equip(missing)) };
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
  const all = [...plan.jobs, ...plan.external];
  const keys = await missingKeys(store, 'records', all);
  const missing = all.filter(({ key }) => keys.has(key));
  return {
    runs: missing.length,
    estimatedMs: missing.reduce((sum, { estimatedMs }) => sum + estimatedMs, 0),
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
  const { training, hypotheses: looked } = await runLooks(plan, {
    train: async (part) => {
      await beforeTraining(part);
      return trainRuns(await equipped(part, suite, store), {
        store,
        workers,
        signal,
        onProgress: (progress) => {
          if (progress.hits < progress.total) line.show({ stage: 'training', ...progress });
        },
      });
    },
    measure: async (part, records) =>
      measureRuns(await equippedToMeasure(part, records, suite, store), records, {
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
  return resultsOf(judged, {
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
    replayFlags: replayFlags(settings),
  });
}
