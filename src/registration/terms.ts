import { hypothesisSchema } from '../declare/schema.ts';
import type { Hypothesis, Prediction } from '../declare/types.ts';
import { sha256, stableStringify } from '../store/index.ts';
import type { Json, Terms, TermsDigests } from './types.ts';

const withoutReasons = (predictions: readonly Prediction[]) =>
  predictions.map(({ because: _because, although: _although, ...prediction }) => prediction);

/**
 * The terms of a hypothesis. What only words say – claim, source, tags, why a margin is what it is – is none of them,
 * nor are variants, which decide nothing, and the tier of a run: a hypothesis declares the seeds of every tier.
 */
export function termsOf(hypothesis: Hypothesis): Terms {
  const { id: _id, claim: _claim, source: _source, tags: _tags, tier: _tier, ...promised } = hypothesis;
  const { variants: _variants, ...terms } = promised;
  const { predictions, controls = [], alpha, expected, holds, ...design } = terms;
  const analysis = {
    predictions: withoutReasons(predictions),
    controls: withoutReasons(controls),
    alpha,
    expected,
    holds,
  };
  // What a lock can hold: JSON has no -0 and no undefined.
  return JSON.parse(JSON.stringify({ design, analysis })) as Terms;
}

/** The digests of terms: equal terms have equal digests, whatever the order of their fields. */
export const digestsOf = ({ design, analysis }: Terms): TermsDigests => ({
  design: sha256(stableStringify(design)),
  analysis: sha256(stableStringify(analysis)),
});

/** Whether two terms are the same. */
export const sameTerms = (first: TermsDigests, second: TermsDigests): boolean =>
  first.design === second.design && first.analysis === second.analysis;

/**
 * Earlier terms with today's defaults: a field that a newer version of this package fills in is no change of the
 * user's.
 */
export function withDefaultsOfToday(earlier: Terms): Terms {
  const parsed = hypothesisSchema.safeParse({
    id: 'earlier',
    claim: 'earlier',
    ...(earlier.design as Record<string, Json>),
    ...(earlier.analysis as Record<string, Json>),
  });
  return parsed.success ? termsOf(parsed.data as unknown as Hypothesis) : earlier;
}
