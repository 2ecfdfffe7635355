import type { Prediction } from '../../src/declare/types.ts';
import { stream, type Random } from '../../src/random/index.ts';
import { falseAssociations, trueAssociations } from './associations.ts';
import { falseCurves, trueCurves } from './curves.ts';
import { falseExponents, trueExponents } from './exponents.ts';
import {
  arms,
  chiSquare,
  collapsing,
  exponential,
  fullLognormal,
  halfLognormal,
  normal,
  outliers,
  poisson,
  threeSteps,
  type Draw,
  type DrawPair,
} from './populations.ts';

/** Values by arm at one seed. */
export type DrawRow = (random: Random) => readonly number[];
/** What a measure gives: a number, or a curve. */
export type DrawnValue = number | readonly number[];
/** Values of several measures by arm at one seed. */
export type DrawMeasures = (random: Random) => Readonly<Record<string, readonly DrawnValue[]>>;

/** A claim, and numbers for which the share of a verdict is of interest. */
export interface Row {
  readonly claim: string;
  readonly data: string;
  readonly prediction: Prediction;
  readonly draw: DrawRow | DrawMeasures;
  /** The covariate of that name, one number an arm. */
  readonly covariate?: readonly number[];
  readonly sizes?: readonly number[];
  /** Seeds at the looks; then `sizes` is not asked. */
  readonly looks?: readonly (readonly number[])[];
}

const measure = 'accuracy';
const pair = { measure, arms: ['a0', 'a1'] } as const;
const number = { measure, arm: 'a0' } as const;
const alone =
  (draw: Draw, by = 0): DrawRow =>
  (random) => [draw(random) + by];
const two =
  (draw: DrawPair, by = 0): DrawRow =>
  (random) => {
    const [x, y] = draw(random);
    return [x + by, y];
  };

const singles: Readonly<Record<string, Draw>> = {
  normal,
  exponential,
  'lognormal(½)': halfLognormal,
  'lognormal(1)': fullLognormal,
  'χ²(1)': chiSquare,
  'counts of mean 10': poisson(10),
  'counts of mean 2': poisson(2),
  'counts of mean ½': poisson(0.5),
  '10 % collapse by 20 sd': collapsing,
};

const pairs: Readonly<Record<string, DrawPair>> = {
  normal: arms(normal, normal),
  'normal, spreads 3:1': arms(normal, normal, { spread: 3 }),
  'exponential, spreads 2:1': arms(exponential, exponential, { spread: 2 }),
  'lognormal(½), spreads 2:1': arms(halfLognormal, halfLognormal, { spread: 2 }),
  'lognormal(1), spreads 3:1': arms(fullLognormal, fullLognormal, { spread: 3 }),
  'lognormal(1), spreads 3:1, a shared part of spread 1': arms(fullLognormal, fullLognormal, {
    spread: 3,
    shared: 1,
  }),
  'lognormal(1) against normal': arms(fullLognormal, normal),
  'one arm collapses in 10 %': arms(collapsing, normal),
  'counts of means 10 and 2': arms(poisson(10), poisson(2), { spread: Math.sqrt(5) }),
  'counts of means 2 and ½': arms(poisson(2), poisson(0.5), { spread: 2 }),
  'ratio of steps ½, 1, 2': arms(threeSteps, () => 0),
};

const named = (count: number): [string, string] =>
  Array.from({ length: count }, (_, i) => `a${i}`) as [string, string];

/**
 * Arms with noise of one law each, in spreads of their own, the first by 9 above the last and the others between: one
 * pair alone is at the margin.
 */
const layout =
  (draw: Draw, spreads: readonly number[]): DrawRow =>
  (random) =>
    spreads.map(
      (spread, arm) => spread * draw(random) + (arm === 0 ? 9 : arm === spreads.length - 1 ? 0 : 4.5),
    );

const layouts: Readonly<Record<string, DrawRow>> = {
  'normal, spreads 1:1:1': layout(normal, [1, 1, 1]),
  'normal, spreads 3:1:1': layout(normal, [3, 1, 1]),
  'exponential, spreads 2:1:1': layout(exponential, [2, 1, 1]),
  'lognormal(1), spreads 3:1:1': layout(fullLognormal, [3, 1, 1]),
  'lognormal(1), spreads 3:1:1:1:1': layout(fullLognormal, [3, 1, 1, 1, 1]),
  'normal, spreads 1:1:1:1:1': layout(normal, [1, 1, 1, 1, 1]),
};

