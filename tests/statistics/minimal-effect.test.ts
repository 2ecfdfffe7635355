import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  different,
  equivalent,
  greater,
  less,
  minimalEffect,
  pOfRegion,
  studentOneSample,
  tRule,
} from '../../src/statistics/index.ts';

describe('a minimal effect is decided at the nearer bound', () => {
  test('two arms of twenty with means 1 apart and spread 1, against ±0.3: TOSTER gives 0.0164668, the p of the nearer bound alone', () => {
    const rule = tRule(1, Math.sqrt(2 / 20), 38);
    expect(rule.greater(0.3)).toBeCloseTo(0.016466785034580208, 10);
    // The farther bound adds what it could err, P(T > 4.11): scipy.stats.t.sf gives 0.00010144516.
    expect(pOfRegion(minimalEffect(0.3), rule)).toBeCloseTo(0.016466785034580208 + 0.00010144516, 10);
  });

  test.prop([fc.double({ min: -2, max: 3, noNaN: true }), fc.double({ min: 1e-9, max: 1, noNaN: true })])(
    'p runs from the two-sided p at no margin to the one-sided p at one of many standard errors',
    (estimate, margin) => {
      const rule = tRule(estimate, 0.2, 7);
      const p = pOfRegion(minimalEffect(margin), rule);
      const oneSided = Math.min(pOfRegion(greater(margin), rule), pOfRegion(less(-margin), rule));
      expect(p).toBeGreaterThanOrEqual(oneSided);
      expect(p).toBeLessThanOrEqual(Math.min(1, 2 * oneSided));
      // 1e-12 of a standard error moves p by less than 1e-10.
      expect(pOfRegion(minimalEffect(1e-13), rule)).toBeCloseTo(pOfRegion(different(), rule), 10);
    },
  );

  test('its error rate is at most alpha at margins of none to many standard errors', () => {
    const random = stream('minimal effect', 'simulate');
    for (const margin of [0.05, 0.3, 0.6, 1, 3]) {
      let rejected = 0;
      for (let trial = 0; trial < 4_000; trial++) {
        const d = Array.from({ length: 6 }, () => margin + random.normal());
        if (studentOneSample(d, { region: minimalEffect(margin), effectSizes: false }).p! < 0.05) rejected++;
      }
      // Three standard errors of 4,000 data sets.
      expect(rejected / 4_000).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 4_000));
    }
  });

  test.prop([
    fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 9 }),
    fc.double({ min: 0.01, max: 2, noNaN: true }),
  ])(
    'the level of its interval is what the two ends leave, between 1 − 2·alpha and 1 − alpha',
    (d, margin) => {
      const { interval } = studentOneSample(d, {
        region: minimalEffect(margin),
        alpha: 0.05,
        effectSizes: false,
      });
      if (interval === undefined) return;
      expect(interval.level).toBeGreaterThanOrEqual(0.9);
      expect(interval.level).toBeLessThanOrEqual(0.95);
      expect(studentOneSample(d, { region: equivalent(margin), effectSizes: false }).interval!.level).toBe(
        0.9,
      );
    },
  );
});
