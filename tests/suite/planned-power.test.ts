import { expect, test } from 'vitest';
import { powersFromPilot } from '../../src/suite/planned-power.ts';
import type { Prediction } from '../../src/declare/types.ts';
import { statementOf } from '../../src/predictions/index.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { HypothesisResult } from '../../src/report/results.ts';
import { powerOfPairedRates } from '../../src/statistics/index.ts';

const values = [0.98, 1.01, 1.03, 0.97, 1.02, 0.99];
const prediction: Prediction = { kind: 'equals', measure: 'loss', arm: 'a', value: 1, margin: 0.03 };

interface Pilot {
  readonly region: { readonly lower: number; readonly upper: number };
  /** Values by arm, of the prediction's measure. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly type?: 'yes/no';
}

const lossPilot: Pilot = { region: { lower: 0.97, upper: 1.03 }, values: { a: values } };

function powerOf(
  asked: Prediction,
  seeds: number,
  { region, values: runs, type }: Pilot = lossPilot,
): number {
  const { measure } = asked;
  const analysis = {
    predictions: [asked],
    expected: 'supported',
    alpha: 0.05,
    seeds: Array(seeds).fill(''),
    looks: [seeds],
    arms: Object.keys(runs),
    runs: {},
    descriptions: { [measure]: { values: type ?? 'continuous' } },
  };
  const bySeed = (numbers: readonly number[]) =>
    Object.fromEntries(numbers.map((value, seed) => [`p/${seed}`, { value }]));
  const pilot = {
    findings: [{ statement: statementOf(asked), region }],
    values: Object.fromEntries(
      Object.entries(runs).map(([arm, numbers]) => [arm, { [measure]: bySeed(numbers) }]),
    ),
  };
  const [found] = powersFromPilot(analysis as unknown as AnalysisPlan, pilot as unknown as HypothesisResult);
  return found!.power as number;
}

test('the guard against skewness costs power where there are few seeds, and little where there are many', () => {
  const student: Prediction = { ...prediction, method: 'student' };
  expect(powerOf(prediction, 6)).toBeLessThan(powerOf(student, 6) - 0.1);
  expect(powerOf(prediction, 30)).toBeGreaterThan(0.98);
});

test('the power of a plan is the same whenever it is asked for', () => {
  expect(powerOf(prediction, 8)).toBe(powerOf(prediction, 8));
});

test('rates are planned by the tests that judge them, also where the pilot shows no spread', () => {
  const measure = 'diverged';
  const one: Pilot = {
    type: 'yes/no',
    region: { lower: -Infinity, upper: 0.1 },
    values: { a: [0, 0, 0, 0] },
  };
  const below: Prediction = { kind: 'below', measure, arm: 'a', than: 0.1 };
  expect([28, 29].map((seeds) => powerOf(below, seeds, one))).toEqual([0, 1]);
  const two: Pilot = {
    type: 'yes/no',
    region: { lower: 0, upper: Infinity },
    values: { a: [1, 1, 0, 0], b: [0, 0, 0, 0] },
  };
  const greater: Prediction = { kind: 'greater', measure, arms: ['a', 'b'] };
  const plan = { firstOnly: 0.5, secondOnly: 0, region: { lower: 0, upper: Infinity } };
  // A hundred simulated studies beside all tables.
  expect(Math.abs(powerOf(greater, 10, two) - powerOfPairedRates(10, { ...plan, alpha: 0.05 }))).toBeLessThan(
    0.1,
  );
});
