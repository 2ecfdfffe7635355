import { verdictOf } from '../../predictions/index.ts';
import type { Judged } from './of-block.ts';

/**
 * A claim about a mean of rates over blocks that says no more than all runs together would: the larger p, the wider
 * interval. A rate has few values, and t over blocks whose rates are mostly 0 errs in up to 8.6 % at 5 %; the exact
 * test of all runs does not, since given a mean rate no counts vary more than those of equal rates.
 *
 * @param judged of the mean over blocks
 * @param pooled of the runs of all blocks as if they were one
 * @see Hoeffding 1956, Annals of Mathematical Statistics 27:713
 */
export function guardedByAllRuns(judged: Judged, pooled: Judged): Judged {
  const [own, all] = [judged.finding.interval, pooled.finding.interval];
  const [p, otherP] = [judged.finding.p, pooled.finding.p];
  if (own === undefined || all === undefined || p === undefined || otherP === undefined) return judged;
  const interval = {
    ...own,
    lower: Math.min(own.lower, all.lower),
    upper: Math.max(own.upper, all.upper),
  };
  return {
    finding: {
      ...judged.finding,
      verdict: verdictOf(interval, judged.finding.region),
      method: `${judged.finding.method}, and ${pooled.finding.method} of all runs`,
      p: Math.max(p, otherP),
      interval,
    },
    refutationP: Math.max(judged.refutationP ?? 1, pooled.refutationP ?? 1),
  };
}
