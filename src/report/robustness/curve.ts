import { headline } from '../headline.ts';
import type { FindingResult, HypothesisResult, Results } from '../results.ts';
import { fromBound } from '../results.ts';

/** How a claim comes out with one thing changed. */
export interface Specification {
  /** The variant's name; absent for the hypothesis itself. */
  readonly variant?: string;
  readonly verdict: HypothesisResult['verdict'];
  readonly agrees: boolean;
  /**
   * What decides nothing here and shows the same in every row: the finding of the prediction that heads the hypothesis.
   */
  readonly finding?: FindingResult;
  readonly reason?: string;
  /** Where the verdict is another than that of the hypothesis: the statements that made it so. */
  readonly decidedBy?: readonly string[];
}

/**
 * The specification curve of a claim: its verdict and effect with each of its variants, in the order of the effects.
 */
export interface SpecificationCurve {
  readonly id: string;
  readonly claim: string;
  readonly expected: HypothesisResult['expected'];
  readonly verdict: HypothesisResult['verdict'];
  /** What the effects are effects of. */
  readonly statement?: string;
  readonly specifications: readonly Specification[];
  /** Variants with the verdict of the hypothesis. */
  readonly agree: number;
  readonly total: number;
  /** Variants that are refuted where the hypothesis is supported, or the other way round. */
  readonly flips: readonly string[];
}

/** A hypothesis and its variants, by the ids under which they were judged. */
export interface Group {
  readonly id: string;
  readonly variants: readonly { readonly name: string; readonly id: string }[];
}

const opposite: Readonly<Record<string, string>> = { supported: 'refuted', refuted: 'supported' };

/** Findings without an estimate stand last. */
const placeOf = ({ finding }: Specification): number =>
  finding?.estimate === undefined ? Infinity : fromBound(finding.estimate);

/** The findings that make a verdict: invalid ones of either role, failing controls, or predictions of that verdict. */
function decidedBy({ verdict, findings }: HypothesisResult): readonly string[] {
  const decides = ({ role, verdict: own }: FindingResult) =>
    verdict === 'invalid'
      ? own === 'invalid' || (role === 'control' && own !== 'supported')
      : role === 'prediction' && own === verdict;
  return findings
    .filter(decides)
    .map(
      ({ role, verdict: own, statement }) => `${role === 'control' ? 'control ' : ''}${own}: ${statement}`,
    );
}

function curveOf(
  base: HypothesisResult,
  variants: readonly (readonly [string, HypothesisResult])[],
): SpecificationCurve {
  const shown = headline(base);
  const index = shown === undefined ? -1 : base.findings.indexOf(shown);
  const specificationOf = (result: HypothesisResult, variant?: string): Specification => {
    const finding = result.findings[index];
    return {
      ...(variant === undefined ? {} : { variant }),
      verdict: result.verdict,
      agrees: result.verdict === base.verdict,
      ...(finding === undefined ? {} : { finding }),
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      ...(result.verdict === base.verdict ? {} : { decidedBy: decidedBy(result) }),
    };
  };
  const changed = variants.map(([name, result]) => specificationOf(result, name));
  const named = (fits: (one: Specification) => boolean) =>
    changed.filter(fits).flatMap(({ variant }) => variant ?? []);
  return {
    id: base.id,
    claim: base.claim,
    expected: base.expected,
    verdict: base.verdict,
    ...(shown === undefined ? {} : { statement: shown.statement }),
    specifications: [specificationOf(base), ...changed].sort(
      (a, b) => Math.sign(placeOf(a) - placeOf(b)) || 0,
    ),
    agree: changed.filter(({ agrees }) => agrees).length,
    total: changed.length,
    flips: named(({ verdict }) => verdict === opposite[base.verdict]),
  };
}

/**
 * The specification curves of hypotheses that were judged together with their variants.
 *
 * @see Simonsohn, Simmons, Nelson 2020
 */
export const curvesOf = (results: Results, groups: readonly Group[]): readonly SpecificationCurve[] =>
  groups.flatMap(({ id, variants }) => {
    const resultOf = (wanted: string) => results.hypotheses.find((each) => each.id === wanted);
    const base = resultOf(id);
    const judged = variants.flatMap(({ name, id: own }) => {
      const result = resultOf(own);
      return result === undefined ? [] : [[name, result] as const];
    });
    return base === undefined ? [] : [curveOf(base, judged)];
  });
