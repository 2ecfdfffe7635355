import { z } from 'zod';
import { count, nonnegative, positive } from './fields.ts';
import { rateKinds, sizeKinds, type RateSchema, type SizeSchema } from './table.ts';

/** Schedules of a value that is itself in the range of `value`; where they end or begin, 0 is allowed. */
const scheduleOf = (value: z.ZodNumber) =>
  z.union([
    value,
    z.discriminatedUnion('kind', Object.values(rateKinds).map(({ schema }) => schema(value)) as [RateSchema]),
  ]);

/** A value over training. Lengths are in epochs, counted from the start of training; fractions are allowed. */
export const scheduleSchema = scheduleOf(positive);

/** Momentum over training, 0 for none; that it stays below 1 is seen where the steps are laid out. */
export const momentumSchema = scheduleOf(nonnegative);

/** Batch size over training. */
export const batchSizeSchema = z.union([
  count,
  z.discriminatedUnion('kind', Object.values(sizeKinds).map(({ schema }) => schema) as [SizeSchema]),
]);

export type ScheduleSpec = z.input<typeof scheduleSchema>;
export type BatchSizeSpec = z.input<typeof batchSizeSchema>;
