import { errorsOfLayout, type Region } from '../../statistics/index.ts';
import { certaintyOf, lessColumn, type Compared } from './compared.ts';
import { isInvalid, type AnyPrediction, type Assessment, type Assessor, type Case } from '../case.ts';
import { compareTimes } from '../times/compare-times.ts';
import { decide, everyPair, type PairsOf } from './decide.ts';
import { holdDiverged, withoutRanks } from './diverged.ts';
import { evidence } from './evidence.ts';
import { show } from '../notes.ts';
import { effectSizesOf, methodAmong, testPairs, type Method, type PairedResult } from './paired.ts';
import { numbersOf, ratioEffect } from '../parts.ts';
import { discordant, pairsNeeded } from '../rates/rates.ts';
import { column, samplesOf, type Samples } from '../samples.ts';
import { isTime } from '../times/time-samples.ts';
import type { MeasureReading } from '../../measures/types.ts';

type Comparison = AnyPrediction & { readonly arms: readonly string[] };

interface Pair extends PairedResult {
  readonly name: string;
  readonly arms: readonly [string, string];
  readonly compared: Compared;
  readonly method: Method;
}

/**
 * Compares arms seed by seed. Where a prediction speaks of several pairs, all must hold (an intersection–union test, no
 * correction), any pair may refute (Bonferroni over pairs), and the finding shows the pair that decides.
 *
 * @param regionOf where the difference first arm − second arm must lie (of logarithms on the scale `ratio`, where
 * bounds are ratios)
 * @see Berger 1982 (intersection–union tests)
 */
export const compareArms =
  <P extends Comparison>(
    regionOf: (prediction: P, reading: MeasureReading | undefined) => Region,
    pairsOf: PairsOf = everyPair,
  ): Assessor<P> =>
  (given) => {
    const { design, table, prediction, alpha, draws } = given;
    const reading = design.descriptions[prediction.measure];
    const region = regionOf(prediction, reading);
    if (isTime(reading)) return compareTimes(given, region, pairsOf);
    const samples = samplesOf(design, table, prediction, prediction.arms);
    if (isInvalid(samples)) return samples;
    const meanless = withoutRanks(samples, prediction);
    if (meanless !== undefined) return meanless;
    const places = pairsOf(prediction.arms);
    const error = places.length > 2 ? errorsOfLayout(samples.rows) : undefined;
    const pairs = places.map(([a, b]): Pair => {
      const [first, second] = [samples.arms[a]!, samples.arms[b]!];
      const compared: Compared = {
        ...lessColumn(column(samples, a), column(samples, b), prediction),
        ...certaintyOf(design, prediction.measure, [first, second]),
        ...(error && { error: error(a, b) }),
      };
      const method = methodAmong(compared, prediction, reading);
      const tested = testPairs(compared, region, alpha, { method, effectSizes: false, draws });
      return { name: `${first} − ${second}`, arms: [first, second], compared, method, ...tested };
    });
    return assess(given, samples, region, pairs);
  };

function assess(
  { design, prediction, alpha, details }: Case<Comparison>,
  samples: Samples,
  region: Region,
  pairs: readonly Pair[],
): Assessment {
  const { verdict, decisive, refutationP, p } = decide(pairs, region, alpha);
  const numbers = numbersOf(decisive.result, region, refutationP);
  const ratio = prediction.scale === 'ratio';
  const reading = design.descriptions[prediction.measure];
  const { method, compared } = decisive;
  const { differences } = compared;
  const opinions = () =>
    method === 'rates' ? [discordant(differences)] : evidence(compared, 'a difference');
  return {
    ...numbers,
    verdict,
    method: pairs.length === 1 ? numbers.method : `${numbers.method}, all of ${pairs.length} pairs`,
    parameter: `${holdDiverged(differences) ? 'pseudo-median ' : ''}${ratio ? 'log ratio' : method === 'rates' ? 'difference of rates' : 'difference'} of ${prediction.measure}, ${decisive.name}`,
    unit: ratio ? 'log ratio' : (reading?.unit ?? ''),
    n: samples.rows.length,
    basis: { compared, method, arms: decisive.arms },
    effectSizes: [
      ...(ratio ? ratioEffect(decisive.result) : []),
      ...(details ? effectSizesOf(compared, region, alpha, method) : []),
    ],
    ...(p === undefined ? {} : { p }),
    ...(details && method === 'rates' ? pairsNeeded(differences, region, alpha, verdict) : {}),
    ...notesOf(samples, pairs, details ? opinions() : []),
  };
}

function notesOf(
  samples: Samples,
  pairs: readonly Pair[],
  opinions: readonly string[],
): { readonly notes?: readonly string[] } {
  const each = pairs.map(({ name, result: { estimate, p } }) => `${name}: ${show(estimate)}, p = ${show(p)}`);
  const notes = [...samples.notes, ...(pairs.length > 1 ? each : []), ...opinions];
  return notes.length > 0 ? { notes } : {};
}
