import type { Tensors } from '../engines/types.ts';
import { AssayError } from '../errors.ts';
import type { ExternalJob } from '../plan/types.ts';
import { flatten } from '../program/tree.ts';
import { stream } from '../random/index.ts';
import { TrainerProcess, type TrainerResult } from '../trainers/index.ts';
import type { RunFailure, RunRecord, TrainedRun } from './types.ts';

export interface ExternalOptions {
  /** Processes; each runs one job at a time. */
  readonly workers: number;
  readonly keep: (job: ExternalJob, trained: TrainedRun) => Promise<void>;
  readonly signal?: AbortSignal;
}

/** After so many failures in a row that ended its process, a trainer is not started again. */
const PATIENCE = 3;

/**
 * Trains runs with programs of the user's, several jobs a process. A job that fails is a failure with its message;
 * where the process failed with it, the next job gets a fresh one, unless three in a row have failed. After an abort no
 * further job starts and what is under way is abandoned.
 */
export async function trainExternal(
  jobs: readonly ExternalJob[],
  { workers, keep, signal }: ExternalOptions,
): Promise<{ readonly failures: readonly RunFailure[]; readonly interrupted: boolean }> {
  const queue = [...jobs];
  const failures: RunFailure[] = [];
  const failed = new Map<string, number>();
  const lane = async (): Promise<void> => {
    const slot = new TrainerSlot((key, message) => failures.push({ key, message, late: true }));
    const kill = (): void => slot.kill();
    signal?.addEventListener('abort', kill);
    try {
      for (let job = queue.shift(); job !== undefined && !signal?.aborted; job = queue.shift()) {
        const command = commandOf(job);
        const failuresInARow = failed.get(command) ?? 0;
        if (failuresInARow >= PATIENCE) {
          failures.push({
            key: job.key,
            message: `Not tried: its trainer failed ${PATIENCE} times in a row`,
          });
          continue;
        }
        try {
          const trainer = await slot.trainerFor(job);
          const result = await trainer.train(requestOf(job));
          // A process of one run has no more to do, so what the run has left behind fails before the run is kept.
          if (job.fresh === true) await slot.end();
          else slot.last = job.key;
          await keep(job, trainedRun(job, result, trainer.identity));
          failed.set(command, 0);
        } catch (error) {
          slot.last = undefined;
          if (!slot.isReady) {
            slot.kill();
            failed.set(command, failuresInARow + 1);
          }
          if (!(error instanceof AssayError)) throw error;
          if (!signal?.aborted) failures.push({ key: job.key, message: error.message });
        }
      }
    } finally {
      signal?.removeEventListener('abort', kill);
      await slot.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, lane));
  return { failures, interrupted: signal?.aborted ?? false };
}

const commandOf = ({ trainer, directory }: ExternalJob) => JSON.stringify([trainer, directory]);

/** Holds the process of one lane: kept while jobs ask for the same trainer, replaced when they ask for another. */
class TrainerSlot {
  /** The run that the process trained last. */
  last: string | undefined;
  #trainer: TrainerProcess | undefined;
  #command = '';
  readonly #onLateFailure: (run: string, message: string) => void;

  /** @param onLateFailure is told of a process that failed after its last run, and of that run */
  constructor(onLateFailure: (run: string, message: string) => void) {
    this.#onLateFailure = onLateFailure;
  }

