import { z } from 'zod';
import { count, positive, warmUpField } from '../fields.ts';
import { rates, sizes } from '../kind.ts';
import { warmUpAt } from './warm-up.ts';

const kind = z.literal('steps');
const shared = { at: z.array(positive), factor: positive };

interface Steps {
  readonly start: number;
  readonly at: readonly number[];
  readonly factor: number;
}

const factorAt = ({ at, factor }: Steps, epoch: number): number =>
  factor ** at.filter((position) => epoch >= position).length;

const words = ({ start, at, factor }: Steps): string =>
  at.length === 0
    ? `${start}`
    : `${start}, times ${factor} at ${at.length === 1 ? 'epoch' : 'epochs'} ${at.join(', ')}`;

/**
 * start · factor^(number of positions in `at` that are reached); a learning rate may climb to `start` by a warm-up
 * first.
 */
export const steps = {
  rates: rates({
    schema: (value: z.ZodNumber) => z.strictObject({ kind, start: value, ...shared, warmUp: warmUpField }),
    valueAt: ({ warmUp, ...spec }, epoch) =>
      (warmUp === undefined ? spec.start : warmUpAt({ ...warmUp, to: spec.start }, epoch)) *
      factorAt(spec, epoch),
    words: ({ warmUp, ...spec }) =>
      warmUp === undefined
        ? words(spec)
        : `${words(spec)}; up from ${warmUp.from} until epoch ${warmUp.over}`,
    example: { kind: 'steps', start: 0.1, at: [10, 15], factor: 0.1 },
  }),
  sizes: sizes({
    schema: z.strictObject({ kind, start: count, ...shared }),
    sizeAt: (spec, epoch) => spec.start * factorAt(spec, epoch),
    sizes: ({ start, at, factor }) => [start, ...at.map((_, index) => start * factor ** (index + 1))],
    largest: ({ start, at, factor }) => start * Math.max(1, factor ** at.length),
    words,
    example: { kind: 'steps', start: 16, at: [10, 15], factor: 4 },
  }),
};
