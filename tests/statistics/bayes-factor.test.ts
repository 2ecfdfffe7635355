import { expect, test } from 'vitest';
import {
  bayesFactorCorrelation,
  bayesFactorOneSample,
  bayesFactorTwoSample,
  evidenceInWords,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

testAgainstReference('jzs_bayes_factor', ({ design, t, n, n1, n2, r }) => {
  const { bf10, logBf10 } =
    design === 'two-sample' ? bayesFactorTwoSample(t, n1, n2, r) : bayesFactorOneSample(t, n, r);
  return { BF10: bf10, log_BF10: logBf10 };
});

testAgainstReference('jzs_correlation', ({ r, n }) => ({ BF10: bayesFactorCorrelation(r, n).bf10 }));

test('no effect is favoured by t = 0, the more so the larger the sample', () => {
  const [few, many] = [bayesFactorOneSample(0, 8), bayesFactorOneSample(0, 80)];
  expect(few.bf10).toBeLessThan(1);
  expect(many.bf10).toBeLessThan(few.bf10);
  expect(evidenceInWords(many)).toBe('moderate evidence for no effect');
});

test('evidence beyond doubles keeps its logarithm', () => {
  const { logBf10 } = bayesFactorOneSample(1e6, 200);
  expect(logBf10).toBeGreaterThan(1000);
  expect(Number.isFinite(logBf10)).toBe(true);
});

test('the sign of t and r does not matter', () => {
  expect(bayesFactorTwoSample(-2, 9, 7)).toEqual(bayesFactorTwoSample(2, 9, 7));
  expect(bayesFactorCorrelation(-0.4, 12)).toEqual(bayesFactorCorrelation(0.4, 12));
  expect(() => bayesFactorCorrelation(1, 12)).toThrow(RangeError);
});
