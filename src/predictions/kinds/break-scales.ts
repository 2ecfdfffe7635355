import { z } from 'zod';
import {
  censoredSlope,
  complement,
  departureOf,
  mean,
  type Place,
  type Region,
} from '../../statistics/index.ts';
import { isInvalid, type Assessment, type Assessor, type Case } from '../case.ts';
import { covariateOf } from '../arms/covariate.ts';
import { judgeExponent } from '../exponents/exponent.ts';
import { common, covariate, positive, power, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { laddersOf, type Ladder } from '../arms/ladders.ts';
import { show } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { around, scaled } from '../regions.ts';
import { samplesOf, type Samples } from '../samples.ts';
import { over as overArms, size } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('breakScales'),
  ...common,
  over: covariate,
  along: covariate,
  ...power,
  margin: positive,
  arms: someArms,
});
type BreakScales = z.output<typeof schema>;

const assess: Assessor<BreakScales> = (given) => {
  const { design, table, prediction } = given;
  const arms = prediction.arms ?? design.arms;
  const samples = samplesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const over = covariateOf(design, arms, prediction.over);
  if (isInvalid(over)) return over;
  const along = covariateOf(design, arms, prediction.along);
  if (isInvalid(along)) return along;
  const ladders = laddersOf(over, along);
  const short = ladders.find(({ arms: rungs }) => rungs.length < 2);
  if (short !== undefined)
    return { invalid: `expected ladders of two arms or more, got one at ${prediction.along} ${short.along}` };
  const margin = scaled(prediction, prediction.margin);
  const places = samples.rows.map((row) => ladders.map((ladder) => placeOf(ladder, row, margin)));
  const judged = exponentOf(given, samples, places, ladders);
  const open = places.flat().filter(({ beyond }) => beyond).length;
  const told = `${open} of ${places.flat().length} ladders do not depart by ${size(prediction, prediction.margin)} up to their last arm`;
  return {
    ...judged,
    notes: [
      ...samples.notes,
      ...(open === 0 ? [] : [`${told}: their breakdown lies beyond it`]),
      ...ladders.map(
        ({ along: value }, index) =>
          `breakdown at ${prediction.along} ${show(value)}: ${prediction.over} ${middleOf(places.map((row) => row[index]!))}`,
      ),
    ],
    ...(open > 0 && judged.verdict === 'inconclusive' ? { reason: told } : {}),
  };
};

/** Where a ladder departs from its first arm, on log `over`; beyond its last arm where it does not. */
function placeOf({ x, arms }: Ladder, row: readonly number[], margin: number): Place {
  const at = departureOf(
    x,
    arms.map((arm) => row[arm]!),
    margin,
  );
  return Number.isNaN(at) ? { at: x.at(-1)!, beyond: true } : { at, beyond: false };
}

/** As other exponents where every place is known, by the sign test where some lie beyond the ladders. */
function exponentOf(
  given: Case<BreakScales>,
  samples: Samples,
  places: readonly (readonly Place[])[],
  ladders: readonly Ladder[],
): Assessment {
  const { prediction, alpha } = given;
  const along = ladders.map((ladder) => ladder.along);
  const question = {
    region: around(prediction.exponent, prediction.within),
    parameter: `log–log slope of the breakdown in ${prediction.over} on ${prediction.along}, by ${prediction.measure}`,
  };
  if (!places.flat().some(({ beyond }) => beyond)) {
    const rows = places.map((row) => row.map(({ at }) => Math.exp(at)));
    return judgeExponent(given, { ...samples, rows }, along, { ...question, ofArms: false }).assessment;
  }
  const { region, parameter } = question;
  const test = (claimed: Region) => censoredSlope(places, along.map(Math.log), { region: claimed, alpha });
  const numbers = numbersOf(test(region), region, test(complement(region)).p);
  return { ...numbers, parameter, unit: '', n: samples.rows.length };
}

/** The geometric mean of places, or where some are only known to lie beyond an arm the median: `4.2`, `> 8`. */
function middleOf(places: readonly Place[]): string {
  if (places.every(({ beyond }) => !beyond)) return show(Math.exp(mean(places.map(({ at }) => at))));
  const ascending = places.toSorted((a, b) => Number(a.beyond) - Number(b.beyond) || a.at - b.at);
  const { at, beyond } = ascending[places.length >> 1]!;
  return `${beyond ? '> ' : ''}${show(Math.exp(at))}`;
}

/**
 * Where ladders of arms break moves as a power of a covariate: on each ladder and for each seed the place on log `over`
 * where the measure departs from the ladder's first arm by the margin; then the log–log slope of those places on
 * `along`, within seeds. Arms of equal `along` are a ladder; one that does not depart breaks beyond its last arm.
 */
export const breakScales = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: { 'yes/no': '`breaks` along one ladder', time: '`breaks` along one ladder' },
  fewestArms: 4,
  covariates: ['along', 'over'],
  statement: (p) =>
    `departs by ${size(p, p.margin)} at a ${p.over} proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${overArms(p.arms)}`,
  assess,
});
