import { z } from 'zod';
import type { Assessor } from '../case.ts';
import { compareArms } from '../comparison/compare.ts';
import { ofMeans, pair, positive } from '../fields.ts';
import { comparable, kind } from '../kind.ts';
import { floorOfPairs } from '../rates/rate-floors.ts';
import { directed, scaled } from '../regions.ts';
import { size } from '../statement.ts';

const schema = z.strictObject({ kind: z.literal('nonInferior'), ...ofMeans, arms: pair, margin: positive });
type NonInferior = z.output<typeof schema>;

/** Above −margin, or below the margin where lower is better. */
const compare = compareArms<NonInferior>((p, reading) =>
  directed(reading?.better !== 'lower', -scaled(p, p.margin)),
);

const assess: Assessor<NonInferior> = (given) => {
  const { measure } = given.prediction;
  return given.design.descriptions[measure]?.better === 'neither'
    ? { invalid: `${measure} is neither better high nor better low, so nothing is inferior` }
    : compare(given);
};

/** The first arm is worse than the second by less than the margin, whichever direction is better for the measure. */
export const nonInferior = kind({
  schema,
  role: 'neither',
  values: comparable,
  fewestArms: 2,
  floor: floorOfPairs((p) => directed(true, -p.margin)),
  statement: (p) => `${p.arms[0]} not inferior to ${p.arms[1]} by ${size(p, p.margin)}`,
  assess,
});
