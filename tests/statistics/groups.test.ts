import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  andersonDarling,
  anova,
  jarqueBera,
  kruskalWallis,
  levene,
  mardia,
  shapeOf,
  studentTwoSample,
  welch,
  welchAnova,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const fOf = ({ statistic, degreesOfFreedom, p }: ReturnType<typeof anova>) => {
  const [df1, df2] = degreesOfFreedom as readonly number[];
  return { F: statistic, df1, df2, p };
};
testAgainstReference('anova_oneway', ({ groups }) => fOf(anova(groups)));
testAgainstReference('anova_welch', ({ groups }) => fOf(welchAnova(groups)));
testAgainstReference('kruskal_wallis', ({ groups }) => {
  const { statistic, degreesOfFreedom, p } = kruskalWallis(groups);
  return { H: statistic, df: degreesOfFreedom, p };
});
testAgainstReference('levene', ({ groups }) => {
  const { F, ...rest } = fOf(levene(groups, { centre: 'mean' }));
  return { W: F, ...rest };
});
testAgainstReference('brown_forsythe', ({ groups }) => {
  const { F, ...rest } = fOf(levene(groups));
  return { W: F, ...rest };
});
testAgainstReference('anderson_darling_normal', ({ x }) => {
  const { statistic, p, effectSizes } = andersonDarling(x);
  return { A2: statistic, A2_star: effectSizes[0]!.estimate, p };
});
testAgainstReference('jarque_bera', ({ x }) => {
  const { statistic, p } = jarqueBera(x);
  const { skewness, kurtosis } = shapeOf(x);
  return { JB: statistic, p, skew: skewness, kurtosis };
});
testAgainstReference('mardia', ({ X }) => {
  const { skewness, skewnessSmall, kurtosis } = mardia(X);
  return {
    b1p: skewness.estimate,
    b2p: kurtosis.estimate,
    skew_chi2: skewness.statistic,
    skew_df: skewness.degreesOfFreedom,
    p_skew: skewness.p,
    skew_chi2_small: skewnessSmall.statistic,
    p_skew_small: skewnessSmall.p,
    kurt_z: kurtosis.statistic,
    p_kurt: kurtosis.p,
  };
});

const group = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 6 });

