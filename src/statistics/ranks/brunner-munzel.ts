import { allEqual, type Sample } from '../descriptives.ts';
import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { improvementRule, logitRule } from './improvement-rule.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import { boundsRule, placement } from './probability-of-improvement.ts';
import { unfit, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { tTest } from '../location/student.ts';
import type { TestResult } from '../types.ts';

/** Why the test has no statistic: every value of one sample is above every value of the other, or all are equal. */
export const NO_OVERLAP = 'samples that do not overlap';

/**
 * The Brunner–Munzel test for the probability of improvement P(X > Y) + ½·P(X = Y), neutral at 0.5; it assumes neither
 * equal spreads nor a shift. t with Satterthwaite's degrees of freedom and placements for variances; against a boundary
 * beyond ½ it must agree with the interval that is symmetric in logits (`improvementRule`), and with the bounds of
 * `placementBounds` where an arm has one value only. Choose it for ordinal or heavy-tailed measures of arms that do not
 * share seeds, with at least 8 values each; with fewer its error rate exceeds alpha a little (docs/calibration.md).
 *
 * Needs two values in each sample that overlap; otherwise `reason` says what is missing (use `mannWhitney` or
 * `permutation` then).
 *
 * Example: `brunnerMunzel(x, y, { region: greater(0.5) })`.
 * @see Brunner & Munzel 2000
 */
export function brunnerMunzel(x: Sample, y: Sample, options: TestOptions = {}): TestResult {
  const { region = different(0.5), alpha = DEFAULT_ALPHA } = options;
  const method = 'Brunner–Munzel';
  const n = [x.length, y.length];
  const reason = unfit(x, 2) ?? unfit(y, 2);
  if (reason) return withoutTest(method, reason, n, region);
  const { estimate, standardError, df } = placement(x, y);
  if (!(standardError > 0)) return withoutTest(method, NO_OVERLAP, n, region, { estimate });
  return {
    ...tTest({ method, estimate, standardError, df, n }, region, alpha, []),
    ...testByRule(studentRule(x, y), region, alpha),
  };
}

/**
 * Student's t of the placements, of two samples that overlap. Where an arm has one value only, nothing shows its
 * spread: then the bounds that hold for any laws must agree.
 */
export function studentRule(x: Sample, y: Sample): IntervalRule {
  const { estimate, standardError, df } = placement(x, y);
  const rule = improvementRule(tRule(estimate, standardError, df), logitRule(estimate, standardError, df));
  return allEqual(x) || allEqual(y)
    ? widestRule([rule, boundsRule(estimate, Math.min(x.length, y.length))])
    : rule;
}
