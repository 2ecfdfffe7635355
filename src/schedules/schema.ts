import { z } from 'zod';

const positive = z.number().positive();

const nonnegative = z.number().nonnegative();
const count = z.int().positive();

/** Schedules of a value that is itself in the range of `value`; where they end or begin, 0 is allowed. */
const scheduleOf = (value: z.ZodNumber) =>
  z.union([
    value,
    z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('steps'),
        start: value,
        at: z.array(positive),
        factor: positive,
        /** Linear from `from` to `start` over the first `over` epochs. */
        warmUp: z.strictObject({ from: nonnegative, over: positive }).optional(),
      }),
      z.strictObject({
        kind: z.literal('cyclic'),
        shape: z.enum(['triangular', 'discrete']),
        low: value,
        high: value,
        period: positive,
      }),
      z
        .strictObject({
          kind: z.literal('cosine'),
          start: value,
          end: nonnegative,
          over: positive,
          /** Linear from `from` to `start` over the first `over` epochs; the cosine takes the rest. */
          warmUp: z.strictObject({ from: nonnegative, over: positive }).optional(),
        })
        .refine(({ over, warmUp }) => warmUp === undefined || warmUp.over < over, {
          path: ['warmUp', 'over'],
          error: 'expected a warm-up shorter than the schedule',
        }),
      z.strictObject({ kind: z.literal('warm-up'), from: nonnegative, to: value, over: positive }),
    ]),
  ]);

/** A value over training. Lengths are in epochs, counted from the start of training; fractions are allowed. */
export const scheduleSchema = scheduleOf(positive);

/** Momentum over training, 0 for none; that it stays below 1 is seen where the steps are laid out. */
export const momentumSchema = scheduleOf(nonnegative);

/** Distinct sizes of a batch-size schedule that moves steadily, ends included: each size is compiled. */
const levels = z.int().min(2).default(9);

/** Batch size over training; `ratio-locked` follows the learning rate: S = round(rate / ratio). */
export const batchSizeSchema = z.union([
  count,
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('steps'),
      start: count,
      at: z.array(positive),
      factor: positive,
    }),
    z.strictObject({
      kind: z.literal('cyclic'),
      shape: z.enum(['triangular', 'discrete']),
      low: count,
      high: count,
      period: positive,
      /** Of a triangular cycle. */
      levels,
    }),
    z.strictObject({ kind: z.literal('cosine'), start: count, end: count, over: positive, levels }),
    z.strictObject({ kind: z.literal('warm-up'), from: count, to: count, over: positive, levels }),
    z.strictObject({ kind: z.literal('ratio-locked'), ratio: positive }),
  ]),
]);

export type ScheduleSpec = z.input<typeof scheduleSchema>;
export type BatchSizeSpec = z.input<typeof batchSizeSchema>;