describe('several groups', () => {
  const groups = [
    [1, 2, 3],
    [2, 3, 4],
    [5, 6, 7],
  ];

  test('the examples', () => {
    expect(anova(groups).statistic).toBeCloseTo(13, 12);
    expect(welchAnova(groups).degreesOfFreedom).toEqual([2, expect.closeTo(4, 12)]);
    expect(
      kruskalWallis([
        [1, 2],
        [3, 4],
        [5, 6],
      ]).statistic,
    ).toBeCloseTo(4.571, 3);
    // |x − median| is 1, 0, 1 and 4, 0, 4: F = 6/(2.72/…) by hand: between 6, within 34/3 over 4.
    expect(
      levene([
        [1, 2, 3],
        [1, 5, 9],
      ]).statistic,
    ).toBeCloseTo(6 / (34 / 3 / 4), 12);
    expect(andersonDarling([1, 2, 3, 4, 5, 6, 7, 100]).p).toBeLessThan(0.001);
    const random = stream('1', 'simulate', 'jb');
    expect(jarqueBera([1, 2, 3, 4, 5, 6, 7, 100], { random, resamples: 999 }).p).toBeLessThan(0.01);
    expect(shapeOf([1, 2, 3]).kurtosis).toBeCloseTo(1.5, 14);
    expect(
      mardia([
        [1, 2],
        [2, 1],
        [3, 5],
        [4, 4],
        [5, 6],
      ]).skewness.degreesOfFreedom,
    ).toBe(4);
  });

  law.prop([group, group])('two groups: F is the square of t', (x, y) => {
    const [f, t] = [anova([x, y]), studentTwoSample(x, y, { effectSizes: false })];
    expect(f.reason).toBe(t.reason);
    if (f.p !== undefined) expect(f.p).toBeCloseTo(t.p!, 10); // two routes to one tail
    const [w, u] = [welchAnova([x, y]), welch(x, y, { effectSizes: false })];
    if (w.p !== undefined) expect(w.p).toBeCloseTo(u.p!, 10);
  });

  law.prop([fc.array(group, { minLength: 2, maxLength: 4 })])(
    'order of groups and a change of units mean nothing',
    (list) => {
      const changed = list.map((values) => values.map((value) => 4 * value + 64)).reverse();
      for (const run of [anova, welchAnova, kruskalWallis, levene]) {
        const [a, b] = [run(list), run(changed)];
        expect(b.reason).toBe(a.reason);
        if (a.p !== undefined) expect(b.p).toBeCloseTo(a.p, 9); // sums in another order
      }
    },
  );

  test('normality: normal numbers are called otherwise one time in twenty, shifts and scales mean nothing', () => {
    const random = stream('normality', 'simulate');
    const samples = Array.from({ length: 400 }, () => Array.from({ length: 50 }, () => random.normal()));
    const share = samples.filter((sample) => andersonDarling(sample).p! < 0.05).length / 400;
    // Three standard errors of a proportion of 0.05 over 400 samples.
    expect(Math.abs(share - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / 400));
    const x = samples.slice(0, 20).flat();
    expect(andersonDarling(x.map((v) => 3 * v - 7)).p).toBeCloseTo(andersonDarling(x).p!, 9);
    expect(andersonDarling(x.map(Math.exp)).p).toBeLessThan(1e-10);
    expect(jarqueBera(x.map(Math.exp)).p).toBeLessThan(1e-10);
    const turned = x.slice(0, 300).map((a, i) => [a, x[i + 300]!]);
    const mixed = turned.map(([a, b]) => [2 * a! + b!, b! - a!]);
    expect(mardia(mixed).skewness.p).toBeCloseTo(mardia(turned).skewness.p!, 9); // affine invariance
  });

  test('Mardia by Monte Carlo: the known law of three numbers, and affine invariance', () => {
    const run = (points: number[][], resamples = 9_999) =>
      mardia(points, { random: stream('1', 'simulate', 'mardia'), resamples });
    // Three normal numbers, whitened, are √2·cos(u + 2πk/3) of a uniform u: √b₁ is |cos 3u|/√2, and b₂ is 1.5.
    const { skewness, skewnessSmall, kurtosis } = run([[0], [1], [3]]);
    const exact = 1 - (2 / Math.PI) * Math.asin(Math.sqrt(2 * skewness.estimate!));
    // Four standard errors of a proportion over 9,999 samples.
    expect(Math.abs(skewness.p! - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 9_999));
    expect(Math.abs(mardia([[0], [1], [3]]).skewness.p! - exact)).toBeGreaterThan(0.1);
    expect([skewnessSmall.p, kurtosis.p]).toEqual([skewness.p, 1]);
    const random = stream('1', 'simulate', 'points');
    const points = Array.from({ length: 8 }, () => [random.normal(), random.normal() ** 3]);
    const turned = points.map(([a, b]) => [2 * a! + b! + 5, b! - a!]);
    for (const part of ['skewness', 'kurtosis'] as const)
      expect(run(turned, 99)[part].p).toBe(run(points, 99)[part].p);
    expect(skewness.method).toBe('Mardia, skewness, Monte Carlo');
    expect(() => run(points, 0)).toThrow(/whole number from 1/);
  });

  test('Anderson–Darling is finite for an outlier of 45 standard deviations', () => {
    const x = [...Array<number>(1000).fill(0), ...Array<number>(1000).fill(1), 1e6];
    // scipy.stats.anderson(x, 'norm') of SciPy 1.17.1; 1e-12: sums of 2,001 logarithms.
    expect(andersonDarling(x).statistic! / 772.6555461684497).toBeCloseTo(1, 12);
    expect(andersonDarling(x).p).toBeLessThan(1e-20);
  });

  test('degenerate data have a named reason', () => {
    expect(anova([[1, 2]]).reason).toBe('too few replicates');
    expect(anova([[1], [2]]).reason).toBe('too few replicates');
    expect(
      anova([
        [1, 1],
        [2, 2],
      ]).reason,
    ).toBe('zero variance');
    expect(
      welchAnova([
        [1, 1],
        [2, 3],
      ]).reason,
    ).toBe('zero variance');
    expect(
      welchAnova([
        [1, NaN],
        [2, 3],
      ]).reason,
    ).toContain('not finite');
    expect(kruskalWallis([[2, 2], [2]]).reason).toBe('all ties');
    expect(kruskalWallis([[2], []]).reason).toBe('too few replicates');
    expect(kruskalWallis([[2, NaN], [1]]).reason).toBe('values that are not numbers');
    expect(
      levene([
        [1, 1],
        [2, 2],
      ]).reason,
    ).toBe('zero variance');
    expect(andersonDarling([1, 2, 3]).reason).toBe('too few replicates');
    expect(andersonDarling([1, 1, 1, 1, 1, 1, 1, 1]).reason).toBe('zero variance');
    expect(jarqueBera([1, 1, 1, 1]).reason).toBe('zero variance');
    expect(
      mardia([
        [1, 2],
        [2, 4],
        [3, 6],
        [4, 8],
      ]).skewness.reason,
    ).toBe('zero variance');
    expect(mardia([[1, 2]]).kurtosis.reason).toBe('too few replicates');
    expect(mardia([[1], [2], [NaN], [3]]).skewness.reason).toContain('not finite');
  });
});
