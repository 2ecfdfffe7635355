import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  bootstrapDifference,
  bootstrapMean,
  brunnerMunzel,
  brunnerMunzelPermutation,
  differences,
  different,
  equivalent,
  greater,
  guardedDifference,
  inside,
  less,
  minimalEffect,
  permutation,
  placement,
  skewGuardedMean,
  slope,
  slopePermutation,
  studentOneSample,
  tQuantile,
  tUpper,
  welch,
  type Interval,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const random = () => stream('guarded', 'permutation');
const ends = ({ interval }: TestResult): number[] => [interval!.lower, interval!.upper];

testAgainstReference('skew_guarded_mean', ({ x, boundary, alpha }, expected) => ({
  p_greater: skewGuardedMean(x, { region: greater(boundary), alpha }).p,
  p_less: skewGuardedMean(x, { region: less(boundary), alpha }).p,
  // Where all sign changes join in, the reference has their p alone.
  ...('ends' in expected ? { ends: ends(skewGuardedMean(x, { region: greater(boundary), alpha })) } : {}),
}));

testAgainstReference('skew_guarded_pairs', ({ x, y, boundary, alpha }) => {
  const run = (region: Region) => skewGuardedMean(differences(x, y), { region, alpha, arms: [x, y] });
  return {
    p_greater: run(greater(boundary)).p,
    p_less: run(less(boundary)).p,
    ends: ends(run(greater(boundary))),
  };
});

testAgainstReference('brunner_munzel_permutation', ({ x, y }) => ({
  p_greater: brunnerMunzelPermutation(x, y, { region: greater(0.5), random: random() }).p,
  p_less: brunnerMunzelPermutation(x, y, { region: less(0.5), random: random() }).p,
}));

testAgainstReference('slope_permutation', ({ x, y, boundary }) => {
  const { p, estimate } = slopePermutation(x, y, { region: greater(boundary), random: random() });
  return { p_greater: p, estimate };
});

const tenths = fc.integer({ min: -30, max: 30 }).map((i) => i / 10);
const values = fc.array(tenths, { minLength: 3, maxLength: 10 });
const region: fc.Arbitrary<Region> = fc
  .integer({ min: 1, max: 15 })
  .chain((tenth) =>
    fc.constantFrom(
      ...[
        different(),
        greater(tenth / 10),
        less(tenth / 10),
        equivalent(tenth / 10),
        minimalEffect(tenth / 10),
      ],
    ),
  );
const span = (outer: Interval, inner: Interval): boolean =>
  outer.lower <= inner.lower && outer.upper >= inner.upper;

describe('a guarded test claims only what the plain one claims', () => {
  const options = { alpha: 0.05, effectSizes: false } as const;
  const pairs: Record<string, (x: number[], claimed: Region) => [TestResult, TestResult]> = {
    'skewness and t': (x, claimed) => [
      skewGuardedMean(x, { ...options, region: claimed }),
      studentOneSample(x, { ...options, region: claimed }),
    ],
    'the bootstrap and t': (x, claimed) => [
      bootstrapMean(x, { ...options, region: claimed, random: random(), resamples: 199 }),
      studentOneSample(x, { ...options, region: claimed }),
    ],
    'Welch and permutation, against Welch': (x, claimed) => [
      guardedDifference(x, x.slice(1), { ...options, region: claimed, random: random(), resamples: 199 }),
      welch(x, x.slice(1), { ...options, region: claimed }),
    ],
    'Welch and permutation, against permutation': (x, claimed) => [
      guardedDifference(x, x.slice(1), { ...options, region: claimed, random: random(), resamples: 199 }),
      permutation(x, x.slice(1), { ...options, region: claimed, random: random(), resamples: 199 }),
    ],
    'the bootstrap of a difference and Welch': (x, claimed) => [
      bootstrapDifference(x, x.slice(1), { ...options, region: claimed, random: random(), resamples: 199 }),
      welch(x, x.slice(1), { ...options, region: claimed }),
    ],
  };
  test.prop([fc.constantFrom(...Object.keys(pairs)), values, region])('%s', (name, x, claimed) => {
    const [guarded, plain] = pairs[name]!(x, claimed);
    if (guarded.interval === undefined || plain.interval === undefined) return;
    // Above ½ a wider interval brings p nearer to ½. Rounding of the jackknife's sums, which the bootstrap's guard is
    // made of.
    expect(guarded.p!).toBeGreaterThanOrEqual(Math.min(0.5, plain.p!) - 1e-12);
    const slack = 1e-9 * (1 + Math.abs(plain.interval.upper) + Math.abs(plain.interval.lower));
    const widened = { lower: guarded.interval.lower - slack, upper: guarded.interval.upper + slack };
    expect(span({ ...widened, level: 0.9 }, plain.interval)).toBe(true);
  });
});

