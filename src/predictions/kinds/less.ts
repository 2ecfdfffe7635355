import { z } from 'zod';
import { compareArms } from '../comparison/compare.ts';
import { ofMeans, pair, positive } from '../fields.ts';
import { comparable, kind } from '../kind.ts';
import { floorOfPairs } from '../rates/rate-floors.ts';
import { directed, scaled } from '../regions.ts';
import { by } from '../statement.ts';

/** The first arm lies below the second, by more than `by` where it is given. */
export const less = kind({
  schema: z.strictObject({ kind: z.literal('less'), ...ofMeans, arms: pair, by: positive.exactOptional() }),
  role: 'contrast',
  values: comparable,
  fewestArms: 2,
  floor: floorOfPairs((p) => directed(false, p.by)),
  statement: (p) => `${p.arms[0]} less than ${p.arms[1]}${by(p)}`,
  assess: compareArms((p) => directed(false, scaled(p, p.by))),
});
