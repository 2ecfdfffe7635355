import { z } from 'zod';
import { averagingOfPairs } from '../averaging.ts';
import { compareArms } from '../comparison/compare.ts';
import { neighbours } from '../comparison/decide.ts';
import { ofMeans, rising, twoOrMore } from '../fields.ts';
import { comparable, kind } from '../kind.ts';
import { floorOfPairs } from '../rates/rate-floors.ts';
import { directed } from '../regions.ts';

/** Each arm lies above the one before it, or below it where the order decreases. */
export const ordered = kind({
  schema: z.strictObject({ kind: z.literal('ordered'), ...ofMeans, arms: twoOrMore, direction: rising }),
  role: 'contrast',
  values: comparable,
  fewestArms: 2,
  floor: floorOfPairs(() => directed(true)),
  averaging: ({ arms }, values) => averagingOfPairs(neighbours(arms).length, values),
  statement: (p) => `${p.direction} in the order ${p.arms.join(', ')}`,
  assess: compareArms((p) => directed(p.direction === 'increasing'), neighbours),
});
