import { z } from 'zod';
import { kind } from '../kind.ts';

/** After a number of steps. */
export const steps = kind({
  schema: z.strictObject({ kind: z.literal('steps'), steps: z.int().positive() }),
  longest: ({ steps }) => ({ of: 'steps', length: steps }),
  target: null,
  words: ({ steps }) => `after ${steps} steps`,
});
