import { z } from 'zod';
import { contrast } from '../exponents/contrast.ts';
import { arm, ofMeans, positive, reference } from '../fields.ts';
import { kind, numbers } from '../kind.ts';
import { floorOfRate } from '../rates/rate-floors.ts';
import { directed, scaled, shifted } from '../regions.ts';
import { by } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('above'),
  ...ofMeans,
  arm,
  than: reference,
  by: positive.exactOptional(),
});
type Above = z.output<typeof schema>;

/** Where the difference to the reference must lie. */
const beyond = (p: Above) => directed(true, scaled(p, p.by));

/**
 * An arm's measure lies above a number, or above another measure of the same runs, by more than `by` where it is given.
 */
export const above = kind({
  schema,
  role: 'contrast',
  values: numbers,
  instead: { time: '`reaches` with the same target, whose rate a number bounds, or a comparison of arms' },
  measures: ['than'],
  floor: floorOfRate((p) => (typeof p.than === 'number' ? shifted(beyond(p), p.than) : undefined), beyond),
  statement: (p) => `${p.arm} above ${p.than}${by(p)}`,
  assess: (given) => contrast(given, given.prediction.than, beyond(given.prediction)),
});
