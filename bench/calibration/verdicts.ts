import type { Prediction } from '../../src/declare/types.ts';
import { judge } from '../../src/judge/index.ts';
import type { Measured, MeasureTable } from '../../src/measure/types.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase } from './case.ts';

const ALPHA = 0.05;
const MEASURE = 'accuracy';

/** Noise of one arm at one seed. Arms also share a part by seed, as common random numbers give. */
const noises: Readonly<Record<string, (random: Random, arm: number) => number>> = {
  normal: (random) => random.normal(),
  skewed: (random) => -Math.log(1 - random.uniform()),
  heteroscedastic: (random, arm) => (arm + 1) * random.normal(),
  discrete: (random) => random.normal(),
};

/** A claim whose truth is at a boundary: both verdicts on it would be errors, each at most at rate alpha. */
interface Path {
  readonly name: string;
  readonly predictions: readonly Prediction[];
  /** True means, by arm; noise has standard deviation 1. */
  readonly means: Readonly<Record<string, number>>;
  readonly factors?: Readonly<Record<string, number>>;
  /** The covariate along which values peak, by arm. */
  readonly places?: Readonly<Record<string, number>>;
  /** Values are exp of the numbers: claims about ratios and powers. */
  readonly logarithms?: boolean;
  /** The verdicts that would be errors; default both. */
  readonly errors?: readonly ('supported' | 'refuted')[];
  /** Kinds of noise for which the means put the truth at the boundary; default all. */
  readonly kinds?: readonly string[];
  /** Every run has a curve of five positions, all equal across arms but the last, where they differ as the means do. */
  readonly curves?: boolean;
  /** Numbers of seeds; default 5, 8, 16. */
  readonly sizes?: readonly number[];
  readonly limitation?: string;
}

/** Independent of everything: what a correlation must not be found with. */
const OTHER = 'loss';

const breaking = (from: number, to: number): Prediction => ({
  measure: MEASURE,
  kind: 'breaks',
  along: 'factor',
  arms: ['a', 'b', 'c', 'd'],
  margin: 4,
  between: [from, to],
});

const pair = { measure: MEASURE, arms: ['a', 'b'] } as const;
const equal = { a: 0, b: 0 };
const ladder = { a: 1, b: 2, c: 4, d: 8 };

/** Two ladders of five places, a parabola in each: its top at 4 for factor 1, at 16 for factor 4, so that places of peaks grow as factor^1. */
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

