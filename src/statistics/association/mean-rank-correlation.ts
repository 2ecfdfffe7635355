import { productOf } from './correlation.ts';
import { mean, variance } from '../descriptives.ts';
import { chiSquareUpper } from '../distributions/distributions.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { permutedProduct, remembered, sumOf, type LatticeLaw } from '../distributions/lattice.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { greater } from '../region.ts';
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
 * Blocks differ more than permutations make them where χ² of their spread has a smaller p. A quarter keeps errors
 * within 6.6 % from five blocks on where neighbouring arms correlate by 0.9 (the exact test alone errs up to 13 %), and
 * costs that test at most two points of power.
 */
const DISPERSED = 0.25;

/**
 * Judges the mean θ of Spearman's correlations within blocks by the law of values permuted within blocks, ties and all.
 * With X_b = Σ rank·rank of a block and s_b = √(Σ rank² Σ rank²), the estimate is Σ X_b / Σ s_b: the mean correlation,
 * blocks with more ties counting less. A block in which a variable does not vary counts as 0.
 *
 * The law of X is exact where it is cheap (10 arms, and blocks in proportion), and tilted to the mean θ (see
 * `tiltedRule`); elsewhere normal with variance (1 − θ²) times that of permutations (see `wilsonRule`). At θ = 0 p is
 * that of Page's test. Other rules must agree, so that the interval is the hull of all and p the largest, where
 * permutations do not suffice:
 *
 * - blocks that differ more than permutations would make them, as where neighbouring arms have more in common than
 *   others: Student's t over the blocks;
 * - a boundary other than 0: Student's t, and the normal law, for correlations are skewed against their end at 1 as the
 *   noise of the values has it (exponential noise makes the other two err up to 10 %).
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
  const exact = isCheap(blocks);
  const nullVariance = permutationVariance(blocks) / scale ** 2;
  const wilson = wilsonRule(estimate, 1 / nullVariance);
  const permuted = exact ? tiltedRule(permutedSum(blocks), total(products), scale) : wilson;
  const away = [region.lower, region.upper].some((end) => Number.isFinite(end) && end !== 0);
  const correlations = products.map((product) => (product * blocks.length) / scale);
  const student = away || dispersed(correlations, nullVariance) ? studentRule(correlations) : undefined;
  const agreeing = [...(away ? [wilson] : []), ...(student === undefined ? [] : [student])];
  const judged = testByRule(widestRule([permuted, ...agreeing]), region, alpha);
  const laws = [exact ? 'exact' : 'normal law', ...(exact && away ? ['normal law'] : [])].join(', ');
  return {
    method: `${METHOD}, ${laws}${student === undefined ? '' : ' and Student t'}`,
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

/** Whether blocks differ more than permutations within them would make them. */
function dispersed(correlations: readonly number[], nullVariance: number): boolean {
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
