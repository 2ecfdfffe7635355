import { tRule, type IntervalRule } from '../interval-rule.ts';

const HALF = 0.5;
const ABOVE = HALF + Number.EPSILON / 2;
const BELOW = HALF - Number.EPSILON / 4;

/** ln(p/(1 − p)); what lies beyond 0 or 1 is infinitely far. */
export const logit = (p: number): number => (p >= 1 ? Infinity : p <= 0 ? -Infinity : Math.log(p / (1 - p)));

/** The share with that logit. */
export const shareOf = (x: number): number => 1 / (1 + Math.exp(-x));

/** A rule on the scale of logits as one on the scale of shares. */
export const onShares = ({ ends, greater, less }: IntervalRule): IntervalRule => ({
  ends: (tail) => {
    const [lower, upper] = ends(tail);
    return [shareOf(lower), shareOf(upper)];
  },
  greater: (b) => greater(logit(b)),
  less: (b) => less(logit(b)),
});

/** Student's t of the logit of a share 0 < p < 1, whose standard error is SE/(p·(1 − p)). */
export const logitRule = (share: number, standardError: number, df: number): IntervalRule =>
  onShares(tRule(logit(share), standardError / (share * (1 - share)), df));

/**
 * The rule of a probability of improvement: as published against ½ and towards it; beyond ½ it claims only what the
 * rule that is symmetric in logits would claim too. The estimate is skewed towards ½ and its standard error falls
 * towards 0 and 1, so that the published rule, which is made for ½, claims more than a true 0.76 in 9 to 11 % at alpha
 * 5 % (docs/calibration.md). Where the two disagree about ½, the interval ends just beyond it.
 *
 * @see Pauly, Asendorf & Konietschke 2016, Biometrical Journal 58:1319, §4 (intervals of logits)
 */
export const improvementRule = (published: IntervalRule, symmetric: IntervalRule): IntervalRule => ({
  ends: (tail) => {
    const [lower, upper] = published.ends(tail);
    const [from, to] = symmetric.ends(tail);
    return [
      lower > HALF ? Math.max(ABOVE, Math.min(lower, from)) : lower,
      upper < HALF ? Math.min(BELOW, Math.max(upper, to)) : upper,
    ];
  },
  greater: (b) => (b > HALF ? Math.max(published.greater(b), symmetric.greater(b)) : published.greater(b)),
  less: (b) => (b < HALF ? Math.max(published.less(b), symmetric.less(b)) : published.less(b)),
});

/**
 * A rule that claims only what a second one would claim too, against every boundary but ½; past ½ as far as p stays
 * monotone, for what is above ½ is above 0.3.
 */
export const guardedBesideHalf = (rule: IntervalRule, guard: IntervalRule): IntervalRule => {
  const past: IntervalRule = {
    ends: (tail) => {
      const [lower, upper] = rule.ends(tail);
      const [from, to] = guard.ends(tail);
      return [lower > HALF ? lower : Math.min(lower, from), upper < HALF ? upper : Math.max(upper, to)];
    },
    greater: (b) =>
      b < HALF ? Math.min(rule.greater(HALF), Math.max(rule.greater(b), guard.greater(b))) : rule.greater(b),
    less: (b) => (b > HALF ? Math.min(rule.less(HALF), Math.max(rule.less(b), guard.less(b))) : rule.less(b)),
  };
  return improvementRule(past, guard);
};
