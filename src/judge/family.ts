import { benjaminiHochberg, DEFAULT_ALPHA, holm } from '../statistics/index.ts';
import { isCertain } from '../predictions/index.ts';
import type { Finding, Judgement } from './types.ts';

/** How the supported claims of a suite stand when all claims of it are counted together. */
export interface Family {
  readonly alpha: number;
  /** Hypotheses that were judged at all. */
  readonly claims: number;
  readonly supported: number;
  /** Supported claims that stand at a family-wise error rate of alpha (Holm). */
  readonly familywise: number;
  /** Supported claims that stand at a false discovery rate of alpha (Benjamini–Hochberg). */
  readonly falseDiscovery: number;
  /** Supported alone, but not at the family-wise rate. */
  readonly notFamilywise: readonly string[];
}

const pOf = ({ p, interval, verdict }: Finding): number =>
  p ?? (isCertain(interval) && verdict === 'supported' ? 0 : 1);

/**
 * The family of all hypotheses of a suite. A hypothesis claims all its predictions at once, so its p is their largest
 * (intersection–union); one that arithmetic supports is certain and counts as 0, any other without a p as 1; invalid
 * hypotheses claim nothing. The verdicts keep the error rate that each file declares: this is the picture beside them.
 *
 * @returns undefined where nothing was judged
 * @see Holm 1979; Benjamini & Hochberg 1995; Berger 1982 (intersection–union)
 */
export function familyOf(judgements: readonly Judgement[], alpha = DEFAULT_ALPHA): Family | undefined {
  const judged = judgements.filter(({ verdict }) => verdict !== 'invalid');
  if (judged.length === 0) return undefined;
  const ps = judged.map(({ findings }) =>
    Math.max(...findings.filter(({ role }) => role === 'prediction').map(pOf)),
  );
  const supported = judged.map(({ verdict }) => verdict === 'supported');
  const standing = (adjusted: readonly number[]) =>
    judged.map((_, i) => supported[i]! && adjusted[i]! < alpha);
  const count = (flags: readonly boolean[]) => flags.filter(Boolean).length;
  const familywise = standing(holm(ps));
  return {
    alpha,
    claims: judged.length,
    supported: count(supported),
    familywise: count(familywise),
    falseDiscovery: count(standing(benjaminiHochberg(ps))),
    notFamilywise: judged.filter((_, i) => supported[i] && !familywise[i]).map(({ id }) => id),
  };
}
