import { stream } from '../random/index.ts';
import { sameCurve as curveTest, type Region } from '../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Assessor } from './case.ts';
import { commonGrid, curvesOf, valueAt } from './curves.ts';
import { show } from './notes.ts';
import { numbersOf } from './parts.ts';

type OfCurves = AnyPrediction & { readonly arms: readonly [string, string]; readonly from?: number };

/**
 * Tests the largest distance between the mean curves of two arms that share seeds, over all positions from `from` on.
 *
 * @param regionOf where the largest distance must lie
 */
export const curveDistance =
  <P extends OfCurves>(regionOf: (prediction: P) => Region): Assessor<P> =>
  (given) => {
    const { design, prediction, alpha } = given;
    const curves = curvesOf(given);
    if (isInvalid(curves)) return curves;
    const grid = commonGrid(curves.flat(), prediction.from);
    if (grid.length === 0) return { invalid: 'expected curves that share positions, got none' };
    const [x, y] = curves.map((arm) => arm.map((curve) => grid.map((at) => valueAt(curve, at)))) as [
      number[][],
      number[][],
    ];
    const region = regionOf(prediction);
    const result = curveTest(x, y, {
      region,
      alpha,
      random: stream(design.id, 'bootstrap', prediction.measure),
    });
    return {
      ...numbersOf(result, region, result.oppositeP),
      parameter: `largest distance of the mean curves of ${prediction.measure}, ${prediction.arms.join(' and ')}`,
      unit:
        prediction.scale === 'ratio' ? 'log ratio' : (design.descriptions[prediction.measure]?.unit ?? ''),
      n: design.seeds.length,
      notes: [
        `${grid.length} positions from ${show(grid[0])} to ${show(grid.at(-1))}${result.at === undefined ? '' : `, largest at ${show(grid[result.at])}`}`,
      ],
    };
  };
