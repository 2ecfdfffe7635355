import type { Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';
import { miniBatches, rowsOfStep, type MiniBatches } from '../samplers/index.ts';
import type { Segment } from './segments.ts';
import { drawnInStep } from './step-draws.ts';

/** As many drawn numbers weigh as much as a row, where calls of a loop are bounded. */
const DRAWS_PER_ROW = 32;

/** What bounds the steps of one call: rows of examples, and numbers that are drawn. */
export const loadOfStep = (job: Job, batchSize: number): number =>
  Math.max(rowsOfStep(job.sampler, batchSize, job.examples), drawnInStep(job, batchSize) / DRAWS_PER_ROW);

/**
 * The row numbers of one run's mini-batches, segment by segment: a sequence for each mini-batch that a step consumes. A
 * live resource: every call advances it.
 */
export class ExampleRows {
  readonly #job: Job;
  readonly #sequences: readonly MiniBatches[];

  constructor(job: Job) {
    this.#job = job;
    this.#sequences = Array.from({ length: job.batches }, (_, sequence) =>
      miniBatches(job.seed, job.sampler, job.examples, sequence),
    );
  }

  /** `rows` and `rows/1` … of the next segment, `[steps, rows of a step]`; nothing where there are no examples. */
  draw({ from, to, batchSize }: Segment): Tensors {
    if (this.#job.examples === 0) return {};
    const [steps, size] = [to - from, rowsOfStep(this.#job.sampler, batchSize, this.#job.examples)];
    const rows = this.#sequences.map((sequence, index) => {
      const drawn = new Int32Array(steps * size);
      for (let step = 0; step < steps; step++) sequence.next(drawn, step * size, size);
      return [index === 0 ? 'rows' : `rows/${index}`, { data: drawn, shape: [steps, size] }] as const;
    });
    return Object.fromEntries(rows);
  }
}
