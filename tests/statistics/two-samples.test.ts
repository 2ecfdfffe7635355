import { expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import {
  brunnerMunzel,
  different,
  greater,
  less,
  mannWhitney,
  mannWhitneyNormal,
  permutation,
  probabilityOfImprovement,
  cliffsDelta,
  rankSumTails,
  signFlip,
  wilcoxonSignedRank,
  guardedDifference,
  bootstrapDifference,
} from '../../src/statistics/index.ts';
import { testAgainstReference } from './reference.ts';

const random = () => stream('reference', 'permutation');
const ends = ({ interval }: { interval?: { lower: number; upper: number } }) => [
  interval!.lower,
  interval!.upper,
];

testAgainstReference('mann_whitney_exact', ({ x, y }) => ({
  U1: mannWhitney(x, y).statistic,
  p_two_sided: mannWhitney(x, y).p,
  p_greater: mannWhitney(x, y, { region: greater() }).p,
  p_less: mannWhitney(x, y, { region: less() }).p,
}));

testAgainstReference('mann_whitney_exact_ties', ({ x, y }) => {
  const { statistic, greater: above, less: below } = rankSumTails(x, y);
  return {
    U1: statistic,
    p_greater: above,
    p_less: below,
    p_two_sided_twice_min: Math.min(1, 2 * Math.min(above, below)),
  };
});

testAgainstReference('mann_whitney_asymptotic_ties', ({ x, y }) => {
  const corrected = mannWhitneyNormal(x, y);
  const plain = mannWhitneyNormal(x, y, { continuity: false });
  return {
    U1: corrected.statistic,
    p_two_sided_cc: corrected.twoSided,
    p_greater_cc: corrected.greater,
    p_less_cc: corrected.less,
    p_two_sided_nocc: plain.twoSided,
    p_greater_nocc: plain.greater,
    p_less_nocc: plain.less,
  };
});

testAgainstReference('permutation_two_sample_mean_exact', ({ x, y }) => ({
  stat: permutation(x, y, { random: random() }).statistic,
  p_greater: permutation(x, y, { region: greater(), random: random() }).p,
  p_less: permutation(x, y, { region: less(), random: random() }).p,
  p_two_sided_twice_min: permutation(x, y, { region: different(), random: random() }).p,
}));

testAgainstReference('brunner_munzel', ({ x, y }) => ({
  statistic: brunnerMunzel(x, y).statistic,
  p_two_sided: brunnerMunzel(x, y).p,
  p_greater: brunnerMunzel(x, y, { region: greater(0.5) }).p,
  p_less: brunnerMunzel(x, y, { region: less(0.5) }).p,
}));

testAgainstReference('cliffs_delta_A12', ({ x, y }) => ({
  A12: probabilityOfImprovement(x, y, 0.05).estimate,
  cliffs_delta: cliffsDelta(x, y, 0.05).estimate,
}));

testAgainstReference('sign_flip_interval', ({ d, alpha }, { ends: want }) => ({
  ends: want === null ? null : ends(signFlip(d, { region: greater(), alpha, random: random() })),
}));

testAgainstReference('permutation_interval', ({ x, y, alpha }) => ({
  ends: ends(permutation(x, y, { region: greater(), alpha, random: random() })),
}));

testAgainstReference('hodges_lehmann_one', ({ d, alpha }) => {
  const result = wilcoxonSignedRank(d, { region: greater(), alpha });
  return { estimate: result.estimate, ends: ends(result) };
});

testAgainstReference('hodges_lehmann_two', ({ x, y, alpha }) => {
  const result = mannWhitney(x, y, { region: greater(), alpha });
  return { estimate: result.estimate, ends: ends(result) };
});

test('drawn and enumerated permutations agree within the error of drawing', () => {
  const x = [0.3, -0.1, 0.8, 0.4, 1.1, -0.5];
  const y = [0.2, 0.9, 0.6, -0.2, -0.9];
  const exact = permutation(x, y, { region: greater(), random: random() }).p!;
  const drawn = permutation(x, y, {
    region: greater(),
    random: random(),
    enumerateUpTo: 1,
    resamples: 99_999,
  }).p!;
  // Five standard errors of a proportion from 99,999 draws.
  expect(Math.abs(drawn - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 99_999));
});

test('forty values against one or two are enumerated as they are few: C(42, 2) arrangements', () => {
  const forty = Array.from({ length: 40 }, (_, i) => Math.sin(i));
  const single = permutation(forty, [50], { region: less(0), random: random() });
  expect(single).toMatchObject({ method: 'permutation, exact', p: 1 / 41 });
  expect(permutation([50], forty, { region: greater(0), random: random() }).p).toBe(1 / 41);
  const pair = permutation(forty, [50, 51], { region: less(0), random: random() });
  expect(pair).toMatchObject({ method: 'permutation, exact', p: 1 / 861 });
  // Neither is stopped by 2⁴⁰ subsets; both have the permutation's p as their least.
  expect(guardedDifference(forty, [50, 50.001], { region: less(0), random: random() }).p).toBe(1 / 861);
  expect(
    bootstrapDifference(forty, [50, 50.001], { region: less(0), random: random(), resamples: 999 }).p,
  ).toBeGreaterThanOrEqual(1 / 1_000);
});

test('samples that do not overlap have an estimate and a named reason instead of an infinite statistic', () => {
  const result = brunnerMunzel([5, 6, 7], [1, 2, 3]);
  expect(result).toMatchObject({ estimate: 1, reason: 'samples that do not overlap' });
  expect(result.p).toBeUndefined();
  expect(mannWhitney([5, 6, 7], [1, 2, 3], { region: greater() }).p).toBe(0.05);
});

test('all values equal give p = 1 and no NaN', () => {
  const same = [2, 2, 2, 2];
  expect(mannWhitney(same, same).p).toBe(1);
  expect(permutation(same, same, { random: random() }).p).toBe(1);
  expect(mannWhitneyNormal(same, same).twoSided).toBe(1);
});
