import { requireRows } from '../blocks.ts';
import { allFinite } from '../descriptives.ts';
import { fUpper } from '../distributions.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { greater } from '../region.ts';
import type { TestResult } from '../types.ts';
import { inOwnUnit } from '../unit.ts';
import { dot } from './orthonormal.ts';
import { projection, type Projection } from './projection.ts';
import { ratioOverBlocks, type BlockSums } from './ratio-over-blocks.ts';
import { splineBasis } from './spline-basis.ts';

/** Values of a variable, `[blocks, arms]`. */
export type Rows = readonly (readonly number[])[];

const METHOD = 'correlation of residuals given a third, spline and Student t over blocks';

/** Growth of the number of functions, and its largest share of the values less blocks. */
const GROWTH = 1.6;
const LARGEST_SHARE = 0.6;
/** A relation bends more than the functions follow where the F test of more of them has a smaller p. */
const BENDS = 0.2;

/**
 * The correlation of two measures over arms that share seeds that is left when a third is given: zero where they are independent given it, whatever the form
 * of their relations to it (a rank correlation is not: Korn 1984). Each is regressed on the mean of its block and on cubic splines of the third; then
 *
 *     θ = Σ R_x R_y / √(Σ R_x² Σ R_y²),
 *
 * tested by Student's t over the blocks' sums of R_x R_y − θ (R_x² + R_y²)/2, each in units of its spread, with the variance that least squares take from
 * such sums put back. At θ = 0 that is the generalized covariance measure. There are 1.5·√(values less blocks) splines, and more as long as more of them would fit both
 * relations better (F test, p below a fifth). A third with no more values than arms, such as a covariate, is taken out as a factor.
 *
 * What is known of the third is what was measured: where it is measured with error, a part of what it carries is left. `reliabilityOverBlocks` says how much of it repeats.
 *
 * @param x `[blocks, arms]`
 * @param y `[blocks, arms]`
 * @param third `[blocks, arms]`
 * @returns n `[blocks]`; effect sizes: shares of x and y that the third explains; `reason` where values are too few, not finite, wholly explained, or bend more than they tell
 * @throws RangeError unless all have the same shape
 * @see Shah & Peters 2020, The hardness of conditional independence testing and the generalised covariance measure, Annals of Statistics 48:1514; Korn 1984, American Statistician 38:61
 * @example residualCorrelation(flat, accuracy, loss).interval // of what flatness has to do with accuracy beyond the loss
 */
export function residualCorrelation(x: Rows, y: Rows, third: Rows, options: TestOptions = {}): TestResult {
  const { region = greater(0), alpha = DEFAULT_ALPHA } = options;
  const [blocks, arms] = [x.length, x[0]?.length ?? 0];
  for (const rows of [x, y, third]) requireRows(rows, 'take a third out', 'arms in block', arms);
  if (y.length !== blocks || third.length !== blocks)
    throw new RangeError(
      `Cannot take a third out: expected ${blocks} blocks everywhere, got ${y.length} and ${third.length}`,
    );
  const n = [blocks];
  const values = [x, y, third].map((rows) => rows.flat());
  if (!values.every(allFinite)) return withoutTest(METHOD, REASONS.notFinite, n, region);
  if (blocks < 2 || blocks * (arms - 1) < 6) return withoutTest(METHOD, REASONS.tooFew, n, region);
  const [first, second, given] = values.map(inOwnUnit) as [Float64Array, Float64Array, Float64Array];
  const fit = fitFlexibly(first, second, given, [blocks, arms]);
  if (fit === undefined) return withoutTest(METHOD, REASONS.bends, n, region);
  const within = projection([], blocks, arms);
  const varying = [first, second].map((values) => squares(within.residual(values)));
  if (varying.includes(0)) return withoutTest(METHOD, REASONS.constant, n, region);
  const left = fit.residuals.map((residual, i) => squares(residual) / varying[i]!);
  // 1e-12: what rounding leaves where the third explains all.
  if (left.some((share) => share < 1e-12)) return withoutTest(METHOD, REASONS.explained, n, region);
  const rule = ratioOverBlocks(sumsByBlock(fit.residuals, arms), fit.space.inflation);
  const judged = testByRule(rule, region, alpha);
  return {
    method: METHOD,
    ...judged,
    statistic: rule.estimate,
    degreesOfFreedom: blocks - 1,
    estimate: rule.estimate,
    effectSizes: [
      { name: 'correlation of residuals', estimate: rule.estimate, interval: judged.interval },
      ...left.map((share, i) => ({
        name: `share of ${'xy'[i]} that the third explains`,
        estimate: 1 - share,
      })),
    ],
    n,
  };
}

type Residuals = readonly [Float64Array, Float64Array];
interface Fit {
  readonly space: Projection;
  readonly residuals: Residuals;
}

/** With as many splines as the relations need; undefined where they need more than there may be. */
function fitFlexibly(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  third: ArrayLike<number>,
  [blocks, arms]: readonly [number, number],
): Fit | undefined {
  const free = blocks * (arms - 1);
  const fitWith = (functions: number): Fit => {
    const space = projection(splineBasis(third, functions), blocks, arms);
    return { space, residuals: [space.residual(x), space.residual(y)] };
  };
  if (new Set(Array.from(third)).size <= arms) return fitWith(arms - 1);
  const first = Math.min(Math.floor(free / 2), Math.max(3, Math.round(1.5 * Math.sqrt(free))));
  const most = Math.floor(LARGEST_SHARE * free);
  let [functions, fit] = [first, fitWith(first)];
  while (functions < most) {
    const more = Math.min(most, Math.ceil(GROWTH * functions));
    const next = fitWith(more);
    if (!fitsBothBetter(fit, next)) return fit;
    [functions, fit] = [more, next];
  }
  return functions === first ? fit : undefined;
}

/** Whether more functions fit both relations better, by F tests. */
function fitsBothBetter(few: Fit, many: Fit): boolean {
  const { degreesOfFreedom } = many.space;
  const gained = few.space.degreesOfFreedom - degreesOfFreedom;
  return few.residuals.every((residual, i) => {
    const [before, after] = [squares(residual), squares(many.residuals[i]!)];
    return fUpper((before - after) / gained / (after / degreesOfFreedom), gained, degreesOfFreedom) < BENDS;
  });
}

/** Σ R_x R_y and Σ (R_x² + R_y²)/2 of each block, residuals in units of their spread. */
function sumsByBlock([x, y]: Residuals, arms: number): BlockSums {
  const [unitX, unitY] = [Math.sqrt(squares(x)), Math.sqrt(squares(y))];
  const sums = (of: (u: number, v: number) => number): number[] =>
    Array.from({ length: x.length / arms }, (_, block) => {
      let total = 0;
      for (let i = block * arms; i < (block + 1) * arms; i++) total += of(x[i]! / unitX, y[i]! / unitY);
      return total;
    });
  return { numerators: sums((u, v) => u * v), denominators: sums((u, v) => (u * u + v * v) / 2) };
}

const squares = (values: Float64Array): number => dot(values, values);
