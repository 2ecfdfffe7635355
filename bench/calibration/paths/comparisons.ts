import { equal, MEASURE, pair, type Path } from './path.ts';

/** Paths of `equivalent`, `differs`, `greater`, `less`, `nonInferior` and `ordered`: regions, scales and methods. */
export const comparisons: readonly Path[] = [
  { name: 'equivalent', predictions: [{ ...pair, kind: 'equivalent', margin: 4 }], means: { a: 4, b: 0 } },
  {
    name: 'equivalent, by sign-flip',
    predictions: [{ ...pair, kind: 'equivalent', margin: 4, method: 'sign-flip' }],
    means: { a: 4, b: 0 },
  },
  {
    name: 'equivalent, by Wilcoxon',
    predictions: [{ ...pair, kind: 'equivalent', margin: 4, method: 'wilcoxon' }],
    means: { a: 4, b: 0 },
  },
  {
    name: 'equivalent, by bootstrap',
    predictions: [{ ...pair, kind: 'equivalent', margin: 4, method: 'bootstrap' }],
    means: { a: 4, b: 0 },
  },
  {
    name: 'equivalent, three arms',
    predictions: [{ measure: MEASURE, kind: 'equivalent', arms: ['a', 'b', 'c'], margin: 4 }],
    means: { a: 0, b: 0, c: 4 },
  },
  {
    name: 'equivalent ratio',
    predictions: [{ ...pair, kind: 'equivalent', scale: 'ratio', margin: Math.exp(4) }],
    means: { a: 4, b: 0 },
    logarithms: true,
  },
  { name: 'differs', predictions: [{ ...pair, kind: 'differs' }], means: equal },
  { name: 'differs by a margin', predictions: [{ ...pair, kind: 'differs', by: 3 }], means: { a: 3, b: 0 } },
  {
    name: 'differs by a ratio',
    predictions: [{ ...pair, kind: 'differs', scale: 'ratio', by: Math.exp(3) }],
    means: { a: 3, b: 0 },
    logarithms: true,
  },
  {
    name: 'differs, by sign-flip',
    predictions: [{ ...pair, kind: 'differs', method: 'sign-flip' }],
    means: equal,
  },
  {
    name: 'differs, by Wilcoxon',
    predictions: [{ ...pair, kind: 'differs', method: 'wilcoxon' }],
    means: equal,
  },
  { name: 'greater', predictions: [{ ...pair, kind: 'greater' }], means: equal },
  {
    name: 'greater by a ratio',
    predictions: [{ ...pair, kind: 'greater', scale: 'ratio', by: Math.E }],
    means: { a: 1, b: 0 },
    logarithms: true,
  },
  {
    name: 'greater, by sign-flip',
    predictions: [{ ...pair, kind: 'greater', method: 'sign-flip' }],
    means: equal,
  },
  {
    name: 'greater, by Wilcoxon',
    predictions: [{ ...pair, kind: 'greater', method: 'wilcoxon' }],
    means: equal,
  },
  {
    name: 'greater, by bootstrap',
    predictions: [{ ...pair, kind: 'greater', method: 'bootstrap' }],
    means: equal,
  },
  { name: 'less by a margin', predictions: [{ ...pair, kind: 'less', by: 1 }], means: { a: 0, b: 1 } },
  {
    name: 'less by a ratio',
    predictions: [{ ...pair, kind: 'less', scale: 'ratio', by: Math.E }],
    means: { a: 0, b: 1 },
    logarithms: true,
  },
  {
    name: 'non-inferior',
    predictions: [{ ...pair, kind: 'nonInferior', margin: 1 }],
    means: { a: 0, b: 1 },
  },
  {
    name: 'non-inferior, lower is better',
    predictions: [{ ...pair, kind: 'nonInferior', margin: 1 }],
    means: { a: 1, b: 0 },
    better: 'lower',
  },
  {
    name: 'non-inferior ratio',
    predictions: [{ ...pair, kind: 'nonInferior', scale: 'ratio', margin: Math.E }],
    means: { a: 0, b: 1 },
    logarithms: true,
  },
  {
    name: 'ordered',
    predictions: [{ measure: MEASURE, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' }],
    means: { a: 0, b: 0, c: 6 },
  },
  {
    name: 'ordered, decreasing',
    predictions: [{ measure: MEASURE, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'decreasing' }],
    means: { a: 0, b: 0, c: -6 },
  },
];
