import type { Region } from '../../statistics/index.ts';
import type { Assessment } from '../case.ts';
import { pOrCertain } from './compared.ts';
import type { PairedResult } from './paired.ts';
import { verdictOf } from '../rule.ts';

/** Which arms are compared, first less second, by their places in the prediction. */
export type PairsOf = (arms: readonly string[]) => readonly (readonly [number, number])[];

/** Every arm with every later one. */
export const everyPair: PairsOf = (arms) =>
  arms.flatMap((_, a) => arms.slice(a + 1).map((_, offset) => [a, a + 1 + offset] as const));

/** Each arm less the one before it. */
export const neighbours: PairsOf = (arms) => arms.slice(1).map((_, index) => [index + 1, index] as const);

/** What several comparisons say together, and the one that a finding shows. */
export interface Decision<P> {
  readonly verdict: Assessment['verdict'];
  readonly decisive: P;
  readonly refutationP: number;
  /** Of the weakest comparison; absent where the decisive one has none. */
  readonly p?: number;
}

/**
 * Decides over pairs of arms: all must hold (an intersection–union test, no correction), any may refute (Bonferroni
 * over pairs). The decisive pair is the one that refutes, else the weakest.
 *
 * @see Berger 1982 (intersection–union tests)
 */
export function decide<P extends PairedResult>(
  pairs: readonly P[],
  region: Region,
  alpha: number,
): Decision<P> {
  const verdicts = pairs.map(({ result }) => verdictOf(result.interval, region));
  const refutations = pairs.map(({ refutationP }) => refutationP ?? 1);
  const refuting = refutations.reduce((least, p, at) => (p < refutations[least]! ? at : least), 0);
  const refutationP = Math.min(1, pairs.length * refutations[refuting]!);
  const refuted = verdicts[refuting] === 'refuted' && (pairs.length === 1 || refutationP < alpha);
  const supported = verdicts.every((each) => each === 'supported');
  const ps = pairs.map(({ result }) => pOrCertain(result, region) ?? 1);
  const weakest = ps.reduce((most, p, at) => (p > ps[most]! ? at : most), 0);
  const decisive = pairs[refuted ? refuting : weakest]!;
  return {
    verdict: refuted ? 'refuted' : supported ? 'supported' : 'inconclusive',
    decisive,
    refutationP,
    ...(decisive.result.p === undefined ? {} : { p: ps[weakest]! }),
  };
}
