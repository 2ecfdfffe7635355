import { meanRankCorrelation } from '../association/mean-rank-correlation.ts';
import { holdsNaN, usableBlocks, type Blocks } from '../blocks.ts';
import { centredDoubledRanks } from '../association/correlation.ts';
import type { Sample } from '../descriptives.ts';
import type { TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import type { TestResult } from '../types.ts';

/**
 * How strongly a measure rises along a covariate over arms that share seeds: the mean over seeds of Spearman's
 * correlation within a seed, with an interval and a test in duality (see `meanRankCorrelation`); the default region is
 * `greater(0)`, of which p is the exact one of Page's L.
 *
 * Ties share ranks; a block of equal values counts as ρ = 0; a block that lacks an arm is ranked over the arms it has;
 * a block with fewer than two different covariates is left out of n.
 *
 * Choose it when arms on a ladder share seeds and the claim is about a monotone trend.
 *
 * Example: `blockedTrend([[1, 2, 3], [1, 3, 2], [2, 4, 6]], [0.1, 0.2, 0.4]).estimate` is (1 + 0.5 + 1)/3.
 * @param blocks `[seeds, arms]`, `undefined` where an arm is missing
 * @param covariate one number an arm
 * @returns estimate ρ̄ (also the statistic), interval; n `[blocks]`; `reason` where fewer than two blocks are usable,
 * all are ties, or a value is `NaN`
 * @throws RangeError if a block has another length than the covariate
 * @see Page 1963, Ordered hypotheses for multiple treatments, JASA 58:216
 */
export function blockedTrend(
  blocks: Blocks,
  covariate: readonly number[],
  options: TestOptions = {},
): TestResult {
  if (holdsNaN(blocks, covariate))
    return withoutTest(METHOD, REASONS.notNumbers, [blocks.length], options.region);
  const usable = usableBlocks(blocks, covariate);
  return meanRankCorrelation(
    usable.map(({ covariate: x, values: y }) => rankedBlock(x, y)),
    options,
  );
}

/**
 * The correlation of two measures over arms that share seeds: the mean over seeds of Spearman's correlation within a
 * seed, as in `blockedTrend`. Choose it for claims such as "wider minima generalize better" when every seed was trained
 * in every arm: pooling arms and seeds would inflate n and mix differences between seeds into the answer. Where a third
 * measure may move both, choose `residualCorrelation`.
 *
 * An arm without one of the numbers is left out of its block, and a block with fewer than two arms out of n.
 *
 * Example: `blockedCorrelation([[1, 2, 3], [2, 3, 1]], [[1, 2, 3], [2, 3, 1]]).estimate === 1`.
 * @param x `[seeds, arms]`
 * @param y `[seeds, arms]`
 * @returns as `blockedTrend`
 * @throws RangeError unless both have the same shape
 */
export function blockedCorrelation(x: Blocks, y: Blocks, options: TestOptions = {}): TestResult {
  if (holdsNaN(x, []) || holdsNaN(y, []))
    return withoutTest(METHOD, REASONS.notNumbers, [y.length], options.region);
  const blocks = completeBlocks(x, y).filter(([first]) => first.length > 1);
  return meanRankCorrelation(
    blocks.map(([a, b]) => rankedBlock(a, b)),
    options,
  );
}

const METHOD = 'mean Spearman correlation within blocks';

const rankedBlock = (x: Sample, y: Sample) => ({ x: centredDoubledRanks(x), y: centredDoubledRanks(y) });

/** Of each block the two variables over the arms that have both. */
function completeBlocks(x: Blocks, y: Blocks): (readonly [number[], number[]])[] {
  return x.map((row, i) => {
    const other = y[i] ?? [];
    if (y.length !== x.length || other.length !== row.length)
      throw new RangeError(
        `Cannot block arms: expected ${x.length} blocks of equal shape, got ${row.length} arms against ${other.length} in block ${i}`,
      );
    const complete = row.flatMap((value, arm) =>
      value === undefined || other[arm] === undefined ? [] : [[value, other[arm]] as const],
    );
    return [complete.map(([a]) => a), complete.map(([, b]) => b)];
  });
}
