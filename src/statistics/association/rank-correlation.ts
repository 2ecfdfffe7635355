import type { Random } from '../../random/index.ts';
import { narrownessOf } from '../resampling/bootstrap-interval.ts';
import { testByRule, tRule, widestRule, type IntervalRule } from '../interval-rule.ts';
import type { TestOptions } from '../options.ts';
import type { Region } from '../region.ts';
import type { Interval } from '../types.ts';
import { requireCount } from '../require.ts';

/** How the law of ranks without association is had. */
export type NullLaw = 'exact' | 'monte-carlo' | 'asymptotic';

export interface NullLawOptions {
  /** Default `exact` where cheap, else `monte-carlo` if `random` is given, else `asymptotic`. */
  readonly how?: NullLaw;
  /** Source of the permutations for `monte-carlo`. */
  readonly random?: Random;
  /** Permutations for `monte-carlo`; default 9,999. */
  readonly resamples?: number;
}

/** What `spearman` and `kendall` are asked. */
export interface RankCorrelationOptions extends TestOptions, NullLawOptions {}

/** One-sided p-values of no association, and how they were had. */
export interface NullTails {
  readonly greater: number;
  readonly less: number;
  readonly how: NullLaw;
}

/** Each way to have the tails of a statistic. */
export interface NullLaws {
  readonly cheap: boolean;
  readonly exact: () => Omit<NullTails, 'how'>;
  readonly asymptotic: () => Omit<NullTails, 'how'>;
  readonly observed: number;
  /** The statistic of one random permutation. */
  readonly draw: (random: Random) => number;
}

/** The tails by the law that is asked for. @throws RangeError if `monte-carlo` is asked for without `random` */
export function nullTails(laws: NullLaws, { how, random, resamples = 9_999 }: NullLawOptions): NullTails {
  const chosen = how ?? (laws.cheap ? 'exact' : random ? 'monte-carlo' : 'asymptotic');
  if (chosen !== 'monte-carlo') return { ...laws[chosen](), how: chosen };
  if (random === undefined)
    throw new RangeError('Cannot permute ranks: expected `random` for `monte-carlo`, got none');
  requireCount('resample', 'resamples', resamples, 1);
  let [above, below] = [1, 1];
  for (let i = 0; i < resamples; i++) {
    const drawn = laws.draw(random);
    if (drawn >= laws.observed) above++;
    if (drawn <= laws.observed) below++;
  }
  return { greater: above / (resamples + 1), less: below / (resamples + 1), how: chosen };
}

/** What a rank correlation is judged by. */
export interface RankCorrelation {
  readonly estimate: number;
  /** p-values of no association. */
  readonly none: Pick<NullTails, 'greater' | 'less'>;
  /** Standard error on Fisher's scale of normal pairs. */
  readonly standardError: number;
  /** Its degrees of freedom. */
  readonly df: number;
  /** The coefficient with each pair left out in turn. */
  readonly jackknifed: Float64Array;
  /** The smallest step of the coefficient: where the estimate is ±1, the other end is that of half a step inside. */
  readonly step: number;
}

/**
 * p and interval of a rank correlation: against no association the law of the ranks themselves, against any other
 * boundary Student's t on Fisher's scale, p(b) = P(T > (atanh r − atanh b)/SE), the larger of two: with the standard
 * error of normal pairs, and with the jackknife's and n − 1 degrees of freedom. The first alone is too sure of
 * Kendall's τ near ±1 (of eight pairs with a τ of 0.6 it errs at 11 % rather than 5 %), of ties and of unequal scales;
 * the second alone where the pairs are in one order but for one. Towards 0 p goes as far as it stays monotone in b; so
 * the interval ends at 0 (or just beyond it) where the laws disagree, and p < alpha exactly when it lies inside the
 * region. It holds the estimate; that of ±1 is its own end.
 *
 * @see Arvesen 1969, Annals of Mathematical Statistics 40:2076 (the jackknife of a function of U-statistics)
 */
export function judgeRankCorrelation(
  { estimate, none, standardError, df, jackknifed, step }: RankCorrelation,
  region: Region,
  alpha: number,
): { readonly p: number; readonly interval: Interval } {
  const scale = (r: number): number => Math.atanh(Math.min(r, 1 - step / 2));
  const left = narrownessOf([jackknifed.map((r) => (r < 0 ? -scale(-r) : scale(r)))]);
  const fisher = (r: number): IntervalRule =>
    widestRule([
      tRule(scale(r), standardError, df),
      ...(left.standardError > 0 ? [tRule(scale(r), left.standardError, left.df)] : []),
    ]);
  const upper = (r: number, boundary: number, atZero: number): number => {
    if (boundary >= 1 || (boundary === -1 && r <= -1)) return 1;
    if (boundary <= -1) return 0;
    if (Math.abs(boundary) < JUST) return atZero;
    const away = r <= -1 ? 1 : fisher(r).greater(Math.atanh(boundary));
    return boundary > 0 ? Math.max(away, atZero) : Math.min(away, atZero);
  };
  const bound = (r: number, atZero: number, tail: number): number => {
    if (r <= -1) return -1;
    const end = Math.tanh(fisher(r).ends(tail)[0]);
    return atZero < tail ? Math.max(end, JUST) : Math.min(end, 0);
  };
  const rule: IntervalRule = {
    ends: (tail) => [bound(estimate, none.greater, tail), 0 - bound(-estimate, none.less, tail)],
    greater: (boundary) => upper(estimate, boundary, none.greater),
    less: (boundary) => upper(-estimate, -boundary, none.less),
  };
  return testByRule(rule, region, alpha);
}

/**
 * The least correlation that is told from none: where the exact law finds one and Fisher's does not, the interval ends
 * here.
 */
const JUST = Number.EPSILON;
