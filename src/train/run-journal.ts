import { componentsOf } from './components.ts';
import type { Tensors } from '../engines/types.ts';
import type { Job, ScheduleTensors } from '../plan/types.ts';
import type { Evaluation } from './evaluate.ts';
import type { RunOutcome, TrainedRun } from './types.ts';

type Curves = Record<string, { steps: number[]; epochs: number[]; time: number[]; values: number[] }>;

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

/** Keeps what happens to a run: its position in steps, epochs and time, its evaluations, and in the end its record. */
export class RunJournal {
  readonly #job: Job;
  readonly #batchSizes: ArrayLike<number>;
  readonly #rates: ArrayLike<number>;
  readonly #started = performance.now();
  readonly #curves: Curves = {};
  readonly #final: Record<string, number> = {};
  readonly #snapshots = {
    steps: [] as number[],
    epochs: [] as number[],
    time: [] as number[],
    states: [] as Tensors[],
  };
  readonly #known: Record<'train' | 'test', number> = { train: -1, test: -1 };
  #steps = 0;
  /** Sums of mini-batch sizes and of learning rates over the steps taken. */
  #examples = 0;
  #time = 0;

  constructor(job: Job, schedule: ScheduleTensors) {
    this.#job = job;
    this.#batchSizes = schedule['batchSize']!.data;
    this.#rates = schedule['learningRate']!.data;
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** The full training loss at the last evaluation. */
  get trainLoss(): number {
    return this.#final['trainLoss'] ?? NaN;
  }

  /** Whether the set was evaluated where the run stands now. */
  knows(set: 'train' | 'test'): boolean {
    return this.#known[set] === this.#steps;
  }

  /** The run has taken `steps` steps in all, no fewer than before. */
  advance(steps: number): void {
    for (let step = this.#steps; step < steps; step++) {
      this.#examples += this.#batchSizes[step]!;
      this.#time += this.#rates[step]!;
    }
    this.#steps = steps;
  }

  /** The net was evaluated on all of a set. */
  note(set: 'train' | 'test', evaluation: Evaluation): void {
    this.#known[set] = this.#steps;
    for (const [what, value] of Object.entries(evaluation) as [string, number][]) {
      const name = `${set}${capital(what)}`;
      this.#final[name] = value;
      if (!this.#isOnCurves(set)) continue;
      const curve = (this.#curves[name] ??= { steps: [], epochs: [], time: [], values: [] });
      curve.steps.push(this.#steps);
      curve.epochs.push(this.#epochs());
      curve.time.push(this.#time);
      curve.values.push(value);
    }
  }

  /** The net is kept where the run stands now. */
  keep(state: Tensors): void {
    const { steps, epochs, time, states } = this.#snapshots;
    steps.push(this.#steps);
    epochs.push(this.#epochs());
    time.push(this.#time);
    states.push(state);
  }

  /**
   * The record and the states. Numbers that are not finite are left out of `final`: the outcome tells of them.
   *
   * @param together number of runs that took their time together: each has its share
   */
  close(outcome: RunOutcome, state: Tensors, together: number): TrainedRun {
    const { key, seed } = this.#job;
    const finite = Object.entries(this.#final).filter(([, value]) => Number.isFinite(value));
    const record: TrainedRun['record'] = {
      schema: 1,
      key,
      seed,
      outcome,
      steps: this.#steps,
      epochs: this.#epochs(),
      final: outcome.kind === 'finished' ? Object.fromEntries(finite) : {},
      curves: this.#curves,
      provenance: {
        ...componentsOf(this.#job),
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
      },
      durationMs: Math.round((performance.now() - this.#started) / together),
    };
    if (this.#job.snapshots === undefined) return { record, state };
    if (outcome.kind === 'finished' && this.#snapshots.steps.at(-1) !== this.#steps) this.keep(state);
    return { record, state, snapshots: this.#snapshots };
  }

  /** Whether evaluations of a set are points of curves. */
  #isOnCurves(set: 'train' | 'test'): boolean {
    const { record } = this.#job;
    return record === 'curves' || (record === 'train-curves' && set === 'train');
  }

  #epochs(): number {
    return this.#job.examples === 0 ? 0 : this.#examples / this.#job.examples;
  }
}
