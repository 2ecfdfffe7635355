import { normalQuantile } from '../../../src/statistics/index.ts';
import { equal, ladder, MEASURE, pair, type Path } from './path.ts';

/**
 * One run in ten diverges and is worse than every number: ranks judge where one does, the usual method where none does.
 */
const worst = { worst: Infinity, better: 'lower', diverging: 0.1 } as const;
const counted = { ...pair, diverged: 'worst' } as const;
const rungs = { measure: MEASURE, diverged: 'worst', along: 'factor' } as const;

/** Symmetric differences: what either method assumes. */
const symmetric: readonly Path[] = [
  { name: 'greater', predictions: [{ ...counted, kind: 'greater' }], means: equal },
  { name: 'equivalent', predictions: [{ ...counted, kind: 'equivalent', margin: 4 }], means: { a: 4, b: 0 } },
  {
    name: 'non-inferior where lower is better',
    predictions: [{ ...counted, kind: 'nonInferior', margin: 2 }],
    means: { a: 2, b: 0 },
  },
  { name: 'differs', predictions: [{ ...counted, kind: 'differs' }], means: equal, errors: ['supported'] },
  {
    name: 'ordered',
    predictions: [{ ...counted, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' }],
    means: { a: 0, b: 0, c: 4 },
    errors: ['supported'],
  },
  {
    name: 'breaks where lower is better, before its lower end',
    predictions: [{ ...rungs, kind: 'breaks', arms: ['a', 'b', 'c', 'd'], margin: 2, between: [2, 8] }],
    means: { a: 0, b: 2, c: 2, d: 8 },
    factors: ladder,
    errors: ['supported'],
    kinds: ['normal', 'discrete'],
  },
];

/**
 * The mean of an arm of which one run in ten diverges at which its pseudo-median over one that never does is zero: of
 * two differences one is infinite with probability 0.19, so that the mean of two finite ones lies above with (0.5 −
 * 0.19)/0.81.
 */
const SHIFT = normalQuantile((0.5 - 0.19) / 0.81);

export const divergedPaths: readonly Path[] = [
  ...symmetric.map((path): Path => ({
    ...path,
    ...worst,
    name: `${path.name}, diverged runs as the worst rank`,
  })),
  {
    name: 'trend, diverged runs as the worst rank',
    predictions: [{ ...rungs, kind: 'trend', direction: 'increasing' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
    ...worst,
    // Where spreads grow along the ladder, so do the ranks of what is far out.
    kinds: ['normal', 'skewed', 'discrete'],
  },
  {
    name: 'greater, one arm diverges, pseudo-median 0',
    predictions: [{ ...counted, kind: 'greater' }],
    means: { a: SHIFT, b: 0 },
    worst: Infinity,
    better: 'lower',
    divergingIn: { a: 0.1 },
    kinds: ['normal'],
    outside: {
      normal: {
        because: 'where one arm alone diverges, differences are not symmetric about their pseudo-median',
        choose: 'a claim about `diverged` beside that about the runs that end',
      },
    },
  },
];
