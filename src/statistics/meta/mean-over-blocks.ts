import { mean, variance } from '../descriptives.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import type { TestResult } from '../types.ts';
import { effectsOfAnySize, weighed, type BlockEffect } from './block-effect.ts';

/** The standard error of a mean with its degrees of freedom. */
interface Scale {
  readonly standardError: number;
  readonly df: number;
}

/**
 * The mean effect over a population of blocks, each block weighing the same: Student's t of the k estimates with k − 1
 * degrees of freedom, and never narrower than the replicates within the blocks allow (standard error √Σsᵢ²/k, degrees
 * of freedom after Satterthwaite).
 *
 * It errs at most at alpha ≤ 0.05 one-sided for 2 to 14 blocks whatever the variances of the estimates, from true
 * differences between blocks and from few or unequal replicates alike, since t of independent normal values with
 * unequal variances is conservative there; above 14 blocks that is proved to alpha ≤ 0.0416. So it needs no τ². The
 * price of few blocks is the quantile of t: 6.31, 2.92, 2.35, 2.13 for 2, 3, 4, 5 blocks at alpha 0.05, where many have
 * 1.64.
 *
 * Needs two blocks; otherwise, and where nothing varies, `reason` says so.
 *
 * @see Bakirov & Székely 2006; Ibragimov & Müller 2010 (Theorem 1)
 * @example meanOverBlocks([{ estimate: 1 }, { estimate: 2 }, { estimate: 3 }], { region: greater(0) }).p // 0.037
 */
export function meanOverBlocks(effects: readonly BlockEffect[], options: TestOptions = {}): TestResult {
  return effectsOfAnySize(effects, options, inOneUnit);
}

function inOneUnit(
  effects: readonly BlockEffect[],
  { region = different(), alpha = DEFAULT_ALPHA }: TestOptions,
): TestResult {
  const method = 'Student t over blocks';
  const k = effects.length;
  const estimates = effects.map((effect) => effect.estimate);
  if (k < 2) return withoutTest(method, REASONS.tooFewBlocks, [k], region);
  if (!estimates.every(Number.isFinite)) return withoutTest(method, REASONS.notFinite, [k], region);
  const estimate = mean(estimates);
  const scales = scalesOf(effects).filter(({ standardError }) => standardError > 0);
  if (scales.length === 0) return withoutTest(method, REASONS.zeroVariance, [k], region, { estimate });
  const rules = scales.map(({ standardError, df }): IntervalRule => tRule(estimate, standardError, df));
  const rule = widestRule(rules);
  return {
    method,
    ...testByRule(rule, region, alpha),
    degreesOfFreedom: k - 1,
    estimate,
    effectSizes: [],
    n: [k],
  };
}

/** From the spread of the estimates, and from the replicates where every block has a standard error. */
export function scalesOf(effects: readonly BlockEffect[]): readonly Scale[] {
  const k = effects.length;
  const between = {
    standardError: Math.sqrt(variance(effects.map(({ estimate }) => estimate)) / k),
    df: k - 1,
  };
  const blocks = weighed(effects);
  if (blocks === undefined) return [between];
  const largest = Math.max(...blocks.map(({ standardError }) => standardError));
  // Relative to the largest: fourth powers of 1e-100 would vanish.
  const squares = blocks.map(({ standardError }) => (standardError / largest) ** 2);
  const sum = squares.reduce((total, each) => total + each, 0);
  const spent = blocks.reduce((total, { df = Infinity }, i) => total + squares[i]! ** 2 / df, 0);
  return [
    between,
    { standardError: (largest * Math.sqrt(sum)) / k, df: spent === 0 ? Infinity : sum ** 2 / spent },
  ];
}
