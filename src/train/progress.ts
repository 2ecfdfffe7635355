import type { ExternalJob, Job, Key } from '../plan/types.ts';
import type { TrainProgress } from './types.ts';

/** Keeps count of runs and corrects the planner's estimates by what runs really took. */
export class ProgressMeter {
  readonly #total: number;
  readonly #hits: number;
  readonly #workers: number;
  readonly #remaining: Map<Key, number>;
  #done: number;
  #estimated = 0;
  #measured = 0;

  constructor(total: number, hits: number, missing: readonly (Job | ExternalJob)[], workers: number) {
    this.#total = total;
    this.#hits = hits;
    this.#done = hits;
    this.#workers = workers;
    this.#remaining = new Map(missing.map(({ key, estimatedMs }) => [key, estimatedMs]));
  }

  /** A run has ended after `durationMs`. */
  finished(job: Job | ExternalJob, durationMs: number): void {
    this.#remaining.delete(job.key);
    this.#done++;
    this.#estimated += job.estimatedMs;
    this.#measured += durationMs;
  }

  get progress(): TrainProgress {
    const estimate = [...this.#remaining.values()].reduce((sum, ms) => sum + ms, 0);
    const correction = this.#estimated > 0 ? this.#measured / this.#estimated : 1;
    return {
      done: this.#done,
      total: this.#total,
      hits: this.#hits,
      remainingMs: (estimate * correction) / this.#workers,
    };
  }
}
