import { familyOf } from '../judge/index.ts';
import type { Judgement } from '../judge/types.ts';
import { measureRuns } from '../measures/runs/index.ts';
import type { AnalysisPlan, Key, RunPlan } from '../plan/types.ts';
import { countRuns, keysOf, resultsOf } from '../report/results-of.ts';
import type { Results } from '../report/results.ts';
import type { Store } from '../store/types.ts';
import { trainRuns, type TrainResult } from '../train/index.ts';
import { version } from '../version.ts';
import { withInputs, withInputsToMeasure, estimateAgainstFact } from './costs.ts';
import type { Listener } from './events.ts';
import type { PlannedSuite, PlanSettings } from './plan-suite.ts';
import { runLooks } from './run-looks.ts';

/** How a planned suite is run. */
export interface RunOptions {
  readonly store: Store;
  /** Threads, each of which trains or measures one run at a time. */
  readonly workers: number;
  /** Aborting stops the runs under way; those that ended are kept. */
  readonly signal?: AbortSignal | undefined;
  readonly on?: Listener | undefined;
  /** Milliseconds since 1970; default the clock. */
  readonly now?: (() => number) | undefined;
  /** When the call began that asked for this, where that was before; as `now`. */
  readonly startedAt?: number;
  /** Sees the part of the plan that a look asks for, before any of it is trained; may throw to stop it. */
  readonly beforeTraining?: (part: RunPlan) => Promise<void>;
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
function replayFlags({ engine, dataDir, directory }: PlanSettings): string[] {
  return [
    ...(engine === 'onnx' ? [] : [`--engine ${engine}`]),
    ...(dataDir === null ? [] : [`--data-dir ${dataDir}`]),
    ...(directory === 'hypotheses' ? [] : [`--directory ${directory}`]),
  ];
}

/**
 * plan → train → measure → judge → results. What the store holds is not trained again. Prints nothing: `on` hears how
 * it goes.
 *
 * @throws AssayError `integrity` where a stored record is damaged, `configuration` where the engine cannot be loaded
 * @example
 * const store = openStore('.assay');
 * const { hypotheses } = await selectHypotheses({ root: process.cwd(), settings, filters: ['three-factors'] });
 * const results = await runSuite(await planSuite(hypotheses, settings, store), { store, workers: 2 });
 */
export async function runSuite(
  suite: PlannedSuite,
  { store, workers, signal, on = () => {}, beforeTraining, ...clock }: RunOptions,
): Promise<Results> {
  const { hypotheses, engine, plan, settings } = suite;
  const now = clock.now ?? Date.now;
  const startedAt = clock.startedAt ?? now();
  const stopping = signal === undefined ? {} : { signal };
  const estimates = new Map<Key, number>();
  const { training, hypotheses: looked } = await runLooks(plan, {
    train: async (part) => {
      await beforeTraining?.(part);
      const ready = await withInputs(part, suite, store);
      for (const { key, estimatedMs } of [...ready.jobs, ...ready.external]) estimates.set(key, estimatedMs);
      return trainRuns(ready, {
        store,
        workers,
        ...stopping,
        onProgress: (progress) => {
          if (progress.hits < progress.total) on({ kind: 'training', ...progress });
        },
      });
    },
    measure: async (part, { records, failures }) =>
      measureRuns(await withInputsToMeasure(part, records, suite, store), records, {
        failures,
        store,
        workers,
        ...stopping,
        onProgress: (progress) => on({ kind: 'measuring', ...progress }),
      }),
    judged: ({ analysis, judgement }, soFar) =>
      on({ kind: 'judged', judgement: cutOff(analysis, soFar) ?? judgement }),
  });
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
    durationMs: now() - startedAt,
    interrupted: training.interrupted || signal?.aborted === true,
    training,
    estimate: estimateAgainstFact(estimates, training),
    replayFlags: replayFlags(settings),
  });
}
