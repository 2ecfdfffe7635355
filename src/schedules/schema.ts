import { z } from 'zod';

const positive = z.number().positive();

/** A value over training. Lengths are in epochs, counted from the start of training; fractions are allowed. */
export const scheduleSchema = z.union([
  positive,
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('steps'),
      start: positive,
      at: z.array(positive),
      factor: positive,
      /** Linear from `from` to `start` over the first `over` epochs. */
      warmUp: z.strictObject({ from: z.number().nonnegative(), over: positive }).optional(),
    }),
    z.strictObject({
      kind: z.literal('cyclic'),
      shape: z.enum(['triangular', 'discrete']),
      low: positive,
      high: positive,
      period: positive,
    }),
    z.strictObject({
      kind: z.literal('cosine'),
      start: positive,
      end: z.number().nonnegative(),
      over: positive,
    }),
    z.strictObject({
      kind: z.literal('warm-up'),
      from: z.number().nonnegative(),
      to: positive,
      over: positive,
    }),
  ]),
]);

/** Batch size over training; `ratio-locked` follows the learning rate: S = round(rate / ratio). */
export const batchSizeSchema = z.union([
  z.int().positive(),
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('steps'),
      start: z.int().positive(),
      at: z.array(positive),
      factor: positive,
    }),
    z.strictObject({
      kind: z.literal('cyclic'),
      shape: z.enum(['triangular', 'discrete']),
      low: z.int().positive(),
      high: z.int().positive(),
      period: positive,
      /** Distinct sizes of a triangular cycle, ends included: each size is compiled. */
      levels: z.int().min(2).default(9),
    }),
    z.strictObject({ kind: z.literal('ratio-locked'), ratio: positive }),
  ]),
]);

export type ScheduleSpec = z.input<typeof scheduleSchema>;
export type BatchSizeSpec = z.input<typeof batchSizeSchema>;
