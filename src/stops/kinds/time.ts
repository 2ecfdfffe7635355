import { z } from 'zod';
import { kind } from '../kind.ts';

/** Where learning rate × steps reaches `time`: equal time of the differential equation. */
export const time = kind({
  schema: z.strictObject({ kind: z.literal('time'), time: z.number().positive() }),
  longest: ({ time }) => ({ of: 'time', length: time }),
  target: null,
  words: ({ time }) => `when learning rate times steps reaches ${time}`,
});
