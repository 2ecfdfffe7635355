/** Runs that diverged and count as worse than every number: they have ranks and no mean. */
import {
  smallestP,
  tailAlpha,
  wilcoxonSignedRank,
  withoutTest,
  type TestOptions,
  type TestResult,
} from '../../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Case, type Invalid } from '../case.ts';
import { fewOf } from '../notes.ts';
import { samplesOf, type Samples } from '../samples.ts';

/**
 * Whether some differences are no finite numbers: infinite where one of the two runs diverged, not a number where both
 * did, which is a tie whatever the margin.
 */
export const holdDiverged = (differences: readonly number[]): boolean => !differences.every(Number.isFinite);

/**
 * Wilcoxon's signed ranks of differences among which a diverged run makes the largest. Seeds in which both runs
 * diverged tie at every margin and are left out of the ranks. Where too few are left to reach alpha, `reason` says how
 * many it takes.
 */
export function signedRanks(
  differences: readonly number[],
  options: TestOptions & { readonly region: NonNullable<TestOptions['region']>; readonly alpha: number },
): TestResult {
  if (!holdDiverged(differences)) return wilcoxonSignedRank(differences, options);
  const told = differences.filter((difference) => !Number.isNaN(difference));
  const n = [differences.length];
  if (told.length === 0)
    return withoutTest(
      'Wilcoxon signed rank',
      'both runs of every seed diverged: they tie',
      n,
      options.region,
    );
  const result = wilcoxonSignedRank(told, options);
  const limit = tailAlpha(options.region, options.alpha);
  const reached = smallestP({ kind: 'wilcoxon', pairs: told.length }) < limit;
  const few = `signed ranks of ${told.length} seeds that do not tie cannot reach ${limit}: it takes ${pairsFor(limit)}`;
  return {
    ...result,
    method: `${result.method}, diverged runs as the worst rank`,
    n,
    ...(reached ? {} : { reason: few }),
  };
}

/** The fewest pairs whose signed ranks can reach an error rate. */
export const pairsFor = (limit: number): number => {
  let pairs = 1;
  while (smallestP({ kind: 'wilcoxon', pairs }) >= limit) pairs++;
  return pairs;
};

/** Advice for claims that ranks can make, where nothing or 'wilcoxon' is named. */
const RANKED = "no `method`, or 'wilcoxon': ranks take them as the worst";
/** Advice for claims about one arm and a number, which ranks make only where they are asked to. */
const ONE_ARM = "`method: 'wilcoxon'`, whose ranks take them as the worst, or another measure";

/**
 * Why a comparison has no number where runs count as infinite: unless ranks are named, or may be taken where nothing
 * is.
 *
 * @param byDefault whether ranks are taken where no method is named: not of one arm against a number
 */
export const withoutRanks = (
  samples: Pick<Samples, 'infinite'>,
  { method, measure }: Pick<AnyPrediction, 'method' | 'measure'>,
  byDefault = true,
): Invalid | undefined =>
  method === 'wilcoxon' || (method === undefined && byDefault)
    ? undefined
    : withoutMean(samples, measure, byDefault ? RANKED : ONE_ARM);

/**
 * Why a claim about a mean has no number: the runs that count as infinite, by name, and what to declare instead.
 *
 * @param instead what a claim of this kind may be made of
 */
export function withoutMean(
  { infinite }: Pick<Samples, 'infinite'>,
  measure: string,
  instead: string,
): Invalid | undefined {
  if (infinite.length === 0) return undefined;
  const runs = infinite.length === 1 ? 'run diverged and counts' : 'runs diverged and count';
  return {
    invalid: `${infinite.length} ${runs} as infinite (${fewOf(infinite)}), so ${measure} has no mean: declare ${instead}`,
  };
}

/**
 * Takes the values of a claim about means, which infinite ones make invalid.
 *
 * @param instead what to declare where runs count as infinite
 */
export function meansOf(
  { design, table, prediction }: Pick<Case, 'design' | 'table' | 'prediction'>,
  arms: readonly string[],
  instead: string,
): Samples | Invalid {
  const samples = samplesOf(design, table, prediction, arms);
  return isInvalid(samples) ? samples : (withoutMean(samples, prediction.measure, instead) ?? samples);
}
