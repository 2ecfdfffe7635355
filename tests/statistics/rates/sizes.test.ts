/** Exact sizes by enumeration: what the tests promise over their whole null, without a simulation. */
import { describe, expect, test } from 'vitest';
import {
  binomialRate,
  equivalent,
  greater,
  less,
  pOfRegion,
  type IntervalRule,
  type Region,
} from '../../../src/statistics/index.ts';
import { binomialLaw } from '../../../src/statistics/rates/binomial-law.ts';
import { armsOf } from '../../../src/statistics/rates/independent-rates.ts';
import { largest } from '../../../src/statistics/rates/largest.ts';
import { pairsOf } from '../../../src/statistics/rates/paired-rates.ts';
import { unconditionalRule } from '../../../src/statistics/rates/unconditional.ts';

const RATES = [0, 0.01, 0.05, 0.1, 0.2, 0.3];
const ALPHA = 0.05;
const law = binomialLaw(64);

/**
 * p alone, which needs no search for the ends of an interval; tests/statistics/rates/laws.test.ts shows that both say
 * the same.
 */
const rejects = (rule: IntervalRule, region: Region): boolean => pOfRegion(region, rule) < ALPHA;

describe('one rate', () => {
  test.each([5, 8, 16, 24, 32])('of %i runs errs at most alpha at the boundary', (n) => {
    for (const rate of RATES)
      for (const region of [less(rate), greater(rate), equivalent(rate, rate + 0.4)]) {
        let size = 0;
        for (let k = 0; k <= n; k++)
          if (binomialRate(k, n, { region, alpha: ALPHA }).p! < ALPHA) size += law.mass(k, n, rate);
        expect(size).toBeLessThanOrEqual(ALPHA);
      }
  });
});

describe('paired rates', () => {
  /** The tables that support a claim. */
  function supporting(n: number, region: Region): (readonly [up: number, down: number])[] {
    return Array.from({ length: n + 1 }, (_, up) => up).flatMap((up) =>
      Array.from({ length: n - up + 1 }, (_, down) => [up, down] as const).filter(([, down]) =>
        rejects(unconditionalRule([pairsOf(n), pairsOf(n)], up, down), region),
      ),
    );
  }

  test.each([5, 8, 16, 24, 32])(
    'of %i pairs err at most alpha where the difference is at the boundary',
    (n) => {
      for (const margin of [0, 0.1, 0.3]) {
        const regions = [greater(margin), ...(margin > 0 ? [equivalent(margin), less(margin)] : [])];
        for (const region of regions) {
          const tables = supporting(n, region);
          for (const second of [...RATES, 0.5]) {
            const first = second + margin;
            if (first + second > 1) continue;
            const size = tables.reduce(
              (total, [up, down]) =>
                total + law.mass(up, n, first) * law.mass(down, n - up, second / (1 - first)),
              0,
            );
            expect(size).toBeLessThanOrEqual(ALPHA);
          }
        }
      }
    },
  );
});

describe('independent rates', () => {
  test.each([
    [5, 5],
    [8, 5],
    [8, 12],
  ])('of %i and %i values err at most alpha where the difference is at the boundary', (n, m) => {
    const counts = (most: number) => Array.from({ length: most + 1 }, (_, count) => count);
    for (const margin of [0, 0.1, 0.3]) {
      const region = greater(margin);
      const supported = counts(n).map((x) =>
        counts(m).map((y) => rejects(unconditionalRule([armsOf(n, m), armsOf(m, n)], x, y), region)),
      );
      for (const rate of [...RATES, 0.5, 0.7]) {
        let size = 0;
        for (let x = 0; x <= n; x++)
          for (let y = 0; y <= m; y++)
            if (supported[x]![y]) size += law.mass(x, n, rate + margin) * law.mass(y, m, rate);
        expect(size).toBeLessThanOrEqual(ALPHA);
      }
    }
  });
});

describe('what the exact tests rest on', () => {
  test.each([pairsOf(12), pairsOf(31), armsOf(9, 14), armsOf(14, 9), armsOf(20, 20)])(
    'the score of $key rises with the ups, and falls with the downs and with the difference',
    ({ trials, trialsGiven, score }) => {
      // Rounding of a difference of square roots.
      const slack = 1e-9;
      const wrong: string[] = [];
      for (let down = 0; down <= trials; down++)
        for (let up = 0; up <= trialsGiven(down); up++)
          for (let step = -19; step <= 19; step++) {
            const difference = step / 20;
            const here = score(up, down, difference);
            const rises = up === trialsGiven(down) || score(up + 1, down, difference) >= here - slack;
            const falls =
              down === trials ||
              up > trialsGiven(down + 1) ||
              score(up, down + 1, difference) <= here + slack;
            const sinks = score(up, down, difference + 0.05) <= here + slack;
            if (!rises || !falls || !sinks) wrong.push(`${up}, ${down} at ${difference}`);
          }
      expect(wrong).toEqual([]);
    },
  );

  test.each([5, 16, 40])(
    'the largest tail of %i trials is found: no point of a fine grid lies higher',
    (n) => {
      for (const width of [1, 3, 6])
        for (let low = 0; low < n; low += 3) {
          // Two humps: an event in a narrow band of counts, and one in the upper tail.
          const event = (rate: number): number =>
            law.upper(low, n, rate) - law.upper(low + width, n, rate) + 0.9 * law.upper(n - 1, n, rate);
          const found = largest(event, [0, 1], n);
          let finest = 0;
          for (let i = 0; i <= 5_000; i++) finest = Math.max(finest, event(i / 5_000));
          expect(found).toBeGreaterThanOrEqual(finest * (1 - 1e-8));
        }
    },
  );
});
