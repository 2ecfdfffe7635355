import { equal, MEASURE, pair, type Path } from './path.ts';

/** Paths of a whole hypothesis: several claims, controls, an error rate of a prediction's own, diverged runs. */
export const wholeHypotheses: readonly Path[] = [
  {
    name: 'two claims, one at its boundary',
    predictions: [
      { ...pair, kind: 'equivalent', margin: 4 },
      { measure: MEASURE, kind: 'greater', arms: ['c', 'a'] },
    ],
    means: { a: 4, b: 0, c: 12 },
    errors: ['supported'],
  },
  {
    name: 'two true claims at their boundaries',
    predictions: [
      { ...pair, kind: 'equivalent', margin: 4 },
      { measure: MEASURE, kind: 'nonInferior', arms: ['b', 'c'], margin: 1 },
    ],
    means: { a: 4, b: 0, c: 1 },
    errors: ['refuted'],
  },
  {
    name: 'a true claim, its control at its boundary',
    predictions: [{ measure: MEASURE, kind: 'greater', arms: ['c', 'a'] }],
    controls: [{ ...pair, kind: 'equivalent', margin: 4 }],
    means: { a: 4, b: 0, c: 12 },
    errors: ['supported'],
  },
  {
    name: 'a claim with an error rate of 0.01',
    predictions: [{ ...pair, kind: 'greater', alpha: 0.01 }],
    means: equal,
    rate: 0.01,
  },
  {
    name: 'diverged runs count as the worst value',
    predictions: [{ ...pair, kind: 'greater', diverged: 'worst' }],
    means: equal,
    diverging: 0.2,
  },
];
