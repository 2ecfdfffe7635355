import { requireRows } from '../blocks.ts';
import { testByRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { withoutTest } from '../reasons.ts';
import { greater } from '../region.ts';
import type { TestResult } from '../types.ts';
import { flexibleFit, type FlexibleFit } from './flexible-fit.ts';
import { dot } from './orthonormal.ts';
import { ratioOverBlocks, type BlockSums } from './ratio-over-blocks.ts';

/** Values of a variable, `[blocks, arms]`. */
export type Rows = readonly (readonly number[])[];

const METHOD = 'correlation of residuals given a third, spline and Student t over blocks';

/**
 * The correlation of two measures over arms that share seeds that is left when a third is given: zero where they are
 * independent given it, whatever the form of their relations to it (a rank correlation is not: Korn 1984). Each is
 * regressed on the mean of its block and on cubic splines of the third (see `flexibleFit`); then
 *
 *     θ = Σ R_x R_y / √(Σ R_x² Σ R_y²),
 *
 * tested by Student's t over the blocks' sums of R_x R_y − θ (R_x² + R_y²)/2, each in units of its spread, with the
 * variance that least squares take from such sums put back. At θ = 0 that is the generalized covariance measure.
 *
 * What is known of the third is what was measured: where it is measured with error, a part of what it carries is left.
 * `reliabilityOverBlocks` says how much of it repeats.
 *
 * @param x `[blocks, arms]`
 * @param y `[blocks, arms]`
 * @param third `[blocks, arms]`
 * @returns n `[blocks]`; effect sizes: shares of x and y that the third explains; `reason` where values are too few,
 * not finite, wholly explained, or bend more than they tell
 * @throws RangeError unless all have the same shape
 * @see Shah & Peters 2020, The hardness of conditional independence testing and the generalised covariance measure,
 * Annals of Statistics 48:1514; Korn 1984, American Statistician 38:61
 * @example residualCorrelation(flat, accuracy, loss).interval // of what flatness has to do with accuracy beyond the loss
 */
export function residualCorrelation(x: Rows, y: Rows, third: Rows, options: TestOptions = {}): TestResult {
  const { region = greater(0), alpha = DEFAULT_ALPHA } = options;
  const { blocks, arms } = sizeOf(x, y, third);
  const n = [blocks];
  const fit = flexibleFit({ x: x.flat(), y: y.flat(), third: third.flat(), blocks, arms });
  if (typeof fit === 'string') return withoutTest(METHOD, fit, n, region);
  const rule = ratioOverBlocks(sumsByBlock(fit, arms), fit.space.inflation);
  const judged = testByRule(rule, region, alpha);
  return {
    method: METHOD,
    ...judged,
    statistic: rule.estimate,
    degreesOfFreedom: blocks - 1,
    estimate: rule.estimate,
    effectSizes: [
      { name: 'correlation of residuals', estimate: rule.estimate, interval: judged.interval },
      ...fit.explained.map((estimate, i) => ({
        name: `share of ${'xy'[i]} that the third explains`,
        estimate,
      })),
    ],
    n,
  };
}

function sizeOf(x: Rows, y: Rows, third: Rows): { readonly blocks: number; readonly arms: number } {
  const [blocks, arms] = [x.length, x[0]?.length ?? 0];
  for (const rows of [x, y, third]) requireRows(rows, 'take a third out', 'arms in block', arms);
  if (y.length !== blocks || third.length !== blocks)
    throw new RangeError(
      `Cannot take a third out: expected ${blocks} blocks everywhere, got ${y.length} and ${third.length}`,
    );
  return { blocks, arms };
}

/** Σ R_x R_y and Σ (R_x² + R_y²)/2 of each block, residuals in units of their spread. */
function sumsByBlock({ residuals: [x, y] }: FlexibleFit, arms: number): BlockSums {
  const [unitX, unitY] = [Math.sqrt(dot(x, x)), Math.sqrt(dot(y, y))];
  const sums = (of: (u: number, v: number) => number): number[] =>
    Array.from({ length: x.length / arms }, (_, block) => {
      let total = 0;
      for (let i = block * arms; i < (block + 1) * arms; i++) total += of(x[i]! / unitX, y[i]! / unitY);
      return total;
    });
  return { numerators: sums((u, v) => u * v), denominators: sums((u, v) => (u * u + v * v) / 2) };
}
