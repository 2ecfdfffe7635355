import { judgeBlockCorrelations } from './block-correlation.ts';
import { holdsNaN, type Blocks } from './blocks.ts';
import { kendallOf, partialOf, pearsonOf, spearmanOf } from './correlation.ts';
import { allEqual, mean, type Sample } from './descriptives.ts';
import { DEFAULT_ALPHA, type TestOptions } from './options.ts';
import { REASONS, withoutTest } from './reasons.ts';
import { alternativeOf, greater } from './region.ts';
import type { TestResult } from './types.ts';

/** How two variables are correlated within a block, and the variance of that for k independent values. */
const KINDS = {
  spearman: { name: 'Spearman', of: spearmanOf, nullVariance: (k: number) => 1 / (k - 1) },
  pearson: { name: 'Pearson', of: pearsonOf, nullVariance: (k: number) => 1 / (k - 1) },
  kendall: {
    name: 'Kendall',
    of: kendallOf,
    nullVariance: (k: number) => (2 * (2 * k + 5)) / (9 * k * (k - 1)),
  },
} as const satisfies Record<
  string,
  { name: string; of: (x: Sample, y: Sample) => number; nullVariance: (k: number) => number }
>;

export interface BlockedTrendOptions extends TestOptions {
  /** Default `spearman`. */
  readonly kind?: keyof typeof KINDS;
}

export interface BlockedCorrelationOptions extends BlockedTrendOptions {
  /** A third variable, `[seeds, arms]`, that is held constant (partial correlation within the block). */
  readonly given?: Blocks;
}

/**
 * How strongly a measure rises along a covariate over arms that share seeds: the mean over seeds of the (Spearman) correlation within a seed, with an
 * interval and a test in duality (see `judgeBlockCorrelations`); the default region is `greater(0)`.
 *
 * Ties share ranks; a block of equal values counts as ρ = 0; a block that lacks an arm is ranked over the arms it has; a block with
 * fewer than two different covariates is left out of n.
 *
 * Choose it when arms on a ladder share seeds and the claim is about the strength of a monotone trend; `page` gives an exact p for there being any.
 *
 * Example: `blockedTrend([[1, 2, 3], [1, 3, 2], [2, 4, 6]], [0.1, 0.2, 0.4]).estimate` is (1 + 0.5 + 1)/3.
 * @param blocks `[seeds, arms]`, `undefined` where an arm is missing
 * @param covariate one number an arm
 * @returns estimate ρ̄ (also the statistic), interval; n `[blocks]`; `reason` where fewer than two blocks are usable, all are ties, or a value is `NaN`
 * @throws RangeError if a block has another length than the covariate
 * @see Page 1963 for the setting; Wilson 1927 for the interval
 */
export function blockedTrend(
  blocks: Blocks,
  covariate: readonly number[],
  options: BlockedTrendOptions = {},
): TestResult {
  return blockedCorrelation(
    blocks.map(() => covariate),
    blocks,
    options,
  );
}

/**
 * The correlation of two measures over arms that share seeds, optionally given a third: the mean over seeds of the correlation within a seed, as in
 * `blockedTrend`. Choose it for claims such as "wider minima generalize better" when every seed was trained in every arm: pooling arms and seeds would
 * inflate n and mix differences between seeds into the answer.
 *
 * An arm without one of the numbers is left out of its block.
 *
 * Example: `blockedCorrelation([[1, 2, 3], [2, 3, 1]], [[1, 2, 3], [2, 3, 1]]).estimate === 1`.
 * @param x `[seeds, arms]`
 * @param y `[seeds, arms]`
 * @returns as `blockedTrend`
 * @throws RangeError unless all have the same shape
 */
export function blockedCorrelation(
  x: Blocks,
  y: Blocks,
  options: BlockedCorrelationOptions = {},
): TestResult {
  const { region = greater(0), alpha = DEFAULT_ALPHA, kind = 'spearman', given } = options;
  const { name, of, nullVariance } = KINDS[kind];
  const method = `mean ${given ? 'partial ' : ''}${name} correlation within blocks`;
  const variables = given ? [x, y, given] : [x, y];
  if (variables.some((blocks) => holdsNaN(blocks, [])))
    return withoutTest(method, REASONS.notNumbers, [y.length], region);
  if (kind === 'pearson' && variables.some(holdsInfinity))
    return withoutTest(method, REASONS.notFinite, [y.length], region);
  const usable = completeBlocks(variables).filter(
    ([first]) => first!.length >= (given ? 4 : 2) && !allEqual(first!),
  );
  const n = [usable.length];
  const correlations = usable.map(([a, b, c]) => ({
    correlation: c ? partialOf(of(a!, b!), of(a!, c), of(b!, c)) : of(a!, b!),
    nullVariance: nullVariance(a!.length - (c ? 1 : 0)),
  }));
  if (usable.length === 0) return withoutTest(method, REASONS.tooFew, n, region);
  const estimate = mean(correlations.map(({ correlation }) => correlation));
  const known = { estimate, effectSizes: [{ name: method, estimate }] };
  if (usable.length < 2) return withoutTest(method, REASONS.tooFew, n, region, known);
  if (usable.every(([, second]) => allEqual(second!)))
    return withoutTest(method, REASONS.allTies, n, region, known);
  const { p, interval } = judgeBlockCorrelations(correlations, region, alpha);
  return {
    method,
    alternative: alternativeOf(region),
    statistic: estimate,
    degreesOfFreedom: usable.length - 1,
    p,
    estimate,
    interval,
    effectSizes: [{ name: method, estimate, interval }],
    n,
  };
}

/** For each block the variables over the arms that have all of them: `[blocks][variables][arms]`. */
function completeBlocks(variables: readonly Blocks[]): number[][][] {
  const [first] = variables;
  return first!.map((row, i) => {
    const rows = variables.map((blocks) => blocks[i] ?? []);
    if (
      variables.some((blocks) => blocks.length !== first!.length) ||
      rows.some((r) => r.length !== row.length)
    )
      throw new RangeError(
        `Cannot block arms: expected ${first!.length} blocks of equal shape, got ${row.length} arms against ${rows.map((r) => r.length).join(', ')} in block ${i}`,
      );
    const complete = row.flatMap((_, arm) => (rows.every((r) => r[arm] !== undefined) ? [arm] : []));
    return rows.map((r) => complete.map((arm) => r[arm]!));
  });
}

const holdsInfinity = (blocks: Blocks): boolean =>
  blocks.some((row) => row.some((value) => value !== undefined && !Number.isFinite(value)));
