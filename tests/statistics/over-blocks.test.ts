import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  equivalent,
  greater,
  hartungKnapp,
  heterogeneity,
  inside,
  less,
  meanOverBlocks,
  minimalEffect,
  predictionInterval,
  REASONS,
  signTest,
  studentOneSample,
  different,
  type BlockEffect,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const ends = ({ interval }: TestResult): number[] => [interval!.lower, interval!.upper];

interface Columns {
  readonly estimates: readonly number[];
  readonly standard_errors: readonly number[];
}
const effectsOf = ({ estimates, standard_errors: errors }: Columns): BlockEffect[] =>
  estimates.map((estimate, i) => ({ estimate, standardError: errors[i]! }));

testAgainstReference('block_heterogeneity', (inputs: Columns) => {
  const { tau, iSquared, q, p } = heterogeneity(effectsOf(inputs))!;
  return { tau, i_squared: iSquared, q, p };
});

testAgainstReference('block_hartung_knapp', (inputs: Columns) => {
  const effects = effectsOf(inputs);
  const result = hartungKnapp(effects, { region: greater(0) });
  const estimate = result.estimate!;
  const { tau } = heterogeneity(effects)!;
  const standardError = estimate / result.statistic!;
  const { lower, upper } = predictionInterval({ estimate, standardError, tau, df: effects.length - 1 }, 0.9);
  return {
    estimate,
    ends: ends(result),
    two_sided: hartungKnapp(effects, { region: different() }).p,
    prediction: [lower, upper],
  };
});

testAgainstReference('block_t', ({ estimates }: Columns) => {
  const effects = estimates.map((estimate) => ({ estimate }));
  const result = meanOverBlocks(effects, { region: greater(0) });
  return {
    estimate: result.estimate,
    ends: ends(result),
    p_greater: result.p,
    p_less: meanOverBlocks(effects, { region: less(0) }).p,
  };
});

testAgainstReference('sign_test', ({ x }: { x: number[] }) => ({
  p_greater: signTest(x, { region: greater(0) }).p,
  p_less: signTest(x, { region: less(0) }).p,
  estimate: signTest(x).estimate,
}));

const tenths = fc.integer({ min: -30, max: 30 }).map((i) => i / 10);
const effect: fc.Arbitrary<BlockEffect> = fc.record({
  estimate: tenths,
  standardError: fc.integer({ min: 1, max: 20 }).map((i) => i / 10),
  df: fc.integer({ min: 1, max: 15 }),
});
const blocks = fc.array(effect, { minLength: 2, maxLength: 9 });
const region: fc.Arbitrary<Region> = fc
  .integer({ min: 1, max: 15 })
  .chain((tenth) =>
    fc.constantFrom(
      ...[
        greater(tenth / 10),
        less(tenth / 10),
        equivalent(tenth / 10),
        minimalEffect(tenth / 10),
        different(),
      ],
    ),
  );
const methods = {
  meanOverBlocks,
  hartungKnapp,
  signTest: (effects: readonly BlockEffect[], options: { region: Region; alpha: number }) =>
    signTest(
      effects.map(({ estimate }) => estimate),
      options,
    ),
};

describe.each(Object.entries(methods))('%s', (_, method) => {
  test.prop([blocks, region, fc.constantFrom(0.05, 0.01, 0.2)])(
    'supports exactly where p is below alpha',
    (effects, claimed, alpha) => {
      const { p, interval } = method(effects, { region: claimed, alpha });
      // Both are the same comparison in two orders of rounding.
      if (Math.abs(p! - alpha) > 1e-12) expect(inside(interval!, claimed)).toBe(p! < alpha);
    },
  );

  test.prop([blocks, tenths])('moves with its data', (effects, shift) => {
    const moved = effects.map((each) => ({ ...each, estimate: each.estimate + shift }));
    const [before, after] = [effects, moved].map((each) =>
      ends(method(each, { region: greater(0), alpha: 0.05 })),
    );
    for (const [i, end] of before!.entries())
      if (Number.isFinite(end)) expect(after![i]).toBeCloseTo(end + shift, 6);
  });
});

describe('the mean over blocks', () => {
  test.prop([blocks])('is the t of the estimates, or wider', (effects) => {
    const alone = studentOneSample(
      effects.map(({ estimate }) => estimate),
      { region: greater(0), alpha: 0.05 },
    );
    const { p, interval } = meanOverBlocks(effects, { region: greater(0), alpha: 0.05 });
    // Where all estimates are equal there is no t of them.
    if (alone.p === undefined) return;
    expect(p!).toBeGreaterThanOrEqual(alone.p - 1e-12);
    expect(interval!.lower).toBeLessThanOrEqual(alone.interval!.lower + 1e-9);
  });

  test('of estimates that agree by chance is no surer than their replicates', () => {
    const effects = [0.02, 0.0201].map((estimate) => ({ estimate, standardError: 0.05, df: 7 }));
    expect(meanOverBlocks(effects, { region: greater(0) }).p).toBeGreaterThan(0.25);
    expect(
      meanOverBlocks(
        effects.map(({ estimate }) => ({ estimate })),
        { region: greater(0) },
      ).p,
    ).toBeLessThan(0.01);
  });

  test('says what is missing', () => {
    expect(meanOverBlocks([{ estimate: 1 }]).reason).toBe(REASONS.tooFewBlocks);
    expect(meanOverBlocks([{ estimate: 1 }, { estimate: NaN }]).reason).toBe(REASONS.notFinite);
    expect(meanOverBlocks([{ estimate: 1 }, { estimate: 1 }]).reason).toBe(REASONS.zeroVariance);
    expect(hartungKnapp([{ estimate: 1 }, { estimate: 2 }]).reason).toBe(REASONS.noStandardError);
    expect(hartungKnapp([{ estimate: 1, standardError: 1 }]).reason).toBe(REASONS.tooFewBlocks);
    expect(
      heterogeneity([
        { estimate: 1, standardError: 1 },
        { estimate: 1, standardError: 0 },
      ]),
    ).toBeUndefined();
  });
});

test('heterogeneity is found however unequal the standard errors are', () => {
  const effects = [0.1, 0.4, 0.2].map((estimate, i) => ({ estimate, standardError: [1e-6, 0.01, 0.1][i]! }));
  const { tau } = heterogeneity(effects)!;
  expect(tau).toBeGreaterThan(0.1);
  expect(tau).toBeLessThan(0.4);
  expect(hartungKnapp(effects).p).toBeGreaterThan(0.05);
});

test('a spread that is rounding is no weight', () => {
  const effects = [Math.log(2), Math.log(2) + 2e-8].map((estimate) => ({
    estimate,
    standardError: 3e-9,
    df: 31,
  }));
  expect(heterogeneity(effects)).toBeUndefined();
  expect(hartungKnapp(effects).reason).toBe(REASONS.noStandardError);
  expect(meanOverBlocks(effects, { region: greater(0.5) }).p).toBeLessThan(1e-6);
});

test('blocks that differ by no more than their noise show no heterogeneity', () => {
  const effects = [1, 1.1, 0.9].map((estimate) => ({ estimate, standardError: 1 }));
  expect(heterogeneity(effects)).toMatchObject({ tau: 0, iSquared: 0 });
});

test.prop([fc.array(tenths, { minLength: 1, maxLength: 12 })])(
  'the sign test counts equal values for neither side',
  (x) => {
    const padded = [...x, 0, 0];
    const [before, after] = [x, padded].map((values) => signTest(values, { region: greater(0) }).p!);
    expect(after).toBeGreaterThanOrEqual(before!);
  },
);
