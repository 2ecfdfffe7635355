import { finiteQuantile } from '../distributions/distributions.ts';
import { fallingRoot } from '../false-position.ts';
import type { IntervalRule } from '../interval-rule.ts';
import { remembered } from '../distributions/lattice.ts';
import { binomialLaw } from './binomial-law.ts';
import { largest } from './largest.ts';

/**
 * Two counts and the difference of two rates: one raises it (`ups`), one lowers it (`downs`). How many downs there are
 * is binomial at a rate that nobody asked for; given them the ups are binomial.
 */
export interface RateDesign {
  /** Names the design, for what is remembered of it. */
  readonly key: string;
  /** The most downs. */
  readonly trials: number;
  /** The most ups beside so many downs. */
  readonly trialsGiven: (downs: number) => number;
  /** Rate of the downs that a difference allows: least and most. */
  readonly range: (difference: number) => readonly [number, number];
  /** Rate of the ups given the downs. */
  readonly rate: (difference: number, rateOfDowns: number) => number;
  /**
   * Standardized distance of the table from a difference: it rises with the ups and falls with the downs and the
   * difference.
   */
  readonly score: (ups: number, downs: number, difference: number) => number;
}

/** Trials above which the search over rates takes longer than a second. */
export const MOST_TRIALS = 1_000;

/**
 * Tables are in the order of their approximate lower limits at 2.5 %: between the levels that are asked for, so that
 * none is served badly.
 */
const ORDER_Z = 1.959963984540054;

/**
 * p of "the difference is at most b" against "it is larger": the largest probability, over all rates that differ by b,
 * of a table that is at least as high in the order of approximate lower limits (inverted score test at 2.5 %). The
 * order does not depend on b, so p rises with b, and the limit is where it is alpha: p and limit cannot disagree, and
 * neither errs above alpha at any rates.
 *
 * @see Buehler 1957, JASA 52:482; Lloyd & Moldovan 2007, Statistics in Medicine 26:4541 (exact limits from approximate
 * ones)
 */
function upperTail(design: RateDesign, ups: number, downs: number): (difference: number) => number {
  const least = leastUps(design, limitOf(design, ups, downs));
  const { trials, trialsGiven, range, rate } = design;
  const law = binomialLaw(Math.max(trials, trialsGiven(0)));
  const known = new Map<number, number>();
  const probability = (difference: number, rateOfDowns: number): number => {
    const up = rate(difference, rateOfDowns);
    let total = 0;
    for (let down = 0; down <= trials; down++) {
      if (least[down]! > trialsGiven(down)) continue;
      const mass = law.mass(down, trials, rateOfDowns);
      if (mass > 1e-20) total += mass * law.upper(least[down]!, trialsGiven(down), up);
    }
    return Math.min(1, total);
  };
  return (difference) => {
    if (difference < -1) return 0;
    if (difference >= 1) return 1;
    const p =
      known.get(difference) ??
      largest((each) => probability(difference, each), range(difference), trials + trialsGiven(0));
    known.set(difference, p);
    return p;
  };
}

/** Where the score test stops to reject differences: the approximate lower limit, −1 where it rejects none. */
function limitOf({ score }: RateDesign, ups: number, downs: number): number {
  let [low, high] = [-1, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (score(ups, downs, middle) >= ORDER_Z) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * For each number of downs the fewest ups whose limit is as high; one more than there can be where none is. Scores
 * within 1e-9 are ties.
 */
function leastUps({ trials, trialsGiven, score }: RateDesign, limit: number): Int32Array {
  return Int32Array.from({ length: trials + 1 }, (_, downs) => {
    if (limit <= -1) return 0;
    let [below, enough] = [-1, trialsGiven(downs) + 1];
    while (enough - below > 1) {
      const middle = (below + enough) >> 1;
      if (score(middle, downs, limit) >= ORDER_Z - 1e-9) enough = middle;
      else below = middle;
    }
    return enough;
  });
}

const rules = new Map<string, IntervalRule>();

/**
 * The rule of an exact unconditional test of a difference of rates.
 *
 * @param designs the design, and that in which ups and downs change places
 */
export const unconditionalRule = (
  designs: readonly [RateDesign, RateDesign],
  ups: number,
  downs: number,
): IntervalRule => remembered(() => build(designs, ups, downs), `${designs[0].key}|${ups}|${downs}`, rules);

function build(
  [design, mirrored]: readonly [RateDesign, RateDesign],
  ups: number,
  downs: number,
): IntervalRule {
  const greater = upperTail(design, ups, downs);
  const less = upperTail(mirrored, downs, ups);
  return {
    greater,
    less: (b) => less(0 - b),
    ends: (tail) => [lowerEnd(greater, tail), 0 - lowerEnd(less, tail)],
  };
}

/** The difference at which p is `tail`, found on the normal scale, where p is almost a line. */
function lowerEnd(p: (difference: number) => number, tail: number): number {
  if (p(-1) >= tail) return -1;
  const target = finiteQuantile(tail);
  return fallingRoot((difference) => target - finiteQuantile(p(difference)), { low: -1, high: 1 });
}
