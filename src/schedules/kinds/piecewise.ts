import { z } from 'zod';
import { count, positive } from '../fields.ts';
import { rates, sizes } from '../kind.ts';

interface Piecewise {
  readonly values: readonly number[];
  readonly at: readonly number[];
}

const schema = (value: z.ZodNumber) =>
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
        const { values, at } = input as Piecewise;
        return `expected one value more than positions in \`at\` (${at.length}), got ${values.length}`;
      },
    })
    .refine(({ at }) => at.every((position, index) => index === 0 || position > at[index - 1]!), {
      path: ['at'],
      error: ({ input }) =>
        `expected positions that increase, got ${JSON.stringify((input as Piecewise).at)}`,
    });

const valueAt = ({ values, at }: Piecewise, epoch: number): number =>
  values[at.filter((position) => epoch >= position).length]!;

const words = ({ values, at }: Piecewise): string =>
  values
    .map((value, index) => (index === 0 ? `${value}` : `from epoch ${at[index - 1]} on ${value}`))
    .join(', ');

/** `values[0]` until `at[0]`, then `values[i]` from `at[i - 1]` on. */
export const piecewise = {
  rates: rates({
    schema,
    valueAt,
    words,
    example: { kind: 'piecewise', values: [0.02, 0.1, 0.02], at: [4, 12] },
  }),
  sizes: sizes({
    schema: schema(count),
    sizeAt: valueAt,
    sizes: ({ values }) => values,
    largest: ({ values }) => values[0],
    words,
    example: { kind: 'piecewise', values: [80, 16, 80], at: [4, 12] },
  }),
};
