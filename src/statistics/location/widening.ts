import type { NoiseOfArms } from './noise-of-arms.ts';

/** By how much the two ends of Student's interval move out, as factors of its reach, at least 1. */
export interface Widening {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Above this L-skewness the end on the side of the longer tail moves out. Few values cannot show their skewness: with 8 the guard must act on symmetric looks to hold its error rate, with 30 it can
 * wait for evidence. Below 8 no rule can hold it and keep the power of t, and the power is kept: with exp(Z) the errors are then up to 15 % instead of 22.
 */
const FROM = {
  single: (n: number): number => FEW.single[n] ?? (n < 8 ? FEW.single[5]! : 0.22 - 2.1 / n),
  repeated: (n: number): number => 0.22 - 2.8 / n,
  pairs: (n: number): number => FEW.pairs[n] ?? (n < 8 ? FEW.pairs[5]! : 0.15 - 4.6 / n),
};
const FEW: Readonly<Record<'single' | 'pairs', Readonly<Record<number, number>>>> = {
  single: { 5: 0.25, 6: 0.2, 7: 0.08 },
  pairs: { 5: 0.4, 6: 0.3, 7: 0 },
};

/** With more values a mean is closer to normal: skewness costs it by 1/√n. */
const fading = (n: number): number => Math.min(1, Math.sqrt(32 / n));

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

const onBothSides = (factor: (skewness: number) => number, skewness: number): Widening => ({
  lower: factor(-skewness),
  upper: factor(skewness),
});

/**
 * The widening for n values whose distribution nothing makes symmetric: exp(4(τ₃ − τ₀(n))) on the side of the longer tail, 1 … 4.
 *
 * With several looks the errors of all add up, the earliest by the smallest level, where skewness harms t most: the end moves out earlier then, also below 8 values.
 *
 * @param skewness L-skewness of the values
 * @param repeated whether this is one of several looks
 * @example wideningOfSingle(8, 0.3).upper // 3.07…
 */
export const wideningOfSingle = (n: number, skewness: number, repeated = false): Widening => {
  const from = (repeated ? FROM.repeated : FROM.single)(n);
  return onBothSides((tau) => Math.exp(fading(n) * between(4 * (tau - from), 0, 1.4)), skewness);
};

/**
 * The widening for n differences of arms: exp(τ₃ + evidence − τ₀(n)), 1 … 2. Arms of one shape and spread have symmetric differences; the evidence against it is
 *
 *     2(|coSkewness|/excess − k(n)/max(1, excess)),   −1 … 1,   k = 0.3 + (n − 8)/80, at most 0.55,
 *
 * about the log likelihood ratio of skewed arms to symmetric ones. A large shared part hides the arms' own noise, and the evidence fades.
 *
 * @param skewness L-skewness of the differences
 */
export function wideningOfPairs(n: number, skewness: number, { coSkewness, excess }: NoiseOfArms): Widening {
  const expected = Math.min(0.55, 0.3 + Math.max(0, n - 8) / 80);
  const evidence = between(2 * (Math.abs(coSkewness) / excess - expected / Math.max(1, excess)), -1, 1);
  return onBothSides(
    (tau) => Math.exp(fading(n) * between(tau + evidence - FROM.pairs(n), 0, 0.7)),
    skewness,
  );
}
