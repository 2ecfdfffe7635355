import { z } from 'zod';
import { count, epochs, nonnegative, positive, warmUpField } from '../fields.ts';
import { rates, sizes } from '../kind.ts';
import { allLevels, levelsField, onLevel } from '../levels.ts';
import { warmUpAt } from './warm-up.ts';

const kind = z.literal('cosine');

interface Cosine {
  readonly start: number;
  readonly end: number;
  readonly over: number;
}

const cosineAt = ({ start, end, over }: Cosine, epoch: number): number =>
  end + ((start - end) * (1 + Math.cos(Math.PI * Math.min(epoch / over, 1)))) / 2;

const words = ({ start, end, over }: Cosine): string => `from ${start} to ${end} over ${epochs(over)}`;

const ends = ({ start, end, levels }: { start: number; end: number; levels?: number | undefined }) => ({
  from: start,
  to: end,
  levels,
});

/**
 * From `start` to `end` over `over` epochs on half a cosine, then `end`. A learning rate may take the first part as a
 * warm-up, linear up to `start`.
 *
 * @see Loshchilov & Hutter 2017, equation 5
 */
export const cosine = {
  rates: rates({
    schema: (value: z.ZodNumber) =>
      z
        .strictObject({ kind, start: value, end: nonnegative, over: positive, warmUp: warmUpField })
        .refine(({ over, warmUp }) => warmUp === undefined || warmUp.over < over, {
          path: ['warmUp', 'over'],
          error: 'expected a warm-up shorter than the schedule',
        }),
    valueAt: ({ warmUp, ...spec }, epoch) => {
      if (warmUp === undefined) return cosineAt(spec, epoch);
      if (epoch < warmUp.over) return warmUpAt({ ...warmUp, to: spec.start }, epoch);
      return cosineAt({ ...spec, over: spec.over - warmUp.over }, epoch - warmUp.over);
    },
    words: ({ warmUp, ...spec }) =>
      warmUp === undefined
        ? words(spec)
        : `${words(spec)}; up from ${warmUp.from} until epoch ${warmUp.over}`,
    example: { kind: 'cosine', start: 0.1, end: 0, over: 20 },
  }),
  sizes: sizes({
    schema: z.strictObject({ kind, start: count, end: count, over: positive, levels: levelsField }),
    sizeAt: (spec, epoch) => onLevel(cosineAt(spec, epoch), ends(spec)),
    sizes: (spec) => allLevels(ends(spec)),
    largest: ({ start }) => start,
    words,
    example: { kind: 'cosine', start: 16, end: 256, over: 20 },
  }),
};
