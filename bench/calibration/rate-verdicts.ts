import type { Prediction } from '../../src/declare/types.ts';
import type { MeasureTable } from '../../src/measures/types.ts';
import { looksOf } from '../../src/plan/replicates.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase } from './case.ts';
import { firstDecision } from './first-decision.ts';

const ALPHA = 0.05;
const MEASURE = 'diverged';
const OTHER = 'reached';
const MARGIN = 0.1;

/** A claim about rates whose truth is at a boundary where every arm has the rate r, or r and the margin. */
interface RatePath {
  readonly name: string;
  readonly prediction: (rate: number) => Prediction;
  /** Which arms have the margin on top of the rate; the others have the rate alone. */
  readonly raised: Readonly<Record<string, boolean>>;
}

const measure = MEASURE;
const pair = { measure, arms: ['a', 'b'] } as const;
const alike = { a: false, b: false };
const apart = { a: true, b: false };

/** A path for every kind that takes a rate. */
export const ratePaths: readonly RatePath[] = [
  {
    name: 'equals, truth at the lower end',
    prediction: (r) => ({ kind: 'equals', measure, arm: 'a', value: r + MARGIN, margin: MARGIN }),
    raised: { a: false },
  },
  {
    name: 'equals another measure',
    prediction: () => ({ kind: 'equals', measure, arm: 'a', value: OTHER, margin: MARGIN }),
    raised: { a: true },
  },
  { name: 'above', prediction: (r) => ({ kind: 'above', measure, arm: 'a', than: r }), raised: { a: false } },
  { name: 'below', prediction: (r) => ({ kind: 'below', measure, arm: 'a', than: r }), raised: { a: false } },
  {
    name: 'above another measure by a margin',
    prediction: () => ({ kind: 'above', measure, arm: 'a', than: OTHER, by: MARGIN }),
    raised: { a: true },
  },
  { name: 'equivalent', prediction: () => ({ ...pair, kind: 'equivalent', margin: MARGIN }), raised: apart },
  {
    name: 'equivalent, three arms',
    prediction: () => ({ measure, kind: 'equivalent', arms: ['a', 'b', 'c'], margin: MARGIN }),
    raised: { a: true, b: false, c: false },
  },
  { name: 'differs', prediction: () => ({ ...pair, kind: 'differs' }), raised: alike },
  {
    name: 'differs by a margin',
    prediction: () => ({ ...pair, kind: 'differs', by: MARGIN }),
    raised: apart,
  },
  { name: 'greater', prediction: () => ({ ...pair, kind: 'greater' }), raised: alike },
  {
    name: 'less by a margin',
    prediction: () => ({ ...pair, kind: 'less', by: MARGIN }),
    raised: { a: false, b: true },
  },
  {
    name: 'non-inferior',
    prediction: () => ({ ...pair, kind: 'nonInferior', margin: MARGIN }),
    raised: apart,
  },
  {
    name: 'ordered',
    prediction: () => ({ measure, kind: 'ordered', arms: ['a', 'b', 'c'], direction: 'increasing' }),
    raised: { a: false, b: false, c: true },
  },
  {
    name: 'trend',
    prediction: () => ({ measure, kind: 'trend', along: 'place', direction: 'increasing' }),
    raised: { a: false, b: false, c: false, d: false },
  },
  {
    name: 'breaks, one rung at the margin',
    prediction: () => ({
      measure,
      kind: 'breaks',
      along: 'place',
      arms: ['a', 'b', 'c'],
      margin: MARGIN,
      between: [2, 4],
    }),
    raised: { a: false, b: true, c: true },
  },
];

/** Runs of a seed share a number in half of the seeds, as common random numbers give. */
function simulate({ raised }: RatePath, rate: number, n: number, random: Random): MeasureTable {
  const table: Record<string, Record<string, Record<string, { value: number }>>> = {};
  for (const arm of Object.keys(raised)) table[arm] = { [MEASURE]: {}, [OTHER]: {} };
  for (let seed = 0; seed < n; seed++) {
    const shared = random.uniform() < 0.5 ? random.uniform() : undefined;
    for (const [arm, up] of Object.entries(raised)) {
      const draw = (p: number) => ({ value: (shared ?? random.uniform()) < p ? 1 : 0 });
      table[arm]![MEASURE]![`${seed}`] = draw(rate + (up ? MARGIN : 0));
      table[arm]![OTHER]![`${seed}`] = draw(rate);
    }
  }
  return table;
}

function analysisOf(
  { name, prediction, raised }: RatePath,
  rate: number,
  looks: readonly number[],
): AnalysisPlan {
  const arms = Object.keys(raised);
  const reading = { unit: 'fraction', scale: 'linear', values: 'yes/no', better: 'lower' } as const;
  return {
    id: name,
    file: 'calibration',
    claim: name,
    alpha: ALPHA,
    expected: 'supported',
    arms,
    covariates: Object.fromEntries(arms.map((arm, place) => [arm, { place: 2 ** place }])),
    seeds: Array.from({ length: looks.at(-1)! }, (_, seed) => `${seed}`),
    looks,
    runs: {},
    measures: [],
    descriptions: { [MEASURE]: reading, [OTHER]: reading },
    predictions: [prediction(rate)],
    controls: [],
  };
}

const row = (path: RatePath, rate: number, looks: readonly number[]): CalibrationCase => {
  const analysis = analysisOf(path, rate, looks);
  return {
    section: looks.length > 1 ? 'Verdicts on rates with looks' : 'Verdicts on rates',
    method: path.name,
    data: `rate ${rate}`,
    size: looks.join(', '),
    bounds: { 'falsely supported': ALPHA, 'falsely refuted': ALPHA, invalid: 0 },
    trial: (random) => {
      const verdict = firstDecision(analysis, simulate(path, rate, looks.at(-1)!, random));
      return {
        'falsely supported': verdict === 'supported',
        'falsely refuted': verdict === 'refuted',
        invalid: verdict === 'invalid',
      };
    },
  };
};

const LOOKED_AT = ['equals, truth at the lower end', 'below', 'equivalent', 'differs', 'greater', 'trend'];
const LOOKS = looksOf({ min: 8, max: 32, looks: 4 }, 'quick');

/** Claims about yes/no measures through the judge, at rates of which few runs show nothing. */
export const rateVerdictCases: readonly CalibrationCase[] = [
  ...ratePaths.flatMap((path) =>
    [0, 0.05, 0.1, 0.3].flatMap((rate) => [5, 8, 16, 32].map((n) => row(path, rate, [n]))),
  ),
  ...ratePaths
    .filter(({ name }) => LOOKED_AT.includes(name))
    .flatMap((path) => [0.05, 0.2].map((rate) => row(path, rate, LOOKS))),
];
