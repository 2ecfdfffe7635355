import { z } from 'zod';
import { contrastWithin, roundingOf, roundingOfLogarithms, type Region } from '../../statistics/index.ts';
import { sameRuns } from '../arms/same-runs.ts';
import { isInvalid, type Assessor, type Design } from '../case.ts';
import { certaintyOf, type Compared } from '../comparison/compared.ts';
import { meansOf } from '../comparison/diverged.ts';
import { evidence } from '../comparison/evidence.ts';
import { methodOf, testPairs } from '../comparison/paired.ts';
import { ofMeans, pair, positive } from '../fields.ts';
import { kind, quantities } from '../kind.ts';
import { numbersOf, ratioEffect } from '../parts.ts';
import { around, directed, scaled } from '../regions.ts';
import type { Samples } from '../samples.ts';
import { around as within, by } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('interaction'),
  ...ofMeans,
  /**
   * A 2×2 table [[a, b], [c, d]]: rows are levels of one factor, columns of the other.
   * The interaction is (a − b) − (c − d).
   */
  arms: z.tuple([pair, pair]),
  /** The sign of the interaction; either where none is named. */
  direction: z.enum(['positive', 'negative']).exactOptional(),
  /** How large the interaction is at least; default it differs from 0. */
  by: positive.exactOptional(),
  /** Claims that there is no interaction: it lies within ±margin. */
  margin: positive.exactOptional(),
});
type Interaction = z.output<typeof schema>;

function regionOf(prediction: Interaction): Region {
  const { direction, by: least, margin } = prediction;
  if (margin !== undefined) return around(0, scaled(prediction, margin));
  const size = scaled(prediction, least);
  return direction === undefined
    ? { ...around(0, size), outside: true }
    : directed(direction === 'positive', size);
}

/** Signs with which a, b, c and d enter. */
const SIGNS = [1, -1, -1, 1];

/**
 * Why there is no chance in it: the arms of both rows, or of both columns, are the same runs, or the design decides all
 * four numbers.
 */
function certainty(
  design: Design,
  { measure, arms: [[a, b], [c, d]] }: Interaction,
): Pick<Compared, 'certain'> {
  const same = (...pairs: readonly (readonly [string, string])[]) =>
    pairs.every((each) => sameRuns(design, each));
  return same([a, b], [c, d]) || same([a, c], [b, d])
    ? { certain: 'the same runs' }
    : certaintyOf(design, measure, [a, b, c, d]);
}

/** The interaction of every seed: one number, which is tested as a difference of two arms is. */
function interactionsOf({ rows }: Samples, design: Design, prediction: Interaction): Compared {
  const blocks = rows.map((values) => ({ covariate: SIGNS, values }));
  const rounding = (prediction.scale === 'ratio' ? roundingOfLogarithms : roundingOf)(...rows);
  return {
    differences: rows.map(([a, b, c, d]) => a! - b! - (c! - d!)),
    ...contrastWithin(blocks, () => SIGNS, rounding),
    named: 'differences of differences',
    ...certainty(design, prediction),
    ...((design.looks ?? []).length > 1 ? { repeated: true } : {}),
  };
}

const assess: Assessor<Interaction> = (given) => {
  const { design, prediction, alpha, details, draws } = given;
  const { measure, scale } = prediction;
  const arms = prediction.arms.flat();
  const samples = meansOf(
    given,
    arms,
    'a measure that diverged runs have, or `differs` or `greater` between the arms of each row, whose ranks take them as the worst',
  );
  if (isInvalid(samples)) return samples;
  const region = regionOf(prediction);
  const reading = design.descriptions[measure];
  const method = methodOf(prediction, reading);
  const compared = interactionsOf(samples, design, prediction);
  const { result, refutationP } = testPairs(compared, region, alpha, { method, effectSizes: details, draws });
  const numbers = numbersOf(result, region, refutationP);
  const ratio = scale === 'ratio';
  const [first, second] = effectsOf(prediction);
  return {
    ...numbers,
    parameter: ratio
      ? `log ratio of ratios of ${measure}, (${first}) / (${second})`
      : `difference of differences of ${measure}, (${first}) − (${second})`,
    unit: ratio ? 'log ratio' : (reading?.unit ?? ''),
    n: samples.rows.length,
    basis: { compared, method, arms, ranges: 2 },
    effectSizes: [...(ratio ? ratioEffect(result) : []), ...numbers.effectSizes],
    notes: [...samples.notes, ...(details ? evidence(compared, 'an interaction') : [])],
  };
};

/** The effects that are compared, in words: one a row. */
const effectsOf = ({ arms, scale }: Interaction): readonly string[] =>
  arms.map(([first, second]) => `${first} ${scale === 'ratio' ? '/' : '−'} ${second}`);

function statement(prediction: Interaction): string {
  const { direction, margin } = prediction;
  const [first, second] = effectsOf(prediction);
  if (margin !== undefined)
    return `no interaction: ${first} and ${second} equivalent within ${within(prediction, margin)}`;
  const how = { positive: 'greater than', negative: 'less than' };
  return `interaction: ${first} ${direction === undefined ? 'differs from' : how[direction]} ${second}${by(prediction)}`;
}

/**
 * What one factor does depends on the other, by so much or in one direction; or, with `margin`, it does not: a
 * difference of differences over a 2×2 table of arms, paired by seed.
 */
export const interaction = kind({
  schema,
  role: ({ margin }) => (margin === undefined ? 'contrast' : 'equivalence'),
  twoSided: ({ margin, direction }) => margin === undefined && direction === undefined,
  values: quantities,
  instead: {
    'yes/no':
      '`greater`, `less` or `equivalent` between the arms of each row: rates have exact tests, their differences of differences none',
    time: '`greater`, `less` or `equivalent` between the arms of each row, which compare times that may be cut off',
  },
  fewestArms: 4,
  check: ({ margin, by: least, direction }) =>
    margin === undefined || (least === undefined && direction === undefined)
      ? []
      : [
          {
            field: 'margin',
            message:
              'expected either `margin`, which claims that there is no interaction, or `by` and `direction`, which claim that there is one, got both',
          },
        ],
  statement,
  assess,
});
