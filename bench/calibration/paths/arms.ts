import { MEASURE, OTHER, pair, type Path } from './path.ts';

/** Paths of `equals`, `above` and `below`, against a number and against another measure of the same run. */
const withinArms: readonly Path[] = [
  {
    name: 'equals',
    predictions: [{ measure: MEASURE, kind: 'equals', arm: 'a', value: 0, margin: 4 }],
    means: { a: 4 },
  },
  {
    name: 'equals, as a ratio',
    predictions: [
      { measure: MEASURE, kind: 'equals', arm: 'a', value: 1, scale: 'ratio', margin: Math.exp(4) },
    ],
    means: { a: 4 },
    logarithms: true,
  },
  {
    name: 'equals another measure',
    predictions: [{ measure: MEASURE, kind: 'equals', arm: 'a', value: OTHER, margin: 4 }],
    means: { a: 4 },
  },
  {
    name: 'equals another measure, as a ratio',
    predictions: [
      { measure: MEASURE, kind: 'equals', arm: 'a', value: OTHER, scale: 'ratio', margin: Math.exp(4) },
    ],
    means: { a: 4 },
    logarithms: true,
  },
  {
    name: 'above a number',
    predictions: [{ measure: MEASURE, kind: 'above', arm: 'a', than: 0 }],
    means: { a: 0 },
  },
  {
    name: 'above a number by a ratio',
    predictions: [{ measure: MEASURE, kind: 'above', arm: 'a', than: 1, scale: 'ratio', by: Math.E }],
    means: { a: 1 },
    logarithms: true,
  },
  {
    name: 'below a number',
    predictions: [{ measure: MEASURE, kind: 'below', arm: 'a', than: 0 }],
    means: { a: 0 },
  },
  {
    name: 'below a number by a margin',
    predictions: [{ measure: MEASURE, kind: 'below', arm: 'a', than: 0, by: 1 }],
    means: { a: -1 },
  },
  {
    name: 'above another measure',
    predictions: [{ measure: MEASURE, kind: 'above', arm: 'a', than: OTHER }],
    means: { a: 0 },
  },
  {
    name: 'below another measure',
    predictions: [{ measure: MEASURE, kind: 'below', arm: 'a', than: OTHER }],
    means: { a: 0 },
  },
  {
    name: 'below another measure by a ratio',
    predictions: [{ measure: MEASURE, kind: 'below', arm: 'a', than: OTHER, scale: 'ratio', by: Math.E }],
    means: { a: -1 },
    logarithms: true,
  },
];

/**
 * Energy distance of two arms with means 2 apart, √(2E|X − Y| − E|X − X′| − E|Y − Y′|), each with variance 1 of its
 * seed beside its noise: X − Y is N(2, 4), and N(2, 7) where the second arm has twice the spread; with exponential
 * noise N(0, 2) and a Laplace variable, by quadrature. Rounding to halves leaves that of the normal (to 1e-12).
 */
const DISTANCES = {
  normal: 1.2144898194262597,
  skewed: 1.245362172216249,
  heteroscedastic: 1.1203010721574804,
  discrete: 1.2144898194262563,
} as const;

/** Paths of `sameDistribution` and `sameCurve`. */
const wholes: readonly Path[] = [
  ...Object.entries(DISTANCES).map(([kind, margin]): Path => ({
    name: 'same distribution',
    predictions: [{ ...pair, kind: 'sameDistribution', margin }],
    means: { a: 2, b: 0 },
    kinds: [kind],
  })),
  {
    name: 'same distribution, as a ratio',
    predictions: [{ ...pair, kind: 'sameDistribution', scale: 'ratio', margin: DISTANCES.normal }],
    means: { a: 2, b: 0 },
    logarithms: true,
    kinds: ['normal'],
  },
  {
    name: 'same curve',
    predictions: [{ ...pair, kind: 'sameCurve', margin: 4 }],
    means: { a: 4, b: 0 },
    curves: true,
  },
  {
    name: 'same curve, as a ratio, from a position on',
    predictions: [{ ...pair, kind: 'sameCurve', scale: 'ratio', margin: Math.exp(4), from: 3 }],
    means: { a: 4, b: 0 },
    curves: true,
    logarithms: true,
  },
];

/** Paths of `curvesDiffer`. */
const differing: readonly Path[] = [
  {
    name: 'curves differ',
    predictions: [{ ...pair, kind: 'curvesDiffer', by: 4 }],
    means: { a: 4, b: 0 },
    curves: true,
  },
  {
    name: 'curves differ, as a ratio',
    predictions: [{ ...pair, kind: 'curvesDiffer', scale: 'ratio', by: Math.exp(4), from: 3 }],
    means: { a: 4, b: 0 },
    curves: true,
    logarithms: true,
    kinds: ['normal'],
  },
];

export const armPaths: readonly Path[] = [...withinArms, ...wholes, ...differing];
