import type { ExternalJob, Job, Key } from '../plan/types.ts';
import type { TrainProgress } from './types.ts';

/** Runs with one estimate: they differ in their seeds alone, as a rule. */
interface Kind {
  readonly estimatedMs: number;
  left: number;
  done: number;
  /** Milliseconds that those that are done have taken. */
  takenMs: number;
}

/**
 * From so many kinds on, or half of all, the median of their ratios tells the pace of the others: the first to end are
 * the longest, and no sample.
 */
const ENOUGH_KINDS = 8;

/**
 * Keeps count of runs and corrects the planner's estimates by what runs really took: those of the same kind, else those
 * of all.
 */
export class ProgressMeter {
  readonly #total: number;
  readonly #hits: number;
  readonly #workers: number;
  readonly #missing: Set<Key>;
  readonly #kinds = new Map<number, Kind>();
  #done: number;

  constructor(total: number, hits: number, missing: readonly (Job | ExternalJob)[], workers: number) {
    this.#total = total;
    this.#hits = hits;
    this.#done = hits;
    this.#workers = workers;
    this.#missing = new Set(missing.map(({ key }) => key));
    for (const { estimatedMs } of missing) this.#kind(estimatedMs).left++;
  }

  #kind(estimatedMs: number): Kind {
    const known = this.#kinds.get(estimatedMs) ?? { estimatedMs, left: 0, done: 0, takenMs: 0 };
    this.#kinds.set(estimatedMs, known);
    return known;
  }

  /** A run has ended after `durationMs`. */
  finished({ key, estimatedMs }: Job | ExternalJob, durationMs: number): void {
    const kind = this.#kind(estimatedMs);
    if (this.#missing.delete(key)) kind.left--;
    this.#done++;
    kind.done++;
    kind.takenMs += durationMs;
  }

  get progress(): TrainProgress {
    const kinds = [...this.#kinds.values()];
    const ratios = kinds
      .filter(({ done, estimatedMs }) => done > 0 && estimatedMs > 0)
      .map(({ takenMs, done, estimatedMs }) => takenMs / done / estimatedMs)
      .sort((a, b) => a - b);
    const pace = ratios.length < Math.min(ENOUGH_KINDS, kinds.length / 2) ? 1 : ratios[ratios.length >> 1]!;
    const remaining = kinds.reduce(
      (sum, { left, done, takenMs, estimatedMs }) =>
        sum + left * (done > 0 ? takenMs / done : estimatedMs * pace),
      0,
    );
    return { done: this.#done, total: this.#total, hits: this.#hits, remainingMs: remaining / this.#workers };
  }
}