const paths: readonly Path[] = [
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
  { name: 'greater', predictions: [{ ...pair, kind: 'greater' }], means: equal },
  { name: 'less by a margin', predictions: [{ ...pair, kind: 'less', by: 1 }], means: { a: 0, b: 1 } },
  {
    name: 'non-inferior',
    predictions: [{ ...pair, kind: 'nonInferior', margin: 1 }],
    means: { a: 0, b: 1 },
  },
  {
    name: 'ordered',
    predictions: [{ measure: MEASURE, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' }],
    means: { a: 0, b: 0, c: 6 },
  },
  {
    name: 'trend',
    predictions: [{ measure: MEASURE, kind: 'trend', along: 'factor', direction: 'increasing' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
  },
  {
    name: 'equals',
    predictions: [{ measure: MEASURE, kind: 'equals', arm: 'a', value: 0, margin: 4 }],
    means: { a: 4 },
  },
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
    means: ofPeaked(({ mean }) => mean),
    factors: ofPeaked(({ factor }) => factor),
    places: ofPeaked(({ place }) => place),
  },
  {
    name: 'correlates with a covariate',
    predictions: [{ measure: MEASURE, kind: 'correlates', with: 'factor', direction: 'positive' }],
    means: { a: 0, b: 0, c: 0, d: 0 },
    factors: ladder,
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
    name: 'same distribution',
    // √(2·E|N(2, 4)| − 2·E|N(0, 4)|): the energy distance of two normal arms with means 2 apart and standard deviation √2.
    predictions: [{ ...pair, kind: 'sameDistribution', margin: 1.2145 }],
    means: { a: 2, b: 0 },
    kinds: ['normal'],
    sizes: [8],
  },
  {
    name: 'same curve',
    predictions: [{ ...pair, kind: 'sameCurve', margin: 4 }],
    means: { a: 4, b: 0 },
    curves: true,
    kinds: ['normal', 'skewed'],
    sizes: [8],
  },
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
];

const skewedMean = (kind: string): number => (kind === 'skewed' ? 1 : 0);

function simulate(path: Path, kind: string, n: number, random: Random): MeasureTable {
  const arms = Object.entries(path.means);
  const table: Record<string, Record<string, Record<string, Measured>>> = {};
  for (const [arm] of arms) table[arm] = { [MEASURE]: {}, [OTHER]: {} };
  for (let seed = 0; seed < n; seed++) {
    const shared = random.normal();
    arms.forEach(([arm, mean], index) => {
      const draw = (): number => noises[kind]!(random, index) - skewedMean(kind);
      const noise = shared + draw();
      const value = mean + (kind === 'discrete' ? Math.round(2 * noise) / 2 : noise);
      const curve = { at: [1, 2, 3, 4, 5], values: [draw(), draw(), draw(), draw(), mean + draw()] };
      table[arm]![MEASURE]![`${seed}`] = {
        value: path.logarithms ? Math.exp(value) : value,
        ...(path.curves ? { curve } : {}),
      };
      table[arm]![OTHER]![`${seed}`] = { value: draw() };
    });
  }
  return table;
}

function analysisOf({ name, predictions, means, factors = {}, places = {} }: Path, n: number): AnalysisPlan {
  const arms = Object.keys(means);
  return {
    id: name,
    file: 'calibration',
    claim: name,
    alpha: ALPHA,
    expected: 'supported',
    arms,
    covariates: Object.fromEntries(
      arms.map((arm) => [arm, { factor: factors[arm] ?? 1, place: places[arm] ?? 1 }]),
    ),
    seeds: Array.from({ length: n }, (_, seed) => `${seed}`),
    looks: [n],
    runs: {},
    measures: [],
    descriptions: {
      [MEASURE]: { unit: '', scale: 'linear', better: 'higher' },
      [OTHER]: { unit: '', scale: 'linear', better: 'lower' },
    },
    predictions,
    controls: [],
  };
}

/** `equals` sees one arm, whose skewness no difference takes away. */
const limitationOf = ({ means, limitation }: Path, kind: string): string | undefined =>
  limitation !== undefined
    ? limitation
    : kind === 'skewed' && Object.keys(means).length === 1
      ? 'skewed values: the mean and its standard error are correlated'
      : undefined;

/** Every verdict path of the judge: a hypothesis at its boundary is neither supported nor refuted more often than alpha. */
export const verdictCases: readonly CalibrationCase[] = paths.flatMap((path) =>
  (path.kinds ?? Object.keys(noises)).flatMap((kind) =>
    (path.sizes ?? [5, 8, 16]).map((n): CalibrationCase => {
      const analysis = analysisOf(path, n);
      const errors = path.errors ?? (['supported', 'refuted'] as const);
      const limitation = limitationOf(path, kind);
      return {
        section: 'Verdicts',
        method: path.name,
        data: kind,
        size: String(n),
        bounds: {
          ...Object.fromEntries(errors.map((verdict) => [`falsely ${verdict}`, ALPHA])),
          invalid: 0,
        },
        trial: (random) => {
          const { verdict } = judge(analysis, simulate(path, kind, n, random));
          return {
            'falsely supported': verdict === 'supported',
            'falsely refuted': verdict === 'refuted',
            invalid: verdict === 'invalid',
          };
        },
        ...(limitation === undefined ? {} : { limitation }),
      };
    }),
  ),
);
