import { z } from 'zod';
import { contrast } from '../contrast.ts';
import { arm, common, positive, reference } from '../fields.ts';
import { kind, numbers } from '../kind.ts';
import { directed, scaled } from '../regions.ts';
import { by } from '../statement.ts';

/** An arm's measure lies above a number, or above another measure of the same runs, by more than `by` where it is given. */
export const above = kind({
  schema: z.strictObject({
    kind: z.literal('above'),
    ...common,
    arm,
    than: reference,
    by: positive.exactOptional(),
  }),
  role: 'contrast',
  values: numbers,
  measures: ['than'],
  statement: (p) => `${p.arm} above ${p.than}${by(p)}`,
  assess: (given) =>
    contrast(given, given.prediction.than, directed(true, scaled(given.prediction, given.prediction.by))),
});
