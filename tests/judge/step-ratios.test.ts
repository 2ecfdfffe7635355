/**
 * Ratios of step counts take few numbers: half, as many or twice as many, each alike likely, must support nothing by
 * themselves.
 */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/judge/index.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import { stream } from '../../src/random/index.ts';

const analysis = (n: number): AnalysisPlan => ({
  id: 'step-ratios',
  file: 'test',
  claim: '',
  alpha: 0.05,
  expected: 'supported',
  arms: ['a', 'b'],
  covariates: {},
  seeds: Array.from({ length: n }, (_, seed) => `${seed}`),
  looks: [n],
  runs: {},
  measures: [],
  descriptions: { steps: { unit: '', scale: 'log', better: 'lower', values: 'count' } },
  predictions: [{ kind: 'greater', measure: 'steps', arms: ['a', 'b'], scale: 'ratio' }],
  controls: [],
});

describe('ratios of steps that take three numbers', () => {
  test.each([4, 5, 6, 8, 12])('%i seeds: neither verdict is false in more than one in twenty', (n) => {
    const random = stream('step ratios', 'simulate', n);
    const trials = 1_000;
    const counts: Record<string, number> = { supported: 0, refuted: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const of = (draw: () => number) =>
        Object.fromEntries(Array.from({ length: n }, (_, seed) => [`${seed}`, { value: draw() }]));
      const table = {
        a: { steps: of(() => 100 * 2 ** (random.integer(3) - 1)) },
        b: { steps: of(() => 100) },
      };
      const { verdict } = judge(analysis(n), table, { details: false });
      counts[verdict] = (counts[verdict] ?? 0) + 1;
    }
    expect(counts['supported']! / trials).toBeLessThanOrEqual(0.05);
    expect(counts['refuted']! / trials).toBeLessThanOrEqual(0.05);
    expect(counts['inconclusive']).toBeGreaterThan(0.9 * trials);
  });
});
