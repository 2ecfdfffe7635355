import type { Prediction } from '../../src/declare/types.ts';
import { judge } from '../../src/judge/index.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';

const ALPHA = 0.05;
const MEASURE = 'value';
const SHARE = 0.1;
const DEPTH = 20;

/** A normal number, but for runs that collapse; the mean is 0 all the same. */
const collapsing = (random: Random): number =>
  random.normal() - (random.uniform() < SHARE ? DEPTH : 0) + SHARE * DEPTH;

/** Claims about an arm that collapses in one run of ten, at their boundaries. */
const claims: readonly { readonly name: string; readonly prediction: Prediction }[] = [
  { name: 'above a number', prediction: { measure: MEASURE, kind: 'above', arm: 'a', than: 0 } },
  { name: 'equals', prediction: { measure: MEASURE, kind: 'equals', arm: 'a', value: 3, margin: 3 } },
  { name: 'greater', prediction: { measure: MEASURE, kind: 'greater', arms: ['a', 'b'] } },
  {
    name: 'non-inferior',
    prediction: { measure: MEASURE, kind: 'nonInferior', arms: ['b', 'a'], margin: 1e-9 },
  },
];

const outside: OutsideAssumptions = {
  because: 'where few or no runs have collapsed, the mean of the others looks certain',
  choose: 'so many seeds that ten of them collapse, or a claim about how often they do',
};

const analysisOf = (prediction: Prediction, n: number): AnalysisPlan => ({
  id: 'rare-collapse',
  file: 'calibration',
  claim: '',
  alpha: ALPHA,
  expected: 'supported',
  arms: ['a', 'b'],
  covariates: {},
  seeds: Array.from({ length: n }, (_, seed) => `${seed}`),
  looks: [n],
  runs: {},
  measures: [],
  descriptions: { [MEASURE]: { unit: '', scale: 'linear', values: 'continuous', better: 'higher' } },
  predictions: [prediction],
  controls: [],
});

/** Verdicts on an arm of which one run in ten collapses by twenty standard deviations. */
export const rareCollapseCases: readonly CalibrationCase[] = claims.flatMap(({ name, prediction }) =>
  [5, 8, 16, 40].map((n): CalibrationCase => {
    const analysis = analysisOf(prediction, n);
    return {
      section: 'Verdicts on an arm that seldom collapses',
      method: name,
      data: 'one run in ten collapses by 20 sd',
      size: String(n),
      bounds: { 'falsely supported': ALPHA, 'falsely refuted': ALPHA },
      outside,
      trial: (random) => {
        const column = (draw: () => number) =>
          Object.fromEntries(analysis.seeds.map((seed) => [seed, { value: draw() }]));
        const table = {
          a: { [MEASURE]: column(() => collapsing(random)) },
          b: { [MEASURE]: column(() => random.normal()) },
        };
        const { verdict } = judge(analysis, table, { details: false });
        return { 'falsely supported': verdict === 'supported', 'falsely refuted': verdict === 'refuted' };
      },
    };
  }),
);
