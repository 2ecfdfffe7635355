import { REASONS, withoutTest, type Region } from '../../statistics/index.ts';
import type { AnyPrediction, Assessment, Case } from '../case.ts';
import { comparedSlopes, type ComparedSlopes } from './contrasts.ts';
import { evidence } from '../comparison/evidence.ts';
import { methodOf, testPairs } from '../comparison/paired.ts';
import { numbersOf } from '../parts.ts';
import type { Samples } from '../samples.ts';

/** What the data say of an exponent, and the slopes that it rests on; none where a value has no logarithm. */
export interface JudgedExponent {
  readonly assessment: Assessment;
  readonly slopes?: ComparedSlopes;
}

/**
 * Judges a log–log slope, mean over seeds, as comparisons of arms are judged: by the method that the prediction names,
 * else by Student's t guarded against skewness; slopes without a spread by arithmetic where no chance is in them, else
 * inconclusively.
 *
 * @param along the covariate, one number a column of the samples
 * @param ofArms whether the values are those of the arms, whose spreads then stand beside the verdict; default true
 */
export function judgeExponent(
  given: Case<AnyPrediction>,
  samples: Samples,
  along: readonly number[],
  {
    region,
    parameter,
    ofArms = true,
  }: { readonly region: Region; readonly parameter: string; readonly ofArms?: boolean },
): JudgedExponent {
  const { prediction, alpha, draws, details } = given;
  const slopes = comparedSlopes(given, samples, along);
  const common = { parameter, unit: '', n: samples.rows.length };
  if (slopes === undefined) {
    const none = withoutTest('log–log slope within seeds', REASONS.notPositive, [common.n], region);
    return { assessment: { ...numbersOf(none, region), ...common, notes: samples.notes } };
  }
  const { compared, meanRSquared } = slopes;
  const method = methodOf(prediction, undefined);
  const { result, refutationP } = testPairs(compared, region, alpha, { method, effectSizes: false, draws });
  const numbers = numbersOf(result, region, refutationP);
  return {
    slopes,
    assessment: {
      ...numbers,
      ...common,
      effectSizes:
        meanRSquared === undefined ? [] : [{ name: 'mean R² within blocks', estimate: meanRSquared }],
      basis: {
        compared,
        method,
        arms: ofArms ? samples.arms : [],
        logarithms: true,
        tested: { region, verdict: numbers.verdict },
      },
      notes: [...samples.notes, ...(details ? evidence(compared, 'a slope') : [])],
    },
  };
}
