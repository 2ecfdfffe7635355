import type { LoadedHypothesis } from '../declare/types.ts';
import { engineNamed } from '../engines/index.ts';
import type { Engine } from '../engines/types.ts';
import type { Judgement } from '../judge/types.ts';
import { measureRuns } from '../measure/index.ts';
import { planSuite } from '../plan/index.ts';
import type { AnalysisPlan, RunPlan, SuitePlan } from '../plan/types.ts';
import { countRuns, keysOf, resultsOf } from '../report/results-of.ts';
import type { Results } from '../report/results.ts';
import type { Store } from '../store/types.ts';
import { trainRuns, type TrainResult } from '../train/index.ts';
import { runLooks } from './run-looks.ts';
import type { Io } from './io.ts';
import { ProgressLine } from './progress.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

/** A suite that is planned and may be run. */
export interface PlannedSuite {
  readonly hypotheses: readonly LoadedHypothesis[];
  readonly engine: Engine;
  readonly plan: SuitePlan;
}

/** Plans the hypotheses with the engine and seeds that the settings name. */
export async function planned(
  hypotheses: readonly LoadedHypothesis[],
  settings: Settings,
): Promise<PlannedSuite> {
  const engine = await engineNamed(settings.engine);
  const { seed: baseSeed, tier, dataDir } = settings;
  const plan = await planSuite(hypotheses, {
    baseSeed,
    tier,
    engine: engine.name,
    ...(dataDir === null ? {} : { dataDir }),
  });
  return { hypotheses, engine, plan };
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

/** Looks which runs of a plan the store does not hold. */
export async function missingRuns(plan: RunPlan, store: Store): Promise<Missing> {
  const all = [...plan.jobs, ...plan.external];
  const kept = await Promise.all(all.map(({ key }) => store.has('records', key)));
  const missing = all.filter((_job, index) => !kept[index]);
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
  { hypotheses, engine, plan }: PlannedSuite,
  settings: Settings,
  store: Store,
  io: Io,
  startedAt: number,
  beforeTraining: (part: RunPlan) => Promise<void> = async () => {},
): Promise<Results> {
  const line = new ProgressLine(io);
  const { workers } = settings;
  const { signal } = io;
  const { training, hypotheses: looked } = await runLooks(plan, {
    train: async (part) => {
      await beforeTraining(part);
      return trainRuns(part, {
        store,
        workers,
        signal,
        onProgress: (progress) => {
          if (progress.hits < progress.total) line.show({ stage: 'training', ...progress });
        },
      });
    },
    measure: (part, records) =>
      measureRuns(part, records, {
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
