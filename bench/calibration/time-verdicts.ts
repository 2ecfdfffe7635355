import type { Prediction } from '../../src/declare/types.ts';
import type { Measured, MeasureTable } from '../../src/measures/types.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { firstDecision } from './first-decision.ts';
import { drawRun, factorOfSeed, HORIZON, laws, SKEWED, stretchFor, type Law } from './times.ts';

const ALPHA = 0.05;
const MEASURE = 'stepsTo';
const RATIO = 1.25;
const pair = { measure: MEASURE, arms: ['a', 'b'] } as const;

/** A claim about times whose truth is at a boundary. */
interface TimePath {
  readonly name: string;
  readonly prediction: Prediction;
  /** By how much the times of each arm are stretched. */
  readonly stretches: (law: Law) => Readonly<Record<string, number>>;
  readonly errors?: readonly ('supported' | 'refuted')[];
  /** Share of the runs that diverge, in every arm alike, and so never get there. */
  readonly diverging?: number;
  readonly outside?: OutsideAssumptions;
}

const alike = () => ({ a: 1, b: 1 });
const atRatio = (law: Law) => ({ a: stretchFor(law, RATIO), b: 1 });

const paths: readonly TimePath[] = [
  { name: 'time, greater', prediction: { ...pair, kind: 'greater' }, stretches: alike },
  {
    name: 'time, greater, one run in ten diverges',
    prediction: { ...pair, kind: 'greater' },
    stretches: alike,
    diverging: 0.1,
  },
  {
    name: 'time, differs',
    prediction: { ...pair, kind: 'differs' },
    stretches: alike,
    errors: ['supported'],
  },
  {
    name: 'time, ordered',
    prediction: { ...pair, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' },
    stretches: () => ({ a: 1, b: 1, c: 3 }),
    errors: ['supported'],
  },
  {
    name: 'time, trend',
    prediction: { measure: MEASURE, kind: 'trend', along: 'factor', direction: 'increasing' },
    stretches: () => ({ a: 1, b: 1, c: 1 }),
  },
  {
    name: 'time, equivalent ratio',
    prediction: { ...pair, kind: 'equivalent', scale: 'ratio', margin: RATIO },
    stretches: atRatio,
    outside: SKEWED,
  },
  {
    name: 'time, non-inferior by a ratio',
    prediction: { ...pair, kind: 'nonInferior', scale: 'ratio', margin: RATIO },
    stretches: atRatio,
    outside: SKEWED,
  },
  {
    name: 'time, breaks by a ratio, before its lower end',
    prediction: {
      measure: MEASURE,
      kind: 'breaks',
      along: 'factor',
      arms: ['a', 'b', 'c'],
      scale: 'ratio',
      margin: RATIO,
      between: [2, 4],
    },
    stretches: (law) => ({ a: 1, b: stretchFor(law, RATIO), c: 8 }),
    errors: ['supported'],
    outside: SKEWED,
  },
];

function simulate({ stretches, diverging = 0 }: TimePath, law: Law, n: number, random: Random): MeasureTable {
  const arms = Object.entries(stretches(law));
  const table: Record<string, Record<string, Record<string, Measured>>> = {};
  for (const [arm] of arms) table[arm] = { [MEASURE]: {} };
  for (let seed = 0; seed < n; seed++) {
    const factor = factorOfSeed(random);
    for (const [arm, stretch] of arms) {
      const time = drawRun(law, stretch * factor, random);
      const lost = random.uniform() < diverging;
      const cell = lost || time === Infinity ? { value: HORIZON, censored: true as const } : { value: time };
      table[arm]![MEASURE]![`${seed}`] = lost ? { value: Infinity } : cell;
    }
  }
  return table;
}

function analysisOf({ name, prediction, stretches }: TimePath, n: number): AnalysisPlan {
  const arms = Object.keys(stretches(laws[0]!));
  return {
    id: name,
    file: 'calibration',
    claim: name,
    alpha: ALPHA,
    expected: 'supported',
    arms,
    covariates: Object.fromEntries(arms.map((arm, i) => [arm, { factor: 2 ** i }])),
    seeds: Array.from({ length: n }, (_, seed) => `${seed}`),
    looks: [n],
    runs: {},
    measures: [],
    descriptions: {
      [MEASURE]: {
        unit: 'steps',
        scale: 'log',
        values: 'time',
        better: 'lower',
        worst: Infinity,
        ends: Object.fromEntries(arms.map((arm) => [arm, HORIZON])),
      },
    },
    predictions: [prediction],
    controls: [],
  };
}

/** Verdicts about times that may be cut off, at their boundaries. */
export const timeVerdictCases: readonly CalibrationCase[] = paths.flatMap((path) =>
  laws.flatMap((law) =>
    [5, 8, 16].map((n): CalibrationCase => {
      const analysis = analysisOf(path, n);
      const errors = path.errors ?? ['supported', 'refuted'];
      return {
        section: 'Verdicts on times to a target',
        method: path.name,
        data: law.name,
        size: String(n),
        bounds: Object.fromEntries(errors.map((verdict) => [`falsely ${verdict}`, ALPHA])),
        trial: (random) => {
          const verdict = firstDecision(analysis, simulate(path, law, n, random));
          return { 'falsely supported': verdict === 'supported', 'falsely refuted': verdict === 'refuted' };
        },
        ...(path.outside === undefined ? {} : { outside: path.outside }),
      };
    }),
  ),
);