test('a skewness of the sample widens the side on which Student’s t errs', () => {
  const skewed = [0.1, 0.2, 0.2, 0.4, 0.5, 0.9, 1.4, 3.9];
  const [guarded, plain] = [skewGuardedMean, studentOneSample].map((run) => run(skewed).interval!);
  expect(guarded!.upper - plain!.upper).toBeGreaterThan(plain!.lower - guarded!.lower);
});

test('one value has no spread, two have no skewness, and equal ones no variance', () => {
  expect(skewGuardedMean([1]).reason).toBe('too few replicates');
  expect(skewGuardedMean([1, 2.5], { region: greater() }).p).toBe(
    studentOneSample([1, 2.5], { region: greater() }).p,
  );
  expect(skewGuardedMean([2, 2, 2]).reason).toBe('zero variance');
  expect(skewGuardedMean([1, 2, NaN]).reason).toBe('values that are not finite');
});

describe('permutations have named reasons instead of numbers that do not exist', () => {
  test('Brunner–Munzel', () => {
    const run = (x: number[], y: number[]) => brunnerMunzelPermutation(x, y, { random: random() }).reason;
    expect(run([1], [2, 3])).toBe('too few replicates');
    expect(run([1, 2], [3, 4])).toBe('samples that do not overlap');
    expect(run([1, 1], [1, 1])).toBe('samples that do not overlap');
  });
  test('slope', () => {
    const run = (x: number[], y: number[]) => slopePermutation(x, y, { random: random() }).reason;
    expect(run([1, 2], [3, 4])).toBe('too few replicates');
    expect(run([1, 1, 1], [1, 2, 3])).toBe('a variable that does not vary');
    expect(() => run([1, 2, 3], [1, 2])).toThrow(RangeError);
  });
  test('a guarded difference', () => {
    const run = (x: number[], y: number[]) => guardedDifference(x, y, { random: random() }).reason;
    expect(run([1], [2, 3])).toBe('too few replicates');
    expect(run([1, 1], [2, 2])).toBe('zero variance');
  });
});

test.prop([values, values, region])(
  'p < alpha exactly when the interval lies inside the region',
  (x, y, claimed) => {
    const z = x.map((value, i) => value + (y[i % y.length] ?? 0));
    const all = [
      slopePermutation(x, z, { region: claimed, random: random(), resamples: 199, enumerateUpTo: 1 }),
      slopePermutation(x.slice(0, 5), z.slice(0, 5), { region: claimed, random: random() }),
      brunnerMunzelPermutation(x, y, { region: claimed, random: random(), resamples: 199, enumerateUpTo: 1 }),
      brunnerMunzelPermutation(x.slice(0, 4), y.slice(0, 4), { region: claimed, random: random() }),
      brunnerMunzel(x, y, { region: claimed }),
      guardedDifference(x, y, { region: claimed, random: random(), resamples: 199 }),
    ];
    for (const { p, interval } of all)
      if (p !== undefined) expect({ rejected: p < 0.05 }).toEqual({ rejected: inside(interval!, claimed) });
  },
);

test.prop([values, values, fc.double({ min: 0.05, max: 0.95, noNaN: true })])(
  'a probability of improvement: p < alpha exactly when the interval lies inside, p rises with the boundary, and arms may change places',
  (x, y, boundary) => {
    const tests = [
      (a: number[], b: number[], claimed: Region) => brunnerMunzel(a, b, { region: claimed }),
      (a: number[], b: number[], claimed: Region) =>
        brunnerMunzelPermutation(a.slice(0, 4), b.slice(0, 4), { region: claimed, random: random() }),
    ];
    for (const run of tests)
      for (const claimed of [greater(boundary), less(boundary), { lower: 0.45, upper: boundary + 0.5 }]) {
        const { p, interval } = run(x, y, claimed);
        if (p === undefined) continue;
        expect({ rejected: p < 0.05 }).toEqual({ rejected: inside(interval!, claimed) });
        expect(run(x, y, greater(boundary + 0.04)).p).toBeGreaterThanOrEqual(run(x, y, greater(boundary)).p!);
        expect(run(y, x, less(1 - boundary)).p).toBeCloseTo(run(x, y, greater(boundary)).p!, 9);
      }
  },
);

