import type { Prediction } from '../../../src/declare/types.ts';
import { ladder, MEASURE, OTHER, THIRD, type Path } from './path.ts';

/** Arms named a, b, c … */
const named = <T>(values: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(values.map((value, arm) => [String.fromCharCode(97 + arm), value]));

/** Trends of few seeds over arms that share values of the covariate. */
const shared: readonly Path[] = [
  [1, 2, 2],
  [1, 1, 1, 2],
].map((factors) => ({
  name: `trend, arms at ${factors.join(', ')}`,
  predictions: [{ measure: MEASURE, kind: 'trend', along: 'factor', direction: 'increasing' }],
  means: named(factors.map(() => 0)),
  factors: named(factors),
  looks: [[2], [3], [5], [8], [16]],
}));

/** Two measures that follow a third and are independent given it. */
const given: readonly Path[] = (
  [
    ['linear', (z) => z],
    ['exponential', (z) => Math.exp(z / 2)],
  ] as const satisfies readonly (readonly [string, (z: number) => number])[]
).flatMap(([curve, cause]) =>
  [4, 6, 8].map((arms) => ({
    name: `correlates given its cause, ${curve}, ${arms} arms`,
    predictions: [{ measure: MEASURE, kind: 'correlates', with: OTHER, given: THIRD, direction: 'positive' }],
    means: named(Array.from({ length: arms }, () => 0)),
    third: true,
    cause,
    kinds: ['normal'],
    looks: [[5], [8], [16], [20], [40]],
  })),
);

/** Paths of `trend` and `correlates`. */
const associations: readonly Path[] = [
  {
    name: 'trend',
    predictions: [{ measure: MEASURE, kind: 'trend', along: 'factor', direction: 'increasing' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
  },
  {
    name: 'trend, decreasing',
    predictions: [{ measure: MEASURE, kind: 'trend', along: 'factor', direction: 'decreasing' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
  },
  {
    // Two pairs of arms far apart, either order within each as likely: correlations 1, 0.8, 0.8 and 0.6. Ties would
    // raise their mean.
    name: 'trend of at least 0.8',
    predictions: [
      { measure: MEASURE, kind: 'trend', along: 'factor', direction: 'increasing', atLeast: 0.8 },
    ],
    means: { a: 0, b: 0, c: 100, d: 100 },
    factors: ladder,
    kinds: ['normal', 'skewed', 'heteroscedastic'],
  },
  {
    name: 'correlates with a covariate',
    predictions: [{ measure: MEASURE, kind: 'correlates', with: 'factor', direction: 'positive' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
  },
  {
    name: 'correlates by at least 0.8',
    predictions: [
      { measure: MEASURE, kind: 'correlates', with: 'factor', direction: 'negative', atLeast: 0.8 },
    ],
    means: { a: 100, b: 100, c: 0, d: 0 },
    factors: ladder,
    kinds: ['normal', 'skewed', 'heteroscedastic'],
  },
  {
    name: 'correlates with a measure',
    predictions: [{ measure: MEASURE, kind: 'correlates', with: OTHER, direction: 'negative' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
  },
  {
    name: 'correlates given a covariate',
    predictions: [
      { measure: MEASURE, kind: 'correlates', with: OTHER, given: 'factor', direction: 'positive' },
    ],
    means: { a: 0, b: 0, c: 0, d: 0, e: 0 },
    factors: { ...ladder, e: 16 },
  },
  {
    name: 'correlates given a measure',
    predictions: [{ measure: MEASURE, kind: 'correlates', with: OTHER, given: THIRD, direction: 'positive' }],
    means: { a: 0, b: 0, c: 0, d: 0, e: 0 },
    third: true,
  },
  ...shared,
  ...given,
];

/**
 * Two ladders of five places, a parabola in each: its top at 4 for factor 1, at 16 for factor 4, so that places of
 * peaks grow as factor^1.
 */
const peaked = [
  { factor: 1, top: 4 },
  { factor: 4, top: 16 },
].flatMap(({ factor, top }) =>
  [0.25, 0.5, 1, 2, 4].map((part) => ({
    arm: `${factor}at${part * top}`,
    factor,
    place: part * top,
    mean: -10 * Math.log2(part) ** 2,
  })),
);
const ofPeaked = (value: (arm: (typeof peaked)[number]) => number) =>
  Object.fromEntries(peaked.map((arm) => [arm.arm, value(arm)]));
const inPeaked = {
  means: ofPeaked(({ mean }) => mean),
  factors: ofPeaked(({ factor }) => factor),
  places: ofPeaked(({ place }) => place),
};

/**
 * Two ladders of three places that depart by the margin halfway from their second to their third place: at 2^1.5 for
 * factor 1, at four times that for factor 4. Steps are 300 standard deviations, so that the place is linear in the
 * noise also where the spreads of the ladders differ.
 */
const broken = [1, 4].flatMap((factor) =>
  [1, 2, 4].map((part, rung) => ({
    arm: `${factor}at${part * factor}`,
    factor,
    place: part * factor,
    mean: -300 * rung,
  })),
);
const ofBroken = (value: (arm: (typeof broken)[number]) => number) =>
  Object.fromEntries(broken.map((arm) => [arm.arm, value(arm)]));
const breakScaling = {
  measure: MEASURE,
  kind: 'breakScales',
  over: 'place',
  along: 'factor',
  exponent: 0.7,
  within: 0.3,
} as const;
const inBroken = {
  means: ofBroken(({ mean }) => mean),
  factors: ofBroken(({ factor }) => factor),
  places: ofBroken(({ place }) => place),
};

/**
 * Ladders that depart just before the last place of the one for factor 4: in a third of the seeds its noise keeps it
 * within the margin.
 */
const open = [
  { factor: 1, parts: [1, 2, 4, 8] },
  { factor: 4, parts: [1, 2, 4] },
].flatMap(({ factor, parts }) =>
  parts.map((part, rung) => ({
    arm: `${factor}at${part * factor}`,
    factor,
    place: part * factor,
    mean: -300 * rung,
  })),
);
const inOpen = {
  means: Object.fromEntries(open.map(({ arm, mean }) => [arm, mean])),
  factors: Object.fromEntries(open.map(({ arm, factor }) => [arm, factor])),
  places: Object.fromEntries(open.map(({ arm, place }) => [arm, place])),
};

/** Paths of `scales`, `depends`, and of places of peaks and breakdowns. */
const powers: readonly Path[] = [
  {
    name: 'scales',
    predictions: [{ measure: MEASURE, kind: 'scales', along: 'factor', exponent: -1, within: 3 }],
    means: { a: 0, b: 2 * Math.LN2, c: 4 * Math.LN2, d: 6 * Math.LN2 },
    factors: ladder,
    logarithms: true,
  },
  {
    name: 'peak scales',
    predictions: [
      { measure: MEASURE, kind: 'peakScales', over: 'place', along: 'factor', exponent: 0.7, within: 0.3 },
    ],
    ...inPeaked,
  },
  {
    name: 'peak scales, lower is better',
    predictions: [
      { measure: MEASURE, kind: 'peakScales', over: 'place', along: 'factor', exponent: 0.7, within: 0.3 },
    ],
    means: ofPeaked(({ mean }) => -mean),
    factors: ofPeaked(({ factor }) => factor),
    places: ofPeaked(({ place }) => place),
    better: 'lower',
    kinds: ['normal', 'skewed'],
  },
  {
    name: 'peak scales, as a ratio',
    predictions: [
      {
        measure: MEASURE,
        kind: 'peakScales',
        scale: 'ratio',
        over: 'place',
        along: 'factor',
        exponent: 0.7,
        within: 0.3,
      },
    ],
    ...inPeaked,
    logarithms: true,
    kinds: ['normal'],
  },
  {
    // Arms lie off the line by e^±4, as no line can mend.
    name: 'scales, each arm within a factor',
    predictions: [
      { measure: MEASURE, kind: 'scales', along: 'factor', exponent: 2, within: 8, fit: Math.exp(4) },
    ],
    means: { a: 4, b: 2 * Math.LN2 - 4, c: 4 * Math.LN2 - 4, d: 6 * Math.LN2 + 4 },
    factors: ladder,
    logarithms: true,
  },
  {
    name: 'depends',
    predictions: [{ measure: MEASURE, kind: 'depends', along: 'factor', outside: [-2, 2] }],
    means: { a: 0, b: 2 * Math.LN2, c: 4 * Math.LN2, d: 6 * Math.LN2 },
    factors: ladder,
    logarithms: true,
  },
  {
    name: 'peak depends',
    predictions: [
      { measure: MEASURE, kind: 'peakDepends', over: 'place', along: 'factor', outside: [0.4, 1] },
    ],
    ...inPeaked,
    kinds: ['normal', 'skewed'],
  },
  {
    name: 'peak ratio',
    predictions: [
      { measure: MEASURE, kind: 'peakRatio', groups: ['1at*', '4at*'], over: 'place', between: [0.25, 0.5] },
    ],
    ...inPeaked,
    kinds: ['normal', 'skewed'],
  },
  {
    name: 'break scales, ladders that may not depart',
    predictions: [{ ...breakScaling, margin: 599.2 }],
    ...inOpen,
  },
  { name: 'break scales', predictions: [{ ...breakScaling, margin: 450 }], ...inBroken },
  {
    name: 'break scales, as a ratio',
    predictions: [{ ...breakScaling, scale: 'ratio', margin: Math.exp(450) }],
    ...inBroken,
    logarithms: true,
  },
];

type Breaks = Extract<Prediction, { kind: 'breaks' }>;
const breaking = (from: number, to: number, options: Partial<Breaks> = {}): Breaks => ({
  measure: MEASURE,
  kind: 'breaks',
  along: 'factor',
  arms: ['a', 'b', 'c', 'd'],
  margin: 4,
  between: [from, to],
  ...options,
});

/** Paths of `breaks`: a location at either end, each way in which an arm can be worse, scales and methods. */
const breakdowns: readonly Path[] = [
  {
    name: 'breaks, before its lower end',
    predictions: [breaking(4, 8)],
    means: { a: 0, b: 0, c: -4, d: -12 },
    factors: ladder,
    errors: ['supported'],
  },
  {
    name: 'breaks, beyond its upper end',
    predictions: [breaking(2, 4)],
    means: { a: 0, b: 0, c: -4, d: -12 },
    factors: ladder,
    errors: ['supported'],
  },
  {
    name: 'breaks, at its ends',
    predictions: [breaking(2, 4)],
    means: { a: 0, b: -4, c: -4.5, d: -12 },
    factors: ladder,
    errors: ['refuted'],
  },
  {
    name: 'breaks, lower is better',
    predictions: [breaking(2, 4)],
    means: { a: 0, b: 0, c: 4, d: 12 },
    factors: ladder,
    better: 'lower',
    errors: ['supported'],
  },
  {
    name: 'breaks, neither is better',
    predictions: [breaking(2, 4)],
    means: { a: 0, b: 0, c: 4, d: 12 },
    factors: ladder,
    better: 'neither',
    errors: ['supported'],
  },
  {
    name: 'breaks, as a ratio',
    predictions: [breaking(2, 4, { scale: 'ratio', margin: Math.exp(4) })],
    means: { a: 0, b: 0, c: -4, d: -12 },
    factors: ladder,
    logarithms: true,
    errors: ['supported'],
  },
  {
    name: 'breaks, by Wilcoxon',
    predictions: [breaking(2, 4, { method: 'wilcoxon' })],
    means: { a: 0, b: 0, c: -4, d: -12 },
    factors: ladder,
    errors: ['supported'],
  },
];

export const relations: readonly Path[] = [...associations, ...powers, ...breakdowns];
