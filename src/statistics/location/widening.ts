import type { Sample } from '../descriptives.ts';
import { inUnit, unitOf } from '../unit.ts';
import { looksSkewed, lSkewness } from './l-skewness.ts';
import { noiseOfArms, type NoiseOfArms } from './noise-of-arms.ts';

/** By how much the two ends of Student's interval move out, as factors of its reach, at least 1. */
export interface Widening {
  readonly lower: number;
  readonly upper: number;
}

/** From so many values on the error rate is held whatever the shape. */
export const HOLDS_FROM = 8;

/**
 * Above this L-skewness the end on the side of the longer tail moves out. Few values cannot show their skewness: with 8
 * the guard must act on symmetric looks to hold its error rate, with 30 it can wait for evidence. Below 8 no rule can
 * hold it and keep the power of t, and the power is kept: with exp(Z) the errors are then up to 18 % instead of 23.
 * Where fewer values do look skewed, the guard of 8 must agree.
 */
const FROM = {
  single: { few: { 5: 0.25, 6: 0.2, 7: 0.08 }, holds: (n: number): number => 0.22 - 2.1 / n },
  pairs: { few: { 5: 0.4, 6: 0.3, 7: 0 }, holds: (n: number): number => 0.15 - 4.6 / n },
} as const;
const REPEATED = (n: number): number => 0.22 - 2.8 / n;

/** Where the guard of a sample begins, whose L-skewness is known. */
function fromOf(of: keyof typeof FROM, n: number, skewness: number): number {
  const { few, holds } = FROM[of];
  if (n >= HOLDS_FROM) return holds(n);
  return looksSkewed(n, skewness) ? holds(HOLDS_FROM) : (few[n as keyof typeof few] ?? few[5]);
}

/** With more values a mean is closer to normal: skewness costs it by 1/√n. */
const fading = (n: number): number => Math.min(1, Math.sqrt(32 / n));

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

const onBothSides = (logarithm: (skewness: number) => number, skewness: number): Widening => ({
  lower: Math.exp(logarithm(-skewness)),
  upper: Math.exp(logarithm(skewness)),
});

/** The logarithm of the widening of single values, on the side where they have this skewness. */
const single = (n: number, skewness: number, repeated: boolean): number => {
  const from = repeated ? REPEATED(n) : fromOf('single', n, skewness);
  return fading(n) * between(4 * (skewness - from), 0, 1.4);
};

/**
 * The widening for n values whose distribution nothing makes symmetric: exp(4(τ₃ − τ₀(n))) on the side of the longer
 * tail, 1 … 4.
 *
 * With several looks the errors of all add up, the earliest by the smallest level, where skewness harms t most: the end
 * moves out earlier then, also below 8 values.
 *
 * @param skewness L-skewness of the values
 * @param repeated whether this is one of several looks
 * @example wideningOfSingle(8, 0.3).upper // 3.90…
 */
export const wideningOfSingle = (n: number, skewness: number, repeated = false): Widening =>
  onBothSides((tau) => single(n, tau, repeated), skewness);

/**
 * The widening for n differences of arms, with the logarithm
 *
 *     1.5 τ₃ + evidence − τ₀(n), 0 … 0.7.
 *
 * Arms of one shape and spread have symmetric differences; the evidence against it is
 *
 *     2(|coSkewness|/excess − k(n)/max(1, excess)),   −1 … 1,   k = 0.3 + (n − 8)/80, at most 0.55,
 *
 * about the log likelihood ratio of skewed arms to symmetric ones. A large shared part hides the arms' own noise, and
 * the evidence fades.
 *
 * The more one arm makes the differences (excess below 1: 0.36 where spreads are 3 : 1, 0.04 where they are 10 : 1),
 * the more they are values of one arm: `wideningOfSingle`, by the share 1.5(1 − excess), is the least, and below an
 * excess of 0.2 it takes the place of the other.
 *
 * @param skewness L-skewness of the differences
 * @param repeated whether this is one of several looks
 */
export function wideningOfPairs(
  n: number,
  skewness: number,
  { coSkewness, excess }: NoiseOfArms,
  repeated = false,
): Widening {
  const expected = Math.min(0.55, 0.3 + Math.max(0, n - 8) / 80);
  const evidence = between(2 * (Math.abs(coSkewness) / excess - expected / Math.max(1, excess)), -1, 1);
  const both = Math.min(1, excess / 0.2);
  const one = between(1.5 * (1 - excess), 0, 1);
  return onBothSides((tau) => {
    const alone = single(n, tau, repeated);
    const pairs = fading(n) * between(1.5 * tau + evidence - fromOf('pairs', n, tau), 0, 0.7);
    return both * Math.max(pairs, one * alone) + (1 - both) * alone;
  }, skewness);
}

/**
 * The widening of Student's interval for the mean of a sample.
 *
 * @param arms the two columns whose differences the sample is, where it is that
 * @param repeated whether this is one of several looks
 */
export function wideningOf(x: Sample, arms?: readonly [Sample, Sample], repeated = false): Widening {
  // Both are free of units, and their third powers must not vanish.
  const unit = unitOf(x, ...(arms ?? []));
  const noise = arms === undefined ? undefined : noiseOfArms(inUnit(arms[0], unit), inUnit(arms[1], unit));
  const skewness = lSkewness(inUnit(x, unit));
  return noise === undefined
    ? wideningOfSingle(x.length, skewness, repeated)
    : wideningOfPairs(x.length, skewness, noise, repeated);
}
