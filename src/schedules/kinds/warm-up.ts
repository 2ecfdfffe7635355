import { z } from 'zod';
import { count, epochs, nonnegative, positive } from '../fields.ts';
import { rates, sizes } from '../kind.ts';
import { allLevels, levelsField, onLevel } from '../levels.ts';

const kind = z.literal('warm-up');

interface WarmUp {
  readonly from: number;
  readonly to: number;
  readonly over: number;
}

/** The rule of a warm-up, which `steps` and `cosine` may begin with. */
export const warmUpAt = ({ from, to, over }: WarmUp, epoch: number): number =>
  from + (to - from) * Math.min(epoch / over, 1);

const words = ({ from, to, over }: WarmUp): string => `from ${from} to ${to} over ${epochs(over)}`;

/**
 * Linear from `from` to `to` over `over` epochs, then `to`.
 *
 * @see Goyal et al. 2017, section 2.2
 */
export const warmUp = {
  rates: rates({
    schema: (value: z.ZodNumber) => z.strictObject({ kind, from: nonnegative, to: value, over: positive }),
    valueAt: warmUpAt,
    words,
    example: { kind: 'warm-up', from: 0, to: 0.1, over: 5 },
  }),
  sizes: sizes({
    schema: z.strictObject({ kind, from: count, to: count, over: positive, levels: levelsField }),
    sizeAt: (spec, epoch) => onLevel(warmUpAt(spec, epoch), spec),
    sizes: allLevels,
    largest: ({ from }) => from,
    words,
    example: { kind: 'warm-up', from: 8, to: 64, over: 5 },
  }),
};
