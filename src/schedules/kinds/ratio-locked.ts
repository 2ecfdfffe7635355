import { z } from 'zod';
import { positive } from '../fields.ts';
import { sizes } from '../kind.ts';

/** The batch size follows the learning rate: rate / ratio. */
export const ratioLocked = {
  rates: null,
  sizes: sizes({
    schema: z.strictObject({ kind: z.literal('ratio-locked'), ratio: positive }),
    sizeAt: ({ ratio }, _, learningRate) => learningRate / ratio,
    sizes: () => undefined,
    largest: () => undefined,
    words: ({ ratio }) => `learning rate / ${ratio}`,
    example: { kind: 'ratio-locked', ratio: 0.002 },
  }),
};
