import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { evidence } from '../../src/predictions/comparison/evidence.ts';
import { findingOf } from './numbers.ts';

const opinions = (notes: readonly string[] | undefined): string[] =>
  (notes ?? []).filter((note) => note.startsWith('Bayes factor'));

describe('the second opinion', () => {
  test('is the JZS Bayes factor of the numbers against zero', () => {
    expect(evidence([0.1, 0.3, 0.2, 0.2], 'a difference')).toEqual([
      'Bayes factor for a difference: 5.08 (moderate evidence for an effect)',
    ]);
  });

  test('is not given where numbers do not vary, or there is one', () => {
    expect(evidence([0.2, 0.2, 0.2], 'a difference')).toEqual([]);
    expect(evidence([0.2], 'a difference')).toEqual([]);
  });

  const rows = [
    [1, 2.1, 2.9, 4.2],
    [1.2, 2, 3.1, 3.9],
    [0.9, 2.2, 2.1, 4],
    [1.1, 1, 3.2, 4.1],
    [2.1, 1.8, 3, 4.4],
  ];
  const numbers = Object.fromEntries(['a', 'b', 'c', 'd'].map((arm, i) => [arm, rows.map((row) => row[i]!)]));
  const covariates = Object.fromEntries(['a', 'b', 'c', 'd'].map((arm, i) => [arm, { ratio: i + 1 }]));

  test.each<[string, Prediction]>([
    ['a difference from 1', { kind: 'equals', measure: 'accuracy', arm: 'a', value: 1, margin: 2 }],
    ['a difference from 0.5', { kind: 'above', measure: 'accuracy', arm: 'a', than: 0.5 }],
    ['a difference', { kind: 'greater', measure: 'accuracy', arms: ['d', 'a'] }],
    ['a trend', { kind: 'trend', measure: 'accuracy', along: 'ratio', direction: 'increasing' }],
    ['a correlation', { kind: 'correlates', measure: 'accuracy', with: 'ratio', direction: 'positive' }],
  ])('speaks of %s', (effect, prediction) => {
    const { notes } = findingOf(numbers, prediction, { covariates, details: true });
    expect(opinions(notes)).toEqual([expect.stringMatching(`^Bayes factor for ${effect}: `)]);
    expect(opinions(findingOf(numbers, prediction, { covariates, details: false }).notes)).toEqual([]);
  });
});
