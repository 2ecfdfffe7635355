import { z } from 'zod';
import { complement, departureOf, exponentWithinBlocks } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../covariate.ts';
import { common, covariate, positive, power, someArms } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { countedNote, show } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { around, scaled } from '../regions.ts';
import { samplesOf } from '../samples.ts';
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

/** Arms of equal `along`, ascending in `over`; the first is the base. */
interface Ladder {
  readonly along: number;
  readonly arms: readonly number[];
  /** Logarithms of `over`. */
  readonly x: readonly number[];
}

const assess: Assessor<BreakScales> = ({ design, table, prediction, alpha }) => {
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
  const rows = samples.rows.map((row) =>
    ladders.map((ladder) =>
      Math.exp(
        departureOf(
          ladder.x,
          ladder.arms.map((arm) => row[arm]!),
          margin,
        ),
      ),
    ),
  );
  const missing = rows.flat().filter(Number.isNaN).length;
  if (missing > 0)
    return {
      invalid: `expected a departure beyond ${prediction.margin} on every ladder of every seed, got none on ${missing} of ${rows.flat().length}`,
    };
  const region = around(prediction.exponent, prediction.within);
  const covariate = ladders.map((ladder) => ladder.along);
  const result = exponentWithinBlocks(rows, covariate, { region, alpha });
  const opposite = exponentWithinBlocks(rows, covariate, { region: complement(region), alpha });
  return {
    ...numbersOf(result, region, opposite.p),
    parameter: `log–log slope of the breakdown in ${prediction.over} on ${prediction.along}, by ${prediction.measure}`,
    unit: '',
    n: samples.rows.length,
    notes: [
      ...countedNote(samples),
      ...ladders.map(
        ({ along: value }, index) =>
          `breakdown at ${prediction.along} ${show(value)}: ${prediction.over} ${show(geometricMean(rows.map((row) => row[index]!)))}`,
      ),
    ],
  };
};

function laddersOf(over: readonly number[], along: readonly number[]): readonly Ladder[] {
  return [...new Set(along)].map((value) => {
    const arms = along.flatMap((each, arm) => (each === value ? [arm] : []));
    arms.sort((a, b) => over[a]! - over[b]!);
    return { along: value, arms, x: arms.map((arm) => Math.log(over[arm]!)) };
  });
}

const geometricMean = (values: readonly number[]) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/**
 * Where ladders of arms break moves as a power of a covariate: on each ladder and for each seed the place on log `over` where the measure departs from the ladder's
 * first arm by the margin; then the log–log slope of those places on `along`, within seeds. Arms of equal `along` are a ladder.
 */
export const breakScales = kind({
  schema,
  role: 'contrast',
  values: quantities,
  instead: { 'yes/no': '`breaks` along one ladder' },
  fewestArms: 4,
  covariates: ['along', 'over'],
  statement: (p) =>
    `departs by ${size(p, p.margin)} at a ${p.over} proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${overArms(p.arms)}`,
  assess,
});