  async trainerFor(job: ExternalJob): Promise<TrainerProcess> {
    const { trainer, directory } = job;
    const command = commandOf(job);
    if (this.#trainer?.isReady && this.#command === command && job.fresh !== true) return this.#trainer;
    await this.close();
    this.#command = command;
    this.#trainer = await TrainerProcess.start(trainer, { directory });
    return this.#trainer;
  }

  /** Whether the process, if there is one, can be given another job. */
  get isReady(): boolean {
    return this.#trainer?.isReady ?? false;
  }

  kill(): void {
    this.#trainer?.kill();
    this.#trainer = undefined;
  }

  /**
   * Ends the process.
   * @throws AssayError `infrastructure` where it fails meanwhile
   */
  async end(): Promise<void> {
    const trainer = this.#trainer;
    await this.close();
    if (trainer?.lateFailure !== undefined) throw trainer.lateFailure;
  }

  async close(): Promise<void> {
    const trainer = this.#trainer;
    this.#trainer = undefined;
    await trainer?.close();
    if (trainer?.lateFailure !== undefined && this.last !== undefined)
      this.#onLateFailure(this.last, `After the run: ${trainer.lateFailure.message}`);
    this.last = undefined;
  }
}

/** The job as the wire has it: a 32-bit seed drawn from the run's own stream, the same for all arms. */
const requestOf = ({ key, seed, job }: ExternalJob) => ({
  ...job,
  id: key.slice(0, 12),
  seed: stream(seed, 'init').uint32(),
  seedName: seed,
});

function trainedRun(
  { key, seed, job: { snapshots: wanted } }: ExternalJob,
  result: TrainerResult,
  { name, version }: TrainerProcess['identity'],
): TrainedRun {
  return {
    record: {
      schema: 1,
      key,
      seed,
      outcome:
        result.outcome === 'diverged'
          ? { kind: 'diverged', step: result.steps, what: 'train-loss' }
          : { kind: 'finished' },
      steps: result.steps,
      epochs: result.epochs ?? result.steps,
      final: result.final,
      curves: curvesOf(result),
      provenance: {
        engine: 'external',
        engineVersion: `${name} ${version}`,
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
      },
      durationMs: Math.round(result.durationMs),
    },
    state: stateOf(result),
    ...(wanted === undefined ? {} : { snapshots: snapshotsOf(result, wanted) }),
  };
}

/** Lists as tensors: what shapes they have is known to who reads them. */
function stateOf({ parameters, statistics }: Pick<TrainerResult, 'parameters' | 'statistics'>): Tensors {
  const tensors = (lists: TrainerResult['parameters'] = {}): Tensors =>
    Object.fromEntries(
      Object.entries(lists).map(([name, values]) => [
        name,
        { data: Float32Array.from(values), shape: [values.length] },
      ]),
    );
  return flatten({ parameters: tensors(parameters), statistics: tensors(statistics) });
}

/** The states that came of those that were wanted, and the end of a run that finished. */
function snapshotsOf(result: TrainerResult, wanted: readonly number[]): NonNullable<TrainedRun['snapshots']> {
  const { outcome, steps, states, parameters } = result;
  const came = wanted.flatMap((step) => states.find((state) => state.step === step) ?? []);
  const isEndMissing = outcome === 'finished' && parameters !== undefined && came.at(-1)?.step !== steps;
  const kept = isEndMissing ? [...came, { ...result, step: steps }] : came;
  return {
    steps: kept.map(({ step }) => step),
    epochs: kept.map(({ step, epochs = inEpochs(step, result) }) => epochs),
    time: kept.map(({ step, time = step }) => time),
    states: kept.map(stateOf),
  };
}

/** Where a step is in epochs, as far as the run's end tells: in proportion. */
const inEpochs = (step: number, { steps, epochs = steps }: TrainerResult): number =>
  (step * epochs) / Math.max(1, steps);

/**
 * Points of curves by name. Where the trainer does not say, epochs are in proportion to steps, and time counts steps,
 * since its rates are its own.
 */
function curvesOf(result: TrainerResult): RunRecord['curves'] {
  const { curve } = result;
  const names = [...new Set(curve.flatMap(({ values }) => Object.keys(values)))];
  return Object.fromEntries(
    names.map((name) => {
      const points = curve.filter(({ values }) => name in values);
      const at = points.map(({ step }) => step);
      return [
        name,
        {
          steps: at,
          epochs: points.map(({ step, epochs = inEpochs(step, result) }) => epochs),
          time: points.map(({ step, time = step }) => time),
          values: points.map(({ values }) => values[name]!),
        },
      ];
    }),
  );
}
