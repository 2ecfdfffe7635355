import { z } from 'zod';
import { compareArms } from '../comparison/compare.ts';
import { ofMeans, pair, positive } from '../fields.ts';
import { comparable, kind } from '../kind.ts';
import { floorOfPairs } from '../rates/rate-floors.ts';
import { around, scaled } from '../regions.ts';
import { by, list } from '../statement.ts';

/** The difference of two arms lies outside ±by. */
export const differs = kind({
  schema: z.strictObject({
    kind: z.literal('differs'),
    ...ofMeans,
    arms: pair,
    by: positive.exactOptional(),
  }),
  role: 'contrast',
  twoSided: true,
  values: comparable,
  fewestArms: 2,
  floor: floorOfPairs((p) => ({ ...around(0, p.by ?? 0), outside: true })),
  statement: (p) => `${list(p.arms)} differ${by(p)}`,
  assess: compareArms((p) => ({ ...around(0, scaled(p, p.by)), outside: true })),
});
