import { expect, test } from 'vitest';
import { powersFromPilot } from '../../src/cli/planned-power.ts';
import type { Prediction } from '../../src/declare/types.ts';
import { statementOf } from '../../src/predictions/index.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { HypothesisResult } from '../../src/report/results.ts';

const values = [0.98, 1.01, 1.03, 0.97, 1.02, 0.99];
const prediction: Prediction = { kind: 'equals', measure: 'loss', arm: 'a', value: 1, margin: 0.03 };

function powerOf(asked: Prediction, seeds: number): number {
  const analysis = { predictions: [asked], expected: 'supported', alpha: 0.05, seeds: Array(seeds).fill('') };
  const pilot = {
    findings: [{ statement: statementOf(asked), region: { lower: 0.97, upper: 1.03 } }],
    values: { a: { loss: Object.fromEntries(values.map((value, seed) => [`p/${seed}`, { value }])) } },
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
