import { statusOf } from '../report/headline.ts';
import type { Results } from '../report/results.ts';

/** How a suite ended. */
export type Outcome = 'asExpected' | 'contradicted' | 'inconclusive' | 'invalid' | 'interrupted';

/** What counts as well ended. */
export interface Demands {
  /** Nothing worse than an undecided claim is as expected. */
  readonly allowInconclusive: boolean;
  /** Every hypothesis must be as the lock says. */
  readonly locked?: boolean;
}

/** How a suite ended: the worst that happened, in the order interrupted, invalid, contradicted, inconclusive. */
export function outcomeOf(results: Results, { allowInconclusive, locked = false }: Demands): Outcome {
  const statuses = new Set(results.hypotheses.map(statusOf));
  if (results.interrupted) return 'interrupted';
  if (locked && results.hypotheses.some(({ registration }) => registration?.lock !== 'kept'))
    return 'invalid';
  if (results.failures.length > 0 || statuses.has('invalid')) return 'invalid';
  if (statuses.has('contradicted')) return 'contradicted';
  return statuses.has('inconclusive') && !allowInconclusive ? 'inconclusive' : 'asExpected';
}