test('Brunner and Munzel’s interval is as published towards ½, and reaches further where it lies beyond', () => {
  const [x, y] = [
    [3, 4, 5, 6, 7, 8, 9, 10],
    [1, 2, 2.5, 3.5, 4.5, 0, -1, -2],
  ];
  const { estimate, interval, p } = brunnerMunzel(x, y, { region: greater(0.5) });
  const { standardError, df } = placement(x, y);
  const reach = tQuantile(0.95, df) * standardError;
  expect(estimate).toBeGreaterThan(0.9);
  expect(p).toBeCloseTo(tUpper((estimate! - 0.5) / standardError, df), 12);
  expect(interval!.lower).toBeLessThan(estimate! - reach - 0.01);
  expect(interval!.lower).toBeGreaterThan(0.5);
  const mild = brunnerMunzel([1, 2, 3, 4.5, 6], [1.5, 2.5, 3.5, 4, 5], { region: less(0.9) });
  const near = placement([1, 2, 3, 4.5, 6], [1.5, 2.5, 3.5, 4, 5]);
  expect(mild.interval!.upper).toBeCloseTo(near.estimate + tQuantile(0.95, near.df) * near.standardError, 12);
});

test('a slope by permutation is near that of least squares on many normal points', () => {
  const noise = stream('guarded', 'simulate');
  const x = Array.from({ length: 60 }, (_, i) => i / 10);
  const y = x.map((value) => 0.3 * value + noise.normal());
  const [by, of] = [slopePermutation(x, y, { random: random() }), slope(x, y)];
  // Both 90 % intervals have the same limit; 9,999 draws and 60 points leave some percent.
  expect(by.interval!.lower).toBeCloseTo(of.interval!.lower, 1);
  expect(by.interval!.upper).toBeCloseTo(of.interval!.upper, 1);
});

test('Brunner and Munzel by permutation is near the t approximation for many values', () => {
  const noise = stream('guarded', 'simulate');
  const [x, y] = [0.4, 0].map((mean) => Array.from({ length: 40 }, () => mean + noise.normal())) as [
    number[],
    number[],
  ];
  const by = brunnerMunzelPermutation(x, y, { region: greater(0.5), random: random() });
  const of = brunnerMunzel(x, y, { region: greater(0.5) });
  // 9,999 draws of a p of a few percent have a standard error of 0.002.
  expect(Math.abs(by.p! - of.p!)).toBeLessThan(0.01);
});

describe('Brunner and Munzel on few values', () => {
  const one = [0, 0, 0, 0, 0, 1];
  test('p is never 0, and the interval widens with the level', () => {
    const region = equivalent(0.3, 0.7);
    const at = (alpha: number) => brunnerMunzelPermutation(one, one, { region, alpha, random: random() });
    const widths = [0.05, 0.01, 0.002, 1e-6].map(
      (alpha) => at(alpha).interval!.upper - at(alpha).interval!.lower,
    );
    expect(at(0.05).p).toBeGreaterThan(1 / 924);
    widths.slice(1).forEach((width, i) => expect(width).toBeGreaterThan(widths[i]!));
    expect(widths.at(-1)).toBe(Infinity); // no tail of 924 divisions is that small
  });

  const rates: readonly (readonly [number, number])[] = [
    [0.05, 0.45],
    [0, 0.4],
  ];
  test.each(rates)('rates of %d and %d: the true 0.3 is claimed to be passed in at most 5 %%', (p, q) => {
    const noise = stream('guarded', 'simulate', p, q);
    const draw = (n: number, rate: number) => Array.from({ length: n }, () => Number(noise.uniform() < rate));
    let trials = 0;
    const claims = [0, 0, 0, 0];
    for (; trials < 600; trials++) {
      const n = trials % 2 === 0 ? 6 : 8;
      const [x, y] = [draw(n, p), draw(n, q)];
      const found = [greater(0.3), less(0.3)].flatMap((region) => [
        brunnerMunzelPermutation(x, y, { region, random: random(), enumerateUpTo: 924, resamples: 199 }),
        brunnerMunzel(x, y, { region }),
      ]);
      found.forEach((result, i) => (claims[i]! += result.p !== undefined && result.p < 0.05 ? 1 : 0));
    }
    // Three standard errors of 600 data sets: 2.7 points.
    for (const count of claims) expect(count / trials).toBeLessThan(0.077);
  });
});
