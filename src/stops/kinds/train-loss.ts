import { z } from 'zod';
import { kind } from '../kind.ts';

const positive = z.number().positive();

/**
 * At the first check, every `checkEvery` epochs, where the full training loss is below; never later than `maxEpochs`.
 */
export const trainLoss = kind({
  schema: z.strictObject({
    kind: z.literal('trainLoss'),
    below: positive,
    checkEvery: positive,
    maxEpochs: positive,
  }),
  longest: ({ maxEpochs }) => ({ of: 'epochs', length: maxEpochs }),
  target: ({ below, checkEvery }) => ({ below, checkEvery }),
  words: ({ below, checkEvery, maxEpochs }) =>
    `when the training loss is below ${below}, checked every ${checkEvery} epochs, after ${maxEpochs} epochs at the latest`,
});
