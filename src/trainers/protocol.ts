/**
 * The protocol between `assay` and an external trainer: JSON lines over standard input and output, version 1.
 *
 *     assay → trainer   {"type":"hello","protocol":1}
 *     trainer → assay   {"type":"hello","protocol":1,"name":"my-optimizer","version":"2.1.0"}
 *     assay → trainer   {"type":"job","id":"…","workload":{…},"optimizer":{…},"learningRate":0.1,…}
 *     trainer → assay   {"type":"metrics","id":"…","step":100,"values":{"trainLoss":0.52}}     (any number of them)
 *     trainer → assay   {"type":"state","id":"…","step":100,"parameters":{"w":[…]}}            (where the job asks for it)
 *     trainer → assay   {"type":"done","id":"…","steps":500,"final":{"testAccuracy":0.87}}     (or "diverged" or "error")
 *     assay → trainer   {"type":"bye"}
 *
 * A trainer runs one job at a time and may be given many. What it writes to standard error is captured and shown when
 * something fails. Every number is finite: a run whose loss became infinite or NaN ends with `diverged`.
 *
 * @see docs/external-trainers.md
 */
import { z } from 'zod';

/** The version of the protocol that this package speaks. */
export const PROTOCOL_VERSION = 1;

const DIVERGED = 'a run whose loss is no longer finite answers {"type":"diverged"}';
const finite = z.number({
  // JSON can write a number that is too large for 64 bits.
  error: ({ input }) =>
    typeof input === 'number' ? `expected a finite number, got ${input} (${DIVERGED})` : undefined,
});
const values = z.record(z.string(), finite);

/** Where a step is in epochs, and in time: the sum of the learning rates. */
const position = { epochs: finite.nonnegative().optional(), time: finite.optional() };

/** Parameters, or what the net carries beside them, by name: flat lists. */
const lists = z.record(z.string(), z.array(finite));

/**
 * A run, as an external trainer is asked for it. Plain data; `seed` is a 32-bit number, `seedName` its name in reports.
 */
export interface TrainerJob {
  readonly id: string;
  readonly workload: unknown;
  readonly optimizer: unknown;
  readonly learningRate: unknown;
  readonly batchSize: unknown;
  readonly momentum?: unknown;
  readonly stop: unknown;
  /** Values by step of what the words above leave to a schedule, so that a trainer needs to know no schedules. */
  readonly schedule?: Readonly<Partial<Record<'learningRate' | 'batchSize' | 'momentum', readonly number[]>>>;
  /** Distance of the wanted points of the curve `trainLoss`, in epochs; in steps where there are no examples. */
  readonly metricsEvery?: number;
  readonly sampler: string;
  readonly seed: number;
  readonly seedName: string;
  /** Directory of the data set's files (IDX, gzipped), where the workload names one. */
  readonly dataPath?: string;
  /**
   * Only to a trainer that says it `resumes`: stop after step `saveAt` and write to `path` all that the rest of the run
   * takes, or go on from what lies there.
   */
  readonly checkpoint?: { readonly path: string } & ({ readonly saveAt: number } | { readonly resume: true });
  /**
   * Only to a trainer that says it `accumulates`: the gradient of each mini-batch is accumulated over so many parts of
   * it.
   */
  readonly microBatches?: number;
  /**
   * Only to the trainer that ships with us: numbers of steps, ascending, after which the net is wanted as a `state`. 0
   * is the start.
   */
  readonly snapshots?: readonly number[];
  readonly options?: unknown;
}

/** What `assay` writes: a line each. */
export type Request =
  | { readonly type: 'hello'; readonly protocol: number }
  | ({ readonly type: 'job' } & TrainerJob)
  | { readonly type: 'bye' };

/** What a trainer answers: a line each. Unknown fields are ignored, so that a trainer may say more. */
export const answerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.int(),
    name: z.string().min(1),
    version: z.string().min(1),
    /**
     * Of all that determines its numbers, as far as it knows: code and libraries. Equal digests are never trained
     * twice.
     */
    digest: z.string().min(1).optional(),
    /** Kinds of models and of data that it trains; a battery leaves out the others. */
    models: z.array(z.string().min(1)).min(1).optional(),
    data: z.array(z.string().min(1)).min(1).optional(),
    /** Whether it takes jobs that are stopped and saved, and jobs that go on from there. */
    resumes: z.boolean().optional(),
    /** Whether it takes jobs whose mini-batches are accumulated over micro-batches. */
    accumulates: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('metrics'),
    id: z.string(),
    step: z.int().nonnegative(),
    ...position,
    values,
  }),
  z.object({
    type: z.literal('state'),
    id: z.string(),
    step: z.int().nonnegative(),
    ...position,
    parameters: lists,
    statistics: lists.optional(),
  }),
  z.object({
    type: z.literal('done'),
    id: z.string(),
    steps: z.int().nonnegative(),
    ...position,
    final: values,
    parameters: lists.optional(),
    statistics: lists.optional(),
  }),
  z.object({
    type: z.literal('diverged'),
    id: z.string(),
    step: z.int().nonnegative(),
    final: values.default({}),
  }),
  z.object({ type: z.literal('error'), id: z.string().optional(), message: z.string() }),
]);

export type Answer = z.output<typeof answerSchema>;

/** Who a trainer says it is. */
export type TrainerIdentity = Omit<Extract<Answer, { readonly type: 'hello' }>, 'type' | 'protocol'>;

/** Where a run stands, as far as the trainer says so. */
export interface TrainerPosition {
  readonly epochs?: number;
  /** Sum of the learning rates. */
  readonly time?: number;
}

/** A point of a run's curves. */
export interface TrainerMetrics extends TrainerPosition {
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

type Lists = Readonly<Record<string, readonly number[]>>;

/** The net where a run stood. */
export interface TrainerState extends TrainerPosition {
  readonly step: number;
  readonly parameters: Lists;
  readonly statistics?: Lists;
}

/** What became of a job. */
export interface TrainerResult extends TrainerPosition {
  readonly outcome: 'finished' | 'diverged';
  readonly steps: number;
  readonly final: Readonly<Record<string, number>>;
  readonly curve: readonly TrainerMetrics[];
  /** Those that were asked for. */
  readonly states: readonly TrainerState[];
  readonly parameters?: Lists;
  readonly statistics?: Lists;
  readonly durationMs: number;
}

/** Reads one line of a trainer's output, or says what is wrong with it. */
export function parseAnswer(line: string): { readonly answer: Answer } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const nonFinite = /\b(NaN|-?Infinity)\b/.exec(line)?.[1];
    return {
      problem: nonFinite
        ? `expected finite numbers, got ${nonFinite} (${DIVERGED})`
        : 'expected a line of JSON (write logs to standard error)',
    };
  }
  const parsed = answerSchema.safeParse(value);
  return parsed.success
    ? { answer: parsed.data }
    : { problem: z.prettifyError(parsed.error).replace(/\s*\n\s*/g, '; ') };
}
