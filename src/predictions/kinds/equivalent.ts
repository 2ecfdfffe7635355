import { z } from 'zod';
import { averagingOfPairs } from '../averaging.ts';
import { compareArms } from '../comparison/compare.ts';
import { everyPair } from '../comparison/decide.ts';
import { ofMeans, positive, twoOrMore } from '../fields.ts';
import { comparable, kind } from '../kind.ts';
import { floorOfPairs } from '../rates/rate-floors.ts';
import { around, scaled } from '../regions.ts';
import { around as within, list } from '../statement.ts';

/** The difference of every pair of arms lies within ±margin. */
export const equivalent = kind({
  schema: z.strictObject({ kind: z.literal('equivalent'), ...ofMeans, arms: twoOrMore, margin: positive }),
  role: 'equivalence',
  values: comparable,
  fewestArms: 2,
  floor: floorOfPairs((p) => around(0, p.margin)),
  averaging: ({ arms }, values) => averagingOfPairs(everyPair(arms).length, values),
  statement: (p) => `${list(p.arms)} equivalent within ${within(p, p.margin)}`,
  assess: compareArms((p) => around(0, scaled(p, p.margin))),
});
