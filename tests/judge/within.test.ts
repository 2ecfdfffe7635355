import { expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { findingOf, judgeNumbers } from './numbers.ts';

const trace = [10, 20, 40, 80, 160, 320]; // differs between runs far more than within one
const half: Prediction = {
  kind: 'below',
  measure: 'width',
  arm: 'a',
  than: 'accuracy',
  scale: 'ratio',
  by: 1.5,
};
const given = { measure: 'width', also: { accuracy: { a: trace } } };

test('a contrast within a run is seen through differences between runs', () => {
  const numbers = { a: trace.map((value, i) => value / (2 + 0.1 * (i % 2))) };
  const finding = findingOf(numbers, half, given);
  expect(finding).toMatchObject({
    verdict: 'supported',
    statement: 'width: a below accuracy by more than a factor of 1.5',
    parameter: 'mean of log width − log accuracy, a',
    n: 6,
  });
  // Halves and quotients by 2.1 in turn.
  expect(finding.estimate).toBeCloseTo(-(Math.log(2) + Math.log(2.1)) / 2, 12); // rounding
});

test('a contrast that is too small is refuted', () => {
  const numbers = { a: trace.map((value, i) => value / (1.2 + 0.01 * (i % 2))) };
  expect(findingOf(numbers, half, given).verdict).toBe('refuted');
});

test('two measures of the same runs are equal within a margin, or not', () => {
  const equal: Prediction = { ...half, kind: 'equals', value: 'accuracy', margin: 1.25 };
  const near = { a: trace.map((value, i) => value * (1 + 0.02 * (i % 2))) };
  const far = { a: trace.map((value, i) => value * (1.5 + 0.02 * (i % 2))) };
  expect(findingOf(near, equal, given)).toMatchObject({
    verdict: 'supported',
    statement: 'width: a equal to accuracy within a factor of 1.25',
  });
  expect(findingOf(far, equal, given).verdict).toBe('refuted');
});

test('a measure that is missing in a run makes it invalid, on either side', () => {
  const full = { a: trace };
  const broken = { a: [...trace.slice(1), 'the run was lost'] };
  expect(judgeNumbers(broken, [half], given).verdict).toBe('invalid');
  expect(judgeNumbers(full, [half], { ...given, also: { accuracy: broken } }).verdict).toBe('invalid');
});
