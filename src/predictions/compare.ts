import type { Region } from '../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Assessment, type Assessor, type Case } from './case.ts';
import { evidence } from './evidence.ts';
import { countedNote, show } from './notes.ts';
import { effectSizesOf, methodOf, testPairs, type PairedResult } from './paired.ts';
import { neededFor, numbersOf, ratioEffect } from './parts.ts';
import { discordant } from './rates.ts';
import { verdictOf } from './rule.ts';
import { samplesOf, type Samples } from './samples.ts';
import type { MeasureReading } from '../measures/types.ts';

type Comparison = AnyPrediction & { readonly arms: readonly string[] };

interface Pair extends PairedResult {
  readonly name: string;
  readonly differences: readonly number[];
}

/** Which arms are compared, first less second, by their places in the prediction. */
export type PairsOf = (arms: readonly string[]) => readonly (readonly [number, number])[];

/** Every arm with every later one. */
export const everyPair: PairsOf = (arms) =>
  arms.flatMap((_, a) => arms.slice(a + 1).map((_, offset) => [a, a + 1 + offset] as const));

/** Each arm less the one before it. */
export const neighbours: PairsOf = (arms) => arms.slice(1).map((_, index) => [index + 1, index] as const);

/**
 * Compares arms seed by seed. Where a prediction speaks of several pairs, all must hold (an intersection–union test, no correction), any pair may
 * refute (Bonferroni over pairs), and the finding shows the pair that decides.
 *
 * @param regionOf where the difference first arm − second arm must lie (of logarithms on the scale `ratio`, where bounds are ratios)
 * @see Berger 1982 (intersection–union tests)
 */
export const compareArms =
  <P extends Comparison>(
    regionOf: (prediction: P, reading: MeasureReading | undefined) => Region,
    pairsOf: PairsOf = everyPair,
  ): Assessor<P> =>
  (given) => {
    const { design, table, prediction, alpha } = given;
    const samples = samplesOf(design, table, prediction, prediction.arms);
    if (isInvalid(samples)) return samples;
    const reading = design.descriptions[prediction.measure];
    const region = regionOf(prediction, reading);
    const method = methodOf(prediction, reading);
    const pairs = pairsOf(prediction.arms).map(([a, b]): Pair => {
      const differences = samples.rows.map((row) => row[a]! - row[b]!);
      const name = `${samples.arms[a]} − ${samples.arms[b]}`;
      return { name, differences, ...testPairs(differences, region, alpha, { method, effectSizes: false }) };
    });
    return assess(given, samples, region, pairs);
  };

function assess(
  { design, prediction, alpha, details }: Case<Comparison>,
  samples: Samples,
  region: Region,
  pairs: readonly Pair[],
): Assessment {
  const verdicts = pairs.map(({ result }) => verdictOf(result.interval, region));
  const refutations = pairs.map(({ refutationP }) => refutationP ?? 1);
  const refuting = refutations.reduce((least, p, at) => (p < refutations[least]! ? at : least), 0);
  const refutationP = Math.min(1, pairs.length * refutations[refuting]!);
  const refuted = verdicts[refuting] === 'refuted' && (pairs.length === 1 || refutationP < alpha);
  const supported = verdicts.every((each) => each === 'supported');
  const verdict = refuted ? 'refuted' : supported ? 'supported' : 'inconclusive';
  const ps = pairs.map(({ result }) => result.p ?? 1);
  const weakest = ps.reduce((most, p, at) => (p > ps[most]! ? at : most), 0);
  const decisive = pairs[refuted ? refuting : weakest]!;
  const numbers = numbersOf(decisive.result, region, refutationP);
  const ratio = prediction.scale === 'ratio';
  const reading = design.descriptions[prediction.measure];
  const method = methodOf(prediction, reading);
  const opinions =
    method === 'rates' ? [discordant(decisive.differences)] : evidence(decisive.differences, 'a difference');
  return {
    ...numbers,
    verdict,
    method: pairs.length === 1 ? numbers.method : `${numbers.method}, all of ${pairs.length} pairs`,
    parameter: `${ratio ? 'log ratio' : method === 'rates' ? 'difference of rates' : 'difference'} of ${prediction.measure}, ${decisive.name}`,
    unit: ratio ? 'log ratio' : (reading?.unit ?? ''),
    n: samples.rows.length,
    effectSizes: [
      ...(ratio ? ratioEffect(decisive.result) : []),
      ...(details ? effectSizesOf(decisive.differences, region, alpha, method) : []),
    ],
    ...(numbers.p === undefined ? {} : { p: ps[weakest]! }),
    ...(details ? neededFor(decisive.differences, region, alpha, verdict, method) : {}),
    ...notesOf(samples, pairs, details ? opinions : []),
  };
}

function notesOf(
  samples: Samples,
  pairs: readonly Pair[],
  opinions: readonly string[],
): { readonly notes?: readonly string[] } {
  const each = pairs.map(({ name, result: { estimate, p } }) => `${name}: ${show(estimate)}, p = ${show(p)}`);
  const notes = [...countedNote(samples), ...(pairs.length > 1 ? each : []), ...opinions];
  return notes.length > 0 ? { notes } : {};
}
