import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { less, sameCurve as curveTest } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { commonGrid, curvesOf, valueAt } from '../curves.ts';
import { common, pair, positive } from '../fields.ts';
import { kind } from '../kind.ts';
import { show } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { scaled } from '../regions.ts';
import { list } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('sameCurve'),
  ...common,
  arms: pair,
  margin: positive,
  /** Positions before it do not count. */
  from: z.number().nonnegative().exactOptional(),
});
type SameCurve = z.output<typeof schema>;

const assess: Assessor<SameCurve> = (given) => {
  const { design, prediction, alpha } = given;
  const curves = curvesOf(given);
  if (isInvalid(curves)) return curves;
  const grid = commonGrid(curves.flat(), prediction.from);
  if (grid.length === 0) return { invalid: 'expected curves that share positions, got none' };
  const [x, y] = curves.map((arm) => arm.map((curve) => grid.map((at) => valueAt(curve, at)))) as [
    number[][],
    number[][],
  ];
  const region = less(scaled(prediction, prediction.margin));
  const result = curveTest(x, y, {
    region,
    alpha,
    random: stream(design.id, 'bootstrap', prediction.measure),
  });
  return {
    ...numbersOf(result, region, result.oppositeP),
    parameter: `largest distance of the mean curves of ${prediction.measure}, ${prediction.arms.join(' and ')}`,
    unit: prediction.scale === 'ratio' ? 'log ratio' : (design.descriptions[prediction.measure]?.unit ?? ''),
    n: design.seeds.length,
    notes: [
      `${grid.length} positions from ${show(grid[0])} to ${show(grid.at(-1))}${result.at === undefined ? '' : `, largest at ${show(grid[result.at])}`}`,
    ],
  };
};

/** Two arms have one mean curve: a simultaneous band over all positions lies inside the margin. */
export const sameCurve = kind({
  schema,
  role: 'equivalence',
  values: ['curve'],
  fewestArms: 2,
  statement: (p) =>
    `${list(p.arms)} on one curve within ±${p.margin}${p.from === undefined ? '' : ` from ${p.from} on`}`,
  assess,
});
