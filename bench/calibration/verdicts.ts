import type { Prediction } from '../../src/declare/types.ts';
import { judge } from '../../src/judge/index.ts';
import type { Verdict } from '../../src/judge/types.ts';
import type { Measured, MeasureTable } from '../../src/measure/types.ts';
import { analysisAt, isLastLook } from '../../src/plan/looks.ts';
import { looksOf } from '../../src/plan/replicates.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';

const ALPHA = 0.05;
const MEASURE = 'accuracy';

/** Noise of one arm at one seed. Arms also share a part by seed, as common random numbers give. */
const noises: Readonly<Record<string, (random: Random, arm: number) => number>> = {
  normal: (random) => random.normal(),
  skewed: (random) => -Math.log(1 - random.uniform()),
  heteroscedastic: (random, arm) => (arm + 1) * random.normal(),
  discrete: (random) => random.normal(),
  'skewed, unequal spreads': (random, arm) => -(arm + 1) * Math.log(1 - random.uniform()),
};
/** Every path is measured on these; skewed arms of unequal spreads leave even differences skewed. */
const EVERY_KIND = ['normal', 'skewed', 'heteroscedastic', 'discrete'] as const;
const SKEWED_KINDS: Readonly<Record<string, (arm: number) => number>> = {
  skewed: () => 1,
  'skewed, unequal spreads': (arm) => arm + 1,
};
const SKEWED_DIFFERENCES: Readonly<Record<string, OutsideAssumptions>> = {
  'skewed, unequal spreads': {
    because: 'differences of skewed arms of unequal spreads are skewed',
    choose: "`method: 'skew-guarded'`, or the scale `ratio`",
  },
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
  /** Numbers of seeds, one list of looks each; default one look at 5, 8, 16. */
  readonly looks?: readonly (readonly number[])[];
  /** Stop at a look where a decision has less than this chance. */
  readonly futility?: number;
  /** Kinds of noise that break what the method assumes. */
  readonly outside?: Readonly<Record<string, OutsideAssumptions>>;
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

const oneLook: readonly Path[] = [
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
    name: 'above a number',
    predictions: [{ measure: MEASURE, kind: 'above', arm: 'a', than: 0 }],
    means: { a: 0 },
  },
  {
    name: 'below a number',
    predictions: [{ measure: MEASURE, kind: 'below', arm: 'a', than: 0 }],
    means: { a: 0 },
  },
  {
    name: 'above another measure',
    predictions: [{ measure: MEASURE, kind: 'above', arm: 'a', than: OTHER }],
    means: { a: 0 },
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
    looks: [[8]],
  },
  {
    name: 'same curve',
    predictions: [{ ...pair, kind: 'sameCurve', margin: 4 }],
    means: { a: 4, b: 0 },
    curves: true,
    kinds: ['normal', 'skewed'],
    looks: [[8]],
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

/** Paths on arms that are skewed and spread unequally at once. */
const skewedUnequally: readonly Path[] = [
  ...oneLook
    .filter(({ name }) => ['equivalent', 'greater'].includes(name))
    .map((path): Path => ({
      ...path,
      kinds: ['skewed, unequal spreads'],
      outside: SKEWED_DIFFERENCES,
    })),
  {
    name: 'equivalent, guarded against skewness',
    predictions: [{ ...pair, kind: 'equivalent', margin: 4, method: 'skew-guarded' }],
    means: { a: 4, b: 0 },
    kinds: [...EVERY_KIND, 'skewed, unequal spreads'],
  },
  {
    name: 'greater, guarded against skewness',
    predictions: [{ ...pair, kind: 'greater', method: 'skew-guarded' }],
    means: equal,
    kinds: [...EVERY_KIND, 'skewed, unequal spreads'],
  },
];

/** `replicates: { min, max, looks }`: the planner's looks of { 6, 24, 4 } and { 5, 16, 3 }. */
const LOOKS = [
  looksOf({ min: 6, max: 24, looks: 4 }, 'quick'),
  looksOf({ min: 5, max: 16, looks: 3 }, 'quick'),
];
const LOOKED_AT = [
  'equivalent',
  'equivalent, by sign-flip',
  'equivalent, three arms',
  'equivalent ratio',
  'differs',
  'greater',
  'non-inferior',
  'trend',
  'equals',
  'scales',
  'correlates with a measure',
  'breaks, before its lower end',
  'two claims, one at its boundary',
  'two true claims at their boundaries',
];
const sequential: readonly Path[] = oneLook
  .filter(({ name }) => LOOKED_AT.includes(name))
  .map((path) => ({ ...path, looks: LOOKS }));

/** The same with stops for futility, which the critical values do not count on. */
const stoppedEarly: readonly Path[] = sequential
  .filter(({ name }) => ['equivalent', 'greater', 'trend'].includes(name))
  .map((path) => ({
    ...path,
    name: `${path.name}, futility 0.1`,
    futility: 0.1,
    looks: LOOKS.slice(0, 1),
  }));

const paths: readonly Path[] = [...oneLook, ...skewedUnequally, ...sequential, ...stoppedEarly];

const meanOfNoise = (kind: string, arm: number): number => SKEWED_KINDS[kind]?.(arm) ?? 0;

function simulate(path: Path, kind: string, n: number, random: Random): MeasureTable {
  const arms = Object.entries(path.means);
  const table: Record<string, Record<string, Record<string, Measured>>> = {};
  for (const [arm] of arms) table[arm] = { [MEASURE]: {}, [OTHER]: {} };
  for (let seed = 0; seed < n; seed++) {
    const shared = random.normal();
    arms.forEach(([arm, mean], index) => {
      const draw = (): number => noises[kind]!(random, index) - meanOfNoise(kind, index);
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

function analysisOf(
  { name, predictions, means, futility, factors = {}, places = {} }: Path,
  looks: readonly number[],
): AnalysisPlan {
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
    seeds: Array.from({ length: looks.at(-1)! }, (_, seed) => `${seed}`),
    looks,
    ...(futility === undefined ? {} : { futility }),
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

/** The verdict at the first look that decides, as a run with these looks stops there; at the last look otherwise. */
function verdictOf(analysis: AnalysisPlan, table: MeasureTable): Verdict {
  for (let look = 0; ; look++) {
    const { verdict, chanceOfDecision = 1 } = judge(analysisAt(analysis, look), table, {
      look,
      details: false,
    });
    const futile = chanceOfDecision < (analysis.futility ?? 0);
    if (verdict !== 'inconclusive' || futile || isLastLook(analysis, look)) return verdict;
  }
}

/** Every verdict path of the judge: a hypothesis at its boundary is neither supported nor refuted more often than alpha. */
export const verdictCases: readonly CalibrationCase[] = paths.flatMap((path) =>
  (path.kinds ?? EVERY_KIND).flatMap((kind) =>
    (path.looks ?? [[5], [8], [16]]).map((looks): CalibrationCase => {
      const analysis = analysisOf(path, looks);
      const errors = path.errors ?? (['supported', 'refuted'] as const);
      const outside = path.outside?.[kind];
      return {
        section: looks.length > 1 ? 'Verdicts with looks' : 'Verdicts',
        method: path.name,
        data: kind,
        size: looks.join(', '),
        bounds: {
          ...Object.fromEntries(errors.map((verdict) => [`falsely ${verdict}`, ALPHA])),
          invalid: 0,
        },
        trial: (random) => {
          const verdict = verdictOf(analysis, simulate(path, kind, looks.at(-1)!, random));
          return {
            'falsely supported': verdict === 'supported',
            'falsely refuted': verdict === 'refuted',
            invalid: verdict === 'invalid',
          };
        },
        ...(outside === undefined ? {} : { outside }),
      };
    }),
  ),
);
