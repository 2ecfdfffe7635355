import { stream } from '../../random/index.ts';
import { mean, REASONS, sameCurve as curveTest, type Region } from '../../statistics/index.ts';
import { isInvalid, resamplesOf, type AnyPrediction, type Assessor, type Case } from '../case.ts';
import { certaintyOf, lessColumn } from '../comparison/compared.ts';
import { commonGrid, curvesOf, valueAt, type Curve } from './curves.ts';
import type { Basis } from '../diagnostics/diagnostic.ts';
import { show } from '../notes.ts';
import { testPairs } from '../comparison/paired.ts';
import { numbersOf } from '../parts.ts';
import { verdictOf } from '../rule.ts';
import { byArithmetic, rareDeparture, sameRuns } from '../arms/same-runs.ts';

type OfCurves = AnyPrediction & { readonly arms: readonly [string, string]; readonly from?: number };

/**
 * Tests the largest distance between the mean curves of two arms that share seeds, over all positions from `from` on;
 * of arms that are the same runs the distance is known.
 *
 * @param regionOf where the largest distance must lie
 */
export const curveDistance =
  <P extends OfCurves>(regionOf: (prediction: P) => Region): Assessor<P> =>
  (given) => {
    const { design, prediction, alpha, draws } = given;
    const curves = curvesOf(given);
    if (isInvalid(curves)) return curves;
    const grid = commonGrid(curves.flat(), prediction.from);
    if (grid.length === 0) return { invalid: 'expected curves that share positions, got none' };
    const [x, y] = curves.map((arm) => valuesOn(grid, arm)) as [Values, Values];
    const region = regionOf(prediction);
    const random = stream(design.id, 'bootstrap', prediction.measure);
    const same = sameRuns(design, prediction.arms);
    const result = same ? undefined : curveTest(x, y, { region, alpha, random, ...resamplesOf(draws) });
    const basis = result?.p === undefined ? undefined : basisAt(result.at!, [x, y], region, given);
    const known = byArithmetic(largestDistance(x, y), region, 'the same runs', design.seeds.length);
    return {
      ...(result === undefined
        ? numbersOf(known.result, region, known.refutationP)
        : numbersOf(result, region, result.oppositeP)),
      parameter: `largest distance of the mean curves of ${prediction.measure}, ${prediction.arms.join(' and ')}`,
      unit:
        prediction.scale === 'ratio' ? 'log ratio' : (design.descriptions[prediction.measure]?.unit ?? ''),
      n: design.seeds.length,
      ...(basis && { basis }),
      notes: [
        `${grid.length} positions from ${show(grid[0])} to ${show(grid.at(-1))}${result?.at === undefined ? '' : `, largest at ${show(grid[result.at])}`}`,
        ...(result?.reason === REASONS.zeroVariance ? [rareDeparture(design.seeds.length, alpha)] : []),
      ],
    };
  };

/**
 * What stands beside the verdict: the differences at the position where the mean curves are furthest apart, and what
 * they say by themselves.
 */
function basisAt(
  position: number,
  [x, y]: readonly [Values, Values],
  { lower, upper }: Region,
  { design, prediction, alpha }: Case<OfCurves>,
): Basis {
  const at = (rows: Values): readonly number[] => rows.map((row) => row[position]!);
  const compared = {
    ...lessColumn(at(x), at(y), prediction),
    ...certaintyOf(design, prediction.measure, prediction.arms),
  };
  const margin = Number.isFinite(upper) ? upper : lower;
  const region = { lower: -margin, upper: margin, ...(Number.isFinite(upper) ? {} : { outside: true }) };
  const { result } = testPairs(compared, region, alpha, { effectSizes: false });
  // Arms are those of single numbers, and curves have one at every position.
  return {
    compared,
    method: 'skew-guarded',
    arms: [],
    tested: { region, verdict: verdictOf(result.interval, region) },
  };
}

/** `[seeds, positions]`. */
type Values = readonly (readonly number[])[];

const valuesOn = (grid: readonly number[], curves: readonly Curve[]): Values =>
  curves.map((curve) => grid.map((at) => valueAt(curve, at)));

function largestDistance(x: Values, y: Values): number {
  const meanAt = (rows: Values, t: number): number => mean(rows.map((row) => row[t]!));
  return Math.max(...x[0]!.map((_, t) => Math.abs(meanAt(x, t) - meanAt(y, t))));
}
