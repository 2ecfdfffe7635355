import { productOf } from '../correlation.ts';
import { mean, variance } from '../descriptives.ts';
import { chiSquareUpper } from '../distributions.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { permutedProduct, remembered, sumOf, type LatticeLaw } from '../lattice.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { greater, type Region } from '../region.ts';
import type { TestResult } from '../types.ts';
import { tiltedRule } from './tilted-law.ts';
import { wilsonRule } from './wilson-rule.ts';

/** Two variables of one block as midranks less their mean, doubled. */
export interface RankedBlock {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

const METHOD = 'mean Spearman correlation within blocks';
const EXACT_ARMS = 10;
const EXACT_WORK = 3e7;

/**
 * Blocks differ more than permutations make them where χ² of their spread has a smaller p. A fifth keeps errors within 7 % from five blocks on where neighbouring arms
 * correlate by 0.9, and costs the exact test at most two points of power.
 */
const DISPERSED = 0.2;

/**
 * Judges the mean θ of Spearman's correlations within blocks by the law of values permuted within blocks, ties and all. With X_b = Σ rank·rank of a block and
 * s_b = √(Σ rank² Σ rank²), the estimate is Σ X_b / Σ s_b: the mean correlation, blocks with more ties counting less. A block in which a variable does not vary counts as 0.
 *
 * The law of X is exact where it is cheap (10 arms, and blocks in proportion), and tilted to the mean θ (see `tiltedRule`); elsewhere normal with variance (1 − θ²) times that of
 * permutations. At θ = 0 p is that of Page's test. Student's t over the blocks must agree, so that the interval is the hull of both and p the larger one,
 * where the question is not whether there is any association (a boundary other than 0), and where blocks differ more than permutations would make them:
 * then they are no permutations, as where neighbouring arms have more in common than others.
 *
 * @returns n `[blocks]`; `reason` where there are fewer than two blocks, or none varies
 * @see Page 1963; Mallows 1957; Wilson 1927
 * @example meanRankCorrelation([{ x: [-1, 1], y: [-1, 1] }, { x: [-1, 1], y: [-1, 1] }]).p // 0.25
 */
export function meanRankCorrelation(blocks: readonly RankedBlock[], options: TestOptions = {}): TestResult {
  const { region = greater(0), alpha = DEFAULT_ALPHA } = options;
  const n = [blocks.length];
  const { products, scale, varying } = productsOf(blocks);
  if (blocks.length === 0) return withoutTest(METHOD, REASONS.tooFew, n, region);
  const estimate = total(products) / scale;
  const known = { estimate, effectSizes: [{ name: METHOD, estimate }] };
  if (blocks.length < 2) return withoutTest(METHOD, REASONS.tooFew, n, region, known);
  if (varying === 0) return withoutTest(METHOD, REASONS.allTies, n, region, known);
  const correlations = products.map((product) => (product * blocks.length) / scale);
  const nullVariance = permutationVariance(blocks) / scale ** 2;
  const exact = isCheap(blocks);
  const permuted = exact
    ? tiltedRule(permutedSum(blocks), total(products), scale)
    : wilsonRule(estimate, 1 / nullVariance);
  const student = mustAgree(region, correlations, nullVariance) ? studentRule(correlations) : undefined;
  const rule = student === undefined ? permuted : widestRule([permuted, student]);
  const judged = testByRule(rule, region, alpha);
  return {
    method: `${METHOD}, ${exact ? 'exact' : 'normal law'}${student === undefined ? '' : ' and Student t'}`,
    ...judged,
    statistic: estimate,
    estimate,
    effectSizes: [{ name: METHOD, estimate, interval: judged.interval }],
    n,
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** X of each block, Σ s_b with a block that does not vary as the average of the others, and how many vary. */
function productsOf(blocks: readonly RankedBlock[]) {
  const spreads = blocks.map(({ x, y }) => Math.sqrt(productOf(x, x) * productOf(y, y)));
  const varying = spreads.filter((spread) => spread > 0);
  return {
    products: blocks.map(({ x, y }) => productOf(x, y)),
    scale: varying.length === 0 ? 1 : blocks.length * mean(varying),
    varying: varying.length,
  };
}

/** Var Σ X_b where values are permuted within blocks. */
const permutationVariance = (blocks: readonly RankedBlock[]): number =>
  total(blocks.map(({ x, y }) => (productOf(x, x) * productOf(y, y)) / Math.max(1, x.length - 1)));

const sums = new Map<string, LatticeLaw>();

/** The law of Σ X_b where values are permuted within blocks. */
function permutedSum(blocks: readonly RankedBlock[]): LatticeLaw {
  const ascending = (ranks: readonly number[]): string => [...ranks].sort((a, b) => a - b).join();
  const key = blocks.map(({ x, y }) => `${ascending(x)}|${ascending(y)}`).sort();
  return remembered(() => sumOf(blocks.map(({ x, y }) => permutedProduct(x, y))), key.join(';'), sums);
}

/** Whether permutations within blocks do not suffice: at a boundary other than 0, and where blocks differ more than they would. */
function mustAgree(region: Region, correlations: readonly number[], nullVariance: number): boolean {
  if ([region.lower, region.upper].some((end) => Number.isFinite(end) && end !== 0)) return true;
  const [blocks, df] = [correlations.length, correlations.length - 1];
  return chiSquareUpper((df * variance(correlations)) / (nullVariance * blocks), df) < DISPERSED;
}

/** Student's t over the blocks, within −1 … 1; undefined where all correlations are alike. */
function studentRule(correlations: readonly number[]): IntervalRule | undefined {
  const standardError = Math.sqrt(variance(correlations) / correlations.length);
  if (!(standardError > 0)) return undefined;
  const rule = tRule(mean(correlations), standardError, correlations.length - 1);
  const within = (end: number): number => Math.max(-1, Math.min(1, end));
  return {
    ends: (tail) => {
      const [lower, upper] = rule.ends(tail);
      return [within(lower), within(upper)];
    },
    greater: (b) => (b >= 1 ? 1 : rule.greater(b)),
    less: (b) => (b <= -1 ? 1 : rule.less(b)),
  };
}

/** Whether the exact law takes less than a tenth of a second or so. */
function isCheap(blocks: readonly RankedBlock[]): boolean {
  const arms = Math.max(...blocks.map(({ x }) => x.length));
  const width = (arms ** 3 - arms) / 3; // of one block's law, in steps of 4
  return arms <= EXACT_ARMS && (blocks.length * width) ** 2 / 8 <= EXACT_WORK;
}
