/** Arms that are the same runs are compared by arithmetic; equal numbers of different runs prove little. */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { judge } from '../../src/judge/index.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';

const seeds = ['1/0', '1/1', '1/2', '1/3', '1/4', '1/5'];
const on = { measure: 'trainLoss' } as const;
const curve: Prediction = { ...on, kind: 'sameCurve', arms: ['a', 'b'], margin: 0.1 };
const apart: Prediction = { ...on, kind: 'curvesDiffer', arms: ['a', 'b'], by: 0.1 };
const distribution: Prediction = { ...on, kind: 'sameDistribution', arms: ['a', 'b'], margin: 0.1 };

/** Judges arms with the values `shift` apart, whose runs have the given keys. */
function judged(prediction: Prediction, keys: { readonly a: string; readonly b: string }, shift = 0) {
  const runs = (name: string) => Object.fromEntries(seeds.map((seed) => [seed, `${name} ${seed}`]));
  const values = (offset: number) =>
    Object.fromEntries(
      seeds.map((seed) => [
        seed,
        { value: 2 + offset, curve: { at: [0, 1, 2], values: [1, 2, 3].map((value) => value + offset) } },
      ]),
    );
  const analysis: AnalysisPlan = {
    ...{ id: 'same', file: 'same', claim: 'one', alpha: 0.05, expected: 'supported', seeds, looks: [6] },
    ...{ arms: ['a', 'b'], covariates: {}, measures: [], controls: [], predictions: [prediction] },
    runs: { a: runs(keys.a), b: runs(keys.b) },
    descriptions: { trainLoss: { unit: 'nats', scale: 'log', values: 'curve', better: 'lower' } },
  };
  return judge(analysis, { a: { trainLoss: values(0) }, b: { trainLoss: values(shift) } }).findings[0]!;
}

describe.each([curve, distribution])('$kind', (prediction) => {
  test('the same runs: supported, without a p', () => {
    const finding = judged(prediction, { a: 'one', b: 'one' });
    expect(finding).toMatchObject({ verdict: 'supported', estimate: 0 });
    expect(finding.method).toBe('arithmetic (the same runs)');
    expect([finding.p, finding.reason]).toEqual([undefined, undefined]);
    expect(finding.interval).toEqual({ lower: 0, upper: 0, level: 1 });
  });

  test('an arm against itself is one run, whatever its key', () => {
    const itself = { ...prediction, arms: ['a', 'a'] } as Prediction;
    expect(judged(itself, { a: 'one', b: 'another' }).verdict).toBe('supported');
  });

  test.each([0, 0.05, 1e-16])(
    'different runs without spread, %d apart: inconclusive, with what they leave open',
    (shift) => {
      const finding = judged(prediction, { a: 'one', b: 'another' }, shift);
      expect(finding.verdict).toBe('inconclusive');
      expect(finding.reason).toMatch(/zero variance|all ties/);
      // 1 − 0.05^(1/6) = 0.393: six seeds that agree leave a departure in 39 % of seeds open.
      expect(finding.notes).toContain('all 6 seeds agree: up to 39 % of seeds may still depart');
    },
  );
});

test('that curves of the same runs differ is refuted by arithmetic', () => {
  expect(judged(apart, { a: 'one', b: 'one' }).verdict).toBe('refuted');
});
