import type { Random } from '../../random/index.ts';
import { holdsNaN, usableBlocks, type Block, type Blocks } from '../blocks.ts';
import { centredDoubledRanks, productOf, spearmanOf } from '../association/correlation.ts';
import { normalUpper } from '../distributions/distributions.ts';
import { lowerTailOf, permutedProduct, sumOf, upperTailOf } from '../distributions/lattice.ts';
import { REASONS } from '../reasons.ts';
import type { Alternative, TestResult } from '../types.ts';
import { requireCount } from '../require.ts';

export interface PageOptions {
  /** `greater`: values rise along the covariate. Default `greater`. */
  readonly alternative?: 'greater' | 'less' | 'two-sided';
  /** One number an arm; equal numbers share a rank. Default: the order of the columns. */
  readonly covariate?: readonly number[];
  /**
   * Default `exact` where at most 10 arms make it cheap, else `monte-carlo` if `random` is given, else `asymptotic`.
   */
  readonly how?: 'exact' | 'monte-carlo' | 'asymptotic';
  /** Permutations within blocks for `monte-carlo`; default 9,999. */
  readonly resamples?: number;
  readonly random?: Random;
}

const EXACT_ARMS = 10;
const EXACT_WORK = 3e7;

/**
 * Page's test of an ordered trend over arms that share seeds: ranks within each seed, summed against the rank of the
 * covariate.
 *
 * L = Σ_blocks Σ_arms rank(covariate) · rank(value), midranks within the block. The null law is that of values permuted
 * within each block given their ties: exact by convolution of the blocks' laws, or by (b + 1)/(m + 1) seeded
 * permutations, or normal with E L = Σ k(k+1)²/4 and Var L = Σ SS(covariate ranks) · SS(value ranks) / (k − 1).
 * Two-sided p is twice the smaller tail. A block that lacks an arm is ranked over the arms it has; a block with fewer
 * than two different covariates says nothing and is left out of n.
 *
 * Choose it to ask whether a measure rises (or falls) along a ladder of arms at all, when the arms share seeds;
 * `blockedTrend` says how strongly.
 *
 * @param blocks `[seeds, arms]`, `undefined` where an arm is missing
 * @returns statistic L, estimate the mean Spearman correlation within blocks, n `[blocks, values]`; `reason` where no
 * block can speak
 * @throws RangeError if a block has the wrong length or `monte-carlo` is asked for without `random`
 * @see Page 1963, Ordered hypotheses for multiple treatments, JASA 58:216; Phipson & Smyth 2010 for (b + 1)/(m + 1)
 * @example page([[1, 2, 3], [1, 3, 2], [1, 2, 3]]).p // 7 of the 216 orders are at least as ordered: 0.0324…
 */
export function page(blocks: Blocks, options: PageOptions = {}): TestResult {
  const alternative = options.alternative ?? 'greater';
  const covariate = options.covariate ?? (blocks[0] ?? []).map((_, arm) => arm);
  if (holdsNaN(blocks, covariate)) return missing(alternative, [blocks.length], REASONS.notNumbers);
  const ranked = usableBlocks(blocks, covariate).map(rankBlock);
  const n = [ranked.length, ranked.reduce((sum, { values }) => sum + values.length, 0)];
  if (ranked.length === 0) return missing(alternative, n, REASONS.tooFew);
  const how = options.how ?? (isCheap(ranked) ? 'exact' : options.random ? 'monte-carlo' : 'asymptotic');
  const observed = ranked.reduce((sum, block) => sum + product(block), 0);
  const expected = ranked.reduce((sum, { values: { length: k } }) => sum + (k * (k + 1) ** 2) / 4, 0);
  const estimate =
    ranked.reduce((sum, block) => sum + spearmanOf(block.covariate, block.values), 0) / ranked.length;
  const statistic = expected + observed / 4;
  if (ranked.every((block) => squares(block.values) === 0))
    return { ...missing(alternative, n, REASONS.allTies), statistic };
  const p = TAILS[how](ranked, observed, alternative, options);
  return {
    method: `Page's L (${how})`,
    alternative,
    statistic,
    p,
    estimate,
    effectSizes: [{ name: 'mean Spearman correlation within blocks', estimate }],
    n,
  };
}

/** Covariate and values of a block as centred doubled ranks. */
function rankBlock(block: Block): Block {
  return { covariate: centredDoubledRanks(block.covariate), values: centredDoubledRanks(block.values) };
}

/** 4 (L − E L) of one block: a whole number. */
const product = ({ covariate, values }: Block): number => productOf(covariate, values);

const squares = (ranks: readonly number[]): number => productOf(ranks, ranks);

function isCheap(ranked: readonly Block[]): boolean {
  const arms = Math.max(...ranked.map(({ values }) => values.length));
  const width = (arms ** 3 - arms) / 3; // of one block's law, in steps of 4 (L − E L)
  return arms <= EXACT_ARMS && (ranked.length * width) ** 2 / 8 <= EXACT_WORK;
}

type Tail = (
  ranked: readonly Block[],
  observed: number,
  alternative: Alternative,
  options: PageOptions,
) => number;

const TAILS: Readonly<Record<NonNullable<PageOptions['how']>, Tail>> = {
  exact: (ranked, observed, alternative) => {
    const laws = ranked.map(({ covariate, values }) => permutedProduct(covariate, values));
    const law = sumOf(laws);
    return choose(alternative, upperTailOf(law, observed), lowerTailOf(law, observed));
  },
  'monte-carlo': (ranked, observed, alternative, { random, resamples = 9_999 }) => {
    if (random === undefined)
      throw new RangeError(
        "Cannot permute blocks for Page's L: expected `random` for `monte-carlo`, got none",
      );
    requireCount('resample', 'resamples', resamples, 1);
    let above = 1;
    let below = 1;
    const shuffled = ranked.map(({ covariate, values }) => ({ covariate, values: [...values] }));
    for (let i = 0; i < resamples; i++) {
      let total = 0;
      for (const block of shuffled) {
        random.shuffle(block.values);
        total += product(block);
      }
      if (total >= observed) above++;
      if (total <= observed) below++;
    }
    return choose(alternative, above / (resamples + 1), below / (resamples + 1));
  },
  asymptotic: (ranked, observed, alternative) => {
    const variance = ranked.reduce(
      (sum, { covariate, values }) => sum + (squares(covariate) * squares(values)) / (values.length - 1),
      0,
    );
    const z = observed / Math.sqrt(variance);
    return choose(alternative, normalUpper(z), normalUpper(-z));
  },
};

function choose(alternative: Alternative, upper: number, lower: number): number {
  if (alternative === 'greater') return Math.min(1, upper);
  if (alternative === 'less') return Math.min(1, lower);
  return Math.min(1, 2 * Math.min(upper, lower));
}

function missing(alternative: Alternative, n: readonly number[], reason: string): TestResult {
  return { method: "Page's L", alternative, effectSizes: [], n, reason };
}