/** Claims whose truth is at their boundary: every word on them is false at most in 5 of 100 data sets. */
export const falseWords: readonly Row[] = [
  ...Object.entries(singles).flatMap(([data, draw]): Row[] => [
    { claim: 'above', data, draw: alone(draw), prediction: { ...number, kind: 'above', than: 0 } },
    {
      claim: 'equals',
      data,
      draw: alone(draw, 6),
      prediction: { ...number, kind: 'equals', value: 0, margin: 6 },
    },
    {
      claim: 'above, with looks',
      data,
      draw: alone(draw),
      prediction: { ...number, kind: 'above', than: 0 },
      looks: [
        [4, 8, 12],
        [6, 12, 18, 24],
      ],
    },
  ]),
  ...Object.entries(pairs).flatMap(([data, draw]): Row[] => [
    { claim: 'greater', data, draw: two(draw), prediction: { ...pair, kind: 'greater' } },
    { claim: 'equivalent', data, draw: two(draw, 9), prediction: { ...pair, kind: 'equivalent', margin: 9 } },
    {
      claim: 'non-inferior',
      data,
      draw: two(draw, -1),
      prediction: { ...pair, kind: 'nonInferior', margin: 1 },
    },
    { claim: 'differs by', data, draw: two(draw, 1), prediction: { ...pair, kind: 'differs', by: 1 } },
  ]),
  ...falseAssociations,
  ...falseExponents,
  ...falseCurves,
  ...Object.entries(layouts).map(([data, draw]): Row => ({
    claim: 'equivalent, several arms',
    data,
    draw,
    prediction: {
      measure,
      kind: 'equivalent',
      arms: named(draw(stream('arms', 'simulate')).length),
      margin: 9,
    },
  })),
];

const many = (count: number): DrawRow => {
  return (random) => {
    const part = random.normal();
    return Array.from({ length: count }, () => part + random.normal());
  };
};
/** True claims: the share that is supported is the power. Effects in standard deviations of what is tested. */
export const powers: readonly Row[] = [
  {
    claim: 'equals within 1.5 sd',
    data: 'normal',
    draw: alone(normal),
    prediction: { ...number, kind: 'equals', value: 0, margin: 1.5 },
  },
  {
    claim: 'above, effect 1 sd',
    data: 'normal',
    draw: alone(normal, 1),
    prediction: { ...number, kind: 'above', than: 0 },
  },
  {
    claim: 'above, effect 2 sd',
    data: 'normal',
    draw: alone(normal, 2),
    prediction: { ...number, kind: 'above', than: 0 },
  },
  {
    claim: 'greater, effect 1 sd',
    data: 'normal',
    draw: two(arms(normal, normal), Math.SQRT2),
    prediction: { ...pair, kind: 'greater' },
  },
  {
    claim: 'greater, effect 1 sd',
    data: 'normal, a shared part of spread 1',
    draw: two(arms(normal, normal, { shared: 1 }), Math.SQRT2),
    prediction: { ...pair, kind: 'greater' },
  },
  {
    claim: 'greater, effect 2 sd',
    data: 'normal',
    draw: two(arms(normal, normal), 2 * Math.SQRT2),
    prediction: { ...pair, kind: 'greater' },
  },
  {
    claim: 'equivalent within 1.5 sd',
    data: 'normal',
    draw: two(arms(normal, normal)),
    prediction: { ...pair, kind: 'equivalent', margin: 1.5 * Math.SQRT2 },
  },
  {
    claim: 'greater, effect 1 sd',
    data: '10 % outliers in both arms',
    draw: two(arms(outliers, outliers), Math.SQRT2),
    prediction: { ...pair, kind: 'greater' },
  },
  {
    claim: 'differs by 1, 1 sd beyond',
    data: 'normal',
    draw: two(arms(normal, normal), 1 + Math.SQRT2),
    prediction: { ...pair, kind: 'differs', by: 1 },
  },
  {
    claim: 'equivalent within 2.5 sd',
    data: '5 equal arms',
    draw: many(5),
    prediction: { measure, kind: 'equivalent', arms: named(5), margin: 2.5 },
  },
  {
    claim: 'equivalent within 2.5 sd',
    data: '8 equal arms',
    draw: many(8),
    prediction: { measure, kind: 'equivalent', arms: named(8), margin: 2.5 },
  },
  ...trueAssociations,
  ...trueExponents,
  ...trueCurves,
];
