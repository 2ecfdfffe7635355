import { z } from 'zod';
import { contrast } from '../contrast.ts';
import { arm, common, positive, reference } from '../fields.ts';
import { kind, numbers } from '../kind.ts';
import { directed, scaled } from '../regions.ts';
import { by } from '../statement.ts';

/** An arm's measure lies below a number, or below another measure of the same runs, by more than `by` where it is given. */
export const below = kind({
  schema: z.strictObject({
    kind: z.literal('below'),
    ...common,
    arm,
    than: reference,
    by: positive.exactOptional(),
  }),
  role: 'contrast',
  values: numbers,
  measures: ['than'],
  statement: (p) => `${p.arm} below ${p.than}${by(p)}`,
  assess: (given) =>
    contrast(given, given.prediction.than, directed(false, scaled(given.prediction, given.prediction.by))),
});
