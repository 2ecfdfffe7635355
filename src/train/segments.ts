/** A stretch of steps that one call of a training loop runs: one mini-batch size, no evaluation inside. */
export interface Segment {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly batchSize: number;
  /** Whether the run is evaluated after it. */
  readonly check: boolean;
  /** Whether the net is kept after it. */
  readonly keep: boolean;
}

/** At most this many row numbers in one call, so that a run answers a stop within a fraction of a second. */
const ROWS_PER_CALL = 131_072;
const STEPS_PER_CALL = 4_096;

/**
 * Cuts a schedule into segments. The cuts do not change the numbers: all that flows from step to step is carried
 * exactly.
 *
 * @param batchSizes mini-batch size of each step
 * @param checks numbers of steps after which the run is evaluated, ascending
 * @param kept numbers of steps after which the net is kept, ascending
 * @param rowsOf rows that a step of a mini-batch size reads; as many as the size unless every step reads all examples
 * @example [...segments(Int32Array.of(8, 8, 4), Int32Array.of(3))] // steps 0–2 at size 8, then 2–3 at 4 with a check
 */
export function* segments(
  batchSizes: Int32Array,
  checks: Int32Array,
  kept: readonly number[] = [],
  rowsOf: (batchSize: number) => number = (batchSize) => batchSize,
): Generator<Segment> {
  const [check, keep] = [new Marks(checks), new Marks(kept)];
  let from = 0;
  while (from < batchSizes.length) {
    const batchSize = batchSizes[from]!;
    const limit = Math.min(
      check.after(from),
      keep.after(from),
      batchSizes.length,
      from + Math.max(1, Math.min(STEPS_PER_CALL, Math.floor(ROWS_PER_CALL / rowsOf(batchSize)))),
    );
    let to = from + 1;
    while (to < limit && batchSizes[to] === batchSize) to++;
    yield { from, to, batchSize, check: to === check.after(from), keep: to === keep.after(from) };
    from = to;
  }
}

/** Ascending numbers of steps, asked for in ascending order. */
class Marks {
  readonly #marks: ArrayLike<number>;
  #next = 0;

  constructor(marks: ArrayLike<number>) {
    this.#marks = marks;
  }

  /** The first mark beyond a step, or infinity. */
  after(step: number): number {
    while (this.#next < this.#marks.length && this.#marks[this.#next]! <= step) this.#next++;
    return this.#marks[this.#next] ?? Infinity;
  }
}
