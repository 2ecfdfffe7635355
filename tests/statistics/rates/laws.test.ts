/** Laws of all exact tests of rates: duality, mirrors, levels. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  binomialRate,
  different,
  equivalent,
  greater,
  independentRates,
  inside,
  less,
  minimalEffect,
  nonInferior,
  pairedRates,
  type Region,
  type TestOptions,
  type TestResult,
} from '../../../src/statistics/index.ts';

type Samples = readonly [number[], number[]];
type Run = (samples: Samples, options: TestOptions) => TestResult;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const tests: Readonly<Record<string, Run>> = {
  'paired rates': ([x, y], options) => pairedRates(x, y, options),
  'independent rates': ([x, y], options) =>
    independentRates(x, y.slice(0, Math.max(1, y.length - 2)), options),
  'one rate': ([x], options) => binomialRate(sum(x), x.length, options),
};

const bit = fc.constantFrom(0, 1);
const samples: fc.Arbitrary<Samples> = fc
  .array(fc.tuple(bit, bit), { minLength: 1, maxLength: 20 })
  .map((pairs) => [pairs.map(([x]) => x), pairs.map(([, y]) => y)]);
const margin = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((i) => i / 10),
  fc.double({ min: 0.01, max: 0.95, noNaN: true }),
);
const region: fc.Arbitrary<Region> = margin.chain((m) =>
  fc.constantFrom(
    different(),
    different(m),
    greater(m),
    nonInferior(m),
    less(m),
    less(-m),
    equivalent(m),
    equivalent(-0.05, m),
    minimalEffect(m),
  ),
);
const alpha = fc.constantFrom(0.2, 0.05, 0.025, 0.001);

describe.each(Object.entries(tests))('%s', (_, run) => {
  test.prop([samples, region, alpha], { numRuns: 150 })(
    'p < alpha exactly when the interval lies inside the region, and p is a probability',
    (data, claimed, error) => {
      const { p, interval } = run(data, { region: claimed, alpha: error });
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      // Where p is alpha itself (one pair against 0.9: (1 − 0.9)/2), rounding decides on which side of it the search
      // ends.
      fc.pre(Math.abs(p! - error) > 1e-9);
      expect({ rejected: p! < error }).toEqual({ rejected: inside(interval!, claimed) });
    },
  );

  test.prop([samples], { numRuns: 60 })(
    'the interval holds the estimate, and grows with the level',
    (data) => {
      const wide = run(data, { alpha: 0.01 });
      const narrow = run(data, { alpha: 0.1 });
      expect(wide.interval!.lower).toBeLessThanOrEqual(narrow.interval!.lower);
      expect(wide.interval!.upper).toBeGreaterThanOrEqual(narrow.interval!.upper);
      expect(narrow.interval!.lower).toBeLessThanOrEqual(narrow.estimate!);
      expect(narrow.interval!.upper).toBeGreaterThanOrEqual(narrow.estimate!);
    },
  );

  test.prop([samples, margin, margin], { numRuns: 60 })(
    'p rises with the boundary of `greater`',
    (data, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((m) => 2 * m - 1);
      const at = (boundary: number) => run(data, { region: greater(boundary) }).p!;
      // Maxima are found to 1e-9.
      expect(at(low!)).toBeLessThanOrEqual(at(high!) + 1e-8);
    },
  );
});

describe('two arms', () => {
  test.prop([samples, margin], { numRuns: 60 })('a swap of the arms mirrors the result', ([x, y], m) => {
    for (const run of [pairedRates, independentRates]) {
      const up = run(x, y, { region: greater(m) });
      const down = run(y, x, { region: less(-m) });
      expect(down.p).toBe(up.p);
      expect(down.estimate).toBeCloseTo(-up.estimate!, 12);
      expect(down.interval!.lower).toBeCloseTo(-up.interval!.upper, 12);
    }
  });

  test.prop([samples, margin], { numRuns: 60 })('yes and no may change places', ([x, y], m) => {
    const no = (values: number[]) => values.map((value) => 1 - value);
    const region = equivalent(m);
    for (const run of [pairedRates, independentRates])
      // The other nuisance rate is searched on another grid: maxima agree to 1e-9.
      expect(run(no(y), no(x), { region }).p).toBeCloseTo(run(x, y, { region }).p!, 7);
  });

  test.prop([samples, margin], { numRuns: 60 })(
    'a pair in which only the first is yes never weakens `greater`',
    ([x, y], m) => {
      const region = greater(m - 0.5);
      const before = pairedRates([...x, 0], [...y, 0], { region }).p!;
      const after = pairedRates([...x, 1], [...y, 0], { region }).p!;
      expect(after).toBeLessThanOrEqual(before + 1e-8);
    },
  );
});
