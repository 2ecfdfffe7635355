import { z } from 'zod';
import { kind } from '../kind.ts';

/** After a number of passes over the training examples, fractions allowed. */
export const epochs = kind({
  schema: z.strictObject({ kind: z.literal('epochs'), epochs: z.number().positive() }),
  longest: ({ epochs }) => ({ of: 'epochs', length: epochs }),
  target: null,
  words: ({ epochs }) => `after ${epochs} epochs`,
});
