import { expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  different,
  equivalent,
  greater,
  less,
  signFlip,
  signedRankTails,
  wilcoxonNormal,
  wilcoxonSignedRank,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const random = () => stream('reference', 'permutation');

testAgainstReference('permutation_paired_signflip_exact', ({ d }) => ({
  p_greater: signFlip(d, { region: greater(), random: random() }).p,
  p_less: signFlip(d, { region: less(), random: random() }).p,
  p_two_sided_abs: signFlip(d, { region: different(), random: random() }).p,
}));

testAgainstReference('wilcoxon_signed_rank_exact', ({ d }) => ({
  Wplus: wilcoxonSignedRank(d).statistic,
  p_two_sided: wilcoxonSignedRank(d).p,
  p_greater: wilcoxonSignedRank(d, { region: greater() }).p,
  p_less: wilcoxonSignedRank(d, { region: less() }).p,
}));

testAgainstReference('wilcoxon_signed_rank_exact_ties', ({ d }) => {
  const { statistic, greater: above, less: below } = signedRankTails(d);
  return {
    Wplus: statistic,
    p_two_sided: Math.min(1, 2 * Math.min(above, below)),
    p_greater: above,
    p_less: below,
  };
});

testAgainstReference('wilcoxon_signed_rank_exact_ties', ({ d }, expected) => {
  const one = wilcoxonSignedRank(d, { region: greater() }).p!;
  // θ ≤ 0 is a larger null than θ = 0: p may grow where zeros and ties lie at the boundary, and never falls.
  expect(one).toBeGreaterThanOrEqual(expected.p_greater - 1e-12);
  return { Wplus: wilcoxonSignedRank(d).statistic };
});

testAgainstReference('wilcoxon_signed_rank_asymptotic', ({ d }) => ({
  p_two_sided_wilcox_cc: wilcoxonNormal(d).twoSided,
  p_two_sided_wilcox_nocc: wilcoxonNormal(d, { continuity: false }).twoSided,
  p_two_sided_pratt_cc: wilcoxonNormal(d, { zeros: 'pratt' }).twoSided,
  p_two_sided_pratt_nocc: wilcoxonNormal(d, { zeros: 'pratt', continuity: false }).twoSided,
}));

test('four pairs cannot reach 0.05 by sign flips or signed ranks, five can', () => {
  const four = [1, 2, 3, 4];
  expect(signFlip(four, { region: greater(), random: random() }).p).toBe(1 / 16);
  expect(wilcoxonSignedRank(four, { region: greater() }).p).toBe(1 / 16);
  expect(signFlip([...four, 5], { region: greater(), random: random() }).p).toBe(1 / 32);
  expect(signFlip(four, { region: greater(), random: random() }).interval!.lower).toBe(-Infinity);
});

test('identical arms are equivalent by sign flips, with an interval of one point', () => {
  const zeros = new Array<number>(8).fill(0);
  const { p, interval } = signFlip(zeros, { region: equivalent(0.01), random: random() });
  expect(p).toBe(1 / 256);
  // The tolerance of ties is 1e-12 of a spread of zero.
  expect([interval!.lower, interval!.upper].map((end) => Math.abs(end))).toEqual([0, 0]);
  expect(wilcoxonSignedRank(zeros, { region: equivalent(0.01) }).p).toBe(1 / 256);
});

test('beyond enumeration, sign flips are drawn and p = (b + 1)/(m + 1) is never zero', () => {
  const d = Array.from({ length: 40 }, (_, i) => 10 + Math.sin(i));
  const once = signFlip(d, { region: greater(), random: random() });
  expect(once.method).toBe('sign-flip, Monte Carlo');
  expect(once.p).toBe(1 / 10_000);
  expect(signFlip(d, { region: greater(), random: random() })).toEqual(once);
});

test('drawn and enumerated sign flips agree within the error of drawing', () => {
  const d = [0.3, -0.1, 0.8, 0.4, 1.1, -0.5, 0.2, 0.9, 0.6, -0.2];
  const exact = signFlip(d, { region: greater(), random: random() }).p!;
  const drawn = signFlip(d, { region: greater(), random: random(), enumerateUpTo: 1, resamples: 99_999 }).p!;
  // Five standard errors of a proportion from 99,999 draws.
  expect(Math.abs(drawn - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 99_999));
});
