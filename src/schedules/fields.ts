/** Fields that kinds of schedules share, and their words. */
import { z } from 'zod';

export const positive = z.number().positive();
export const nonnegative = z.number().nonnegative();
export const count = z.int().positive();

/** Linear from `from` up to the schedule's start over the first `over` epochs. */
export const warmUpField = z.strictObject({ from: nonnegative, over: positive }).optional();

/** `1 epoch`, `2.5 epochs`. */
export const epochs = (length: number): string => `${length} ${length === 1 ? 'epoch' : 'epochs'}`;
