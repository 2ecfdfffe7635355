import { standardizedDifference } from './cohen-d.ts';
import { mean, type Sample } from '../descriptives.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { DEFAULT_ALPHA, type ResamplingOptions } from '../options.ts';
import { swapThresholds } from '../resampling/permutation.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { welchEstimate } from './student.ts';
import { thresholdRule } from '../resampling/thresholds.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';

/**
 * The difference of two means of independent samples by Welch's t and by permutation together: a claim needs both, so p
 * is the larger and the interval spans both. Welch's t holds for unequal spreads, the permutation test for any common
 * shape and any sizes; so the error rate keeps to alpha where either assumption holds. Choose it for arms that do not
 * share seeds when their sizes differ and their values may be skewed; on normal data it claims little less than
 * `welch`.
 *
 * Needs two values in each sample and a variance above zero in one; otherwise `reason` says what is missing.
 *
 * Example: `guardedDifference([4, 5, 6], [1, 2, 3], { region: greater(0), random }).p` is 0.05.
 * @see Welch 1947; Pitman 1937; Berger 1982 (a claim that needs several tests)
 */
export function guardedDifference(x: Sample, y: Sample, options: ResamplingOptions): TestResult {
  return ofAnySize([x, y], options, ([u, v], inUnit) => guardedInUnit(u!, v!, inUnit));
}

function guardedInUnit(x: Sample, y: Sample, options: ResamplingOptions): TestResult {
  const { region = different(), alpha = DEFAULT_ALPHA, effectSizes = true } = options;
  const method = 'Welch t and permutation';
  const n = [x.length, y.length];
  const reason = unfit(x, 2) ?? unfit(y, 2);
  if (reason) return withoutTest(method, reason, n, region);
  const estimate = mean(x) - mean(y);
  const rule = guardedRule(x, y, options);
  if (rule === undefined) return withoutTest(method, REASONS.zeroVariance, n, region, { estimate });
  return {
    method,
    ...testByRule(rule, region, alpha),
    estimate,
    effectSizes: effectSizes ? [standardizedDifference(x, alpha, y)] : [],
    n,
  };
}

/**
 * Ends and p-values of `guardedDifference`; undefined without two finite values in each sample and a variance above
 * zero.
 */
export function guardedRule(x: Sample, y: Sample, options: ResamplingOptions): IntervalRule | undefined {
  if (unfit(x, 2) ?? unfit(y, 2)) return undefined;
  const { estimate, standardError, df } = welchEstimate(x, y);
  if (!(standardError > 0)) return undefined;
  const { thresholds } = swapThresholds(x, y, options);
  return widestRule([tRule(estimate, standardError, df), thresholdRule(thresholds)]);
}
