import { z } from 'zod';

const positive = z.number().positive();

const nonnegative = z.number().nonnegative();
const count = z.int().positive();

/** One value until `at[0]`, the next from there on, and so on. */
const piecewiseOf = (value: z.ZodNumber) =>
  z
    .strictObject({
      kind: z.literal('piecewise'),
      values: z.array(value).min(2),
      /** Positions where the next value begins, increasing. */
      at: z.array(positive).min(1),
    })
    .refine(({ values, at }) => values.length === at.length + 1, {
      path: ['values'],
      error: ({ input }) => {
        const { values, at } = input as {
          readonly values: readonly number[];
          readonly at: readonly number[];
        };
        return `expected one value more than positions in \`at\` (${at.length}), got ${values.length}`;
      },
    })
    .refine(({ at }) => at.every((position, index) => index === 0 || position > at[index - 1]!), {
      path: ['at'],
      error: ({ input }) =>
        `expected positions that increase, got ${JSON.stringify((input as { readonly at: unknown }).at)}`,
    });

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
      piecewiseOf(value),
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
    piecewiseOf(count),
    z.strictObject({ kind: z.literal('ratio-locked'), ratio: positive }),
  ]),
]);

export type ScheduleSpec = z.input<typeof scheduleSchema>;
export type BatchSizeSpec = z.input<typeof batchSizeSchema>;
