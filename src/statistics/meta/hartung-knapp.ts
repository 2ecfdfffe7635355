import { DEFAULT_ALPHA, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { tTest } from '../location/student.ts';
import type { TestResult } from '../types.ts';
import { effectsOfAnySize, weighed, type BlockEffect } from './block-effect.ts';
import { pauleMandel, weightedMean } from './heterogeneity.ts';

/**
 * The mean effect over a population of blocks by random effects, after Hartung, Knapp, Sidik & Jonkman: weights 1/(sᵢ²
 * + τ²) with τ² of Paule & Mandel, variance max(1, q)/Σw with q = Σw(yᵢ − μ̂)²/(k − 1), against Student's t with k − 1
 * degrees of freedom. The 1 is the ad hoc safeguard: no interval shorter than that of known variances.
 *
 * The weights take the sᵢ for known. From few replicates they are not: with 8 blocks of 4 replicates it errs at 6 to 7
 * % (docs/calibration.md). `meanOverBlocks` weighs all blocks alike and has no such fault; choose this one where blocks
 * have many replicates and very unequal standard errors.
 *
 * Needs two blocks, each with a standard error above zero; otherwise `reason` says what is missing.
 *
 * @see Hartung & Knapp 2001; Sidik & Jonkman 2002; Knapp & Hartung 2003 (the safeguard); IntHout, Ioannidis & Borm 2014
 * @example hartungKnapp([{ estimate: 1, standardError: 0.5 }, { estimate: 2, standardError: 0.5 }, { estimate: 3, standardError: 0.5 }]).estimate // 2
 */
export function hartungKnapp(effects: readonly BlockEffect[], options: TestOptions = {}): TestResult {
  return effectsOfAnySize(effects, options, inOneUnit);
}

function inOneUnit(
  effects: readonly BlockEffect[],
  { region = different(), alpha = DEFAULT_ALPHA }: TestOptions,
): TestResult {
  const method = 'Hartung–Knapp–Sidik–Jonkman, τ² of Paule–Mandel';
  const k = effects.length;
  if (k < 2) return withoutTest(method, REASONS.tooFewBlocks, [k], region);
  const blocks = weighed(effects);
  if (blocks === undefined) return withoutTest(method, REASONS.noStandardError, [k], region);
  const { mean: estimate, weight, deviance } = weightedMean(blocks, pauleMandel(blocks));
  const standardError = Math.sqrt(Math.max(1, deviance / (k - 1)) / weight);
  return tTest({ method, estimate, standardError, df: k - 1, n: [k] }, region, alpha, []);
}
