import { expect, test } from 'vitest';
import { calibrationError } from '../../src/measures/estimators/calibration.ts';
import { draws } from './matrices.ts';

test('one prediction is off by the doubt that it showed', () => {
  expect(calibrationError([{ confidence: 0.8, correct: true }], 15)).toBeCloseTo(0.2, 12); // rounding
  expect(calibrationError([{ confidence: 0.8, correct: false }], 15)).toBeCloseTo(0.8, 12);
});

test('gaps are weighted by the share of their bin and do not cancel between bins', () => {
  const predictions = [
    { confidence: 0.95, correct: true }, // upper bin: accuracy 1/2, confidence 0.95, gap 0.45
    { confidence: 0.95, correct: false },
    { confidence: 0.55, correct: true }, // lower bin: gap 0.45 the other way
    { confidence: 0.55, correct: true },
  ];
  expect(calibrationError(predictions, 10)).toBeCloseTo(0.45, 12);
  expect(calibrationError(predictions, 1)).toBeCloseTo(0, 12); // one bin: they cancel
});

test('predictions that are right as often as they say are calibrated', () => {
  const random = draws('calibrated');
  const predictions = Array.from({ length: 20_000 }, () => {
    const confidence = 0.1 + 0.9 * random.uniform();
    return { confidence, correct: random.uniform() < confidence };
  });
  // A bin of n/15 predictions deviates by about √(p(1−p)·15/n) ≤ 0.014; the mean of 15 such gaps is below that.
  expect(calibrationError(predictions, 15)).toBeLessThan(0.014);
});

test('no predictions is an error, not zero', () => {
  expect(() => calibrationError([], 15)).toThrow('expected at least one prediction, got none');
});
