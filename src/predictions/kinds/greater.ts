import { z } from 'zod';
import { compareArms } from '../comparison/compare.ts';
import { ofMeans, pair, positive } from '../fields.ts';
import { comparable, kind } from '../kind.ts';
import { floorOfPairs } from '../rates/rate-floors.ts';
import { directed, scaled } from '../regions.ts';
import { by } from '../statement.ts';

/** The first arm lies above the second, by more than `by` where it is given. */
export const greater = kind({
  schema: z.strictObject({
    kind: z.literal('greater'),
    ...ofMeans,
    arms: pair,
    by: positive.exactOptional(),
  }),
  role: 'contrast',
  values: comparable,
  fewestArms: 2,
  floor: floorOfPairs((p) => directed(true, p.by)),
  statement: (p) => `${p.arms[0]} greater than ${p.arms[1]}${by(p)}`,
  assess: compareArms((p) => directed(true, scaled(p, p.by))),
});
