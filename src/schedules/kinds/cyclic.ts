import { z } from 'zod';
import { count, epochs, positive } from '../fields.ts';
import { rates, sizes } from '../kind.ts';
import { allLevels, levelsField, onLevel } from '../levels.ts';

const kind = z.literal('cyclic');
const shape = z.enum(['triangular', 'discrete']);

interface Cycle {
  readonly shape: z.output<typeof shape>;
  readonly low: number;
  readonly high: number;
  readonly period: number;
}

function valueAt({ shape, low, high, period }: Cycle, epoch: number): number {
  const phase = (epoch / period) % 1;
  if (shape === 'discrete') return phase < 0.5 ? low : high;
  return low + (high - low) * (1 - Math.abs(2 * phase - 1));
}

const words = ({ shape, low, high, period }: Cycle): string =>
  shape === 'discrete'
    ? `${low} and ${high} in turn, ${epochs(period / 2)} each`
    : `from ${low} to ${high} and back in ${epochs(period)}`;

const ends = ({ low, high, levels }: { low: number; high: number; levels?: number | undefined }) => ({
  from: low,
  to: high,
  levels,
});

/**
 * From `low` up to `high` in half a period and down again (`triangular`), or `low` for the first half of each period
 * and `high` for the second (`discrete`).
 *
 * @see Smith 2017 (triangular)
 */
export const cyclic = {
  rates: rates({
    schema: (value: z.ZodNumber) =>
      z.strictObject({ kind, shape, low: value, high: value, period: positive }),
    valueAt,
    words,
    example: { kind: 'cyclic', shape: 'triangular', low: 0.01, high: 0.1, period: 8 },
  }),
  sizes: sizes({
    schema: z.strictObject({
      kind,
      shape,
      low: count,
      high: count,
      period: positive,
      /** Of a triangular cycle. */
      levels: levelsField,
    }),
    sizeAt: (spec, epoch) =>
      spec.shape === 'discrete' ? valueAt(spec, epoch) : onLevel(valueAt(spec, epoch), ends(spec)),
    sizes: (spec) => (spec.shape === 'discrete' ? [spec.low, spec.high] : allLevels(ends(spec))),
    largest: ({ low, high }) => Math.max(low, high),
    words,
    example: { kind: 'cyclic', shape: 'triangular', low: 16, high: 160, period: 8 },
  }),
};
