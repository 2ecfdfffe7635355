import type { Prediction } from '../declare/types.ts';
import type { Region } from '../statistics/index.ts';
import type { Assessment, Assessor, Case } from './assessment.ts';
import { testPairs, type PairedResult } from './paired.ts';
import { regionOf } from './regions.ts';
import { verdictOf } from './rule.ts';
import { isInvalid, samplesOf, type Samples } from './samples.ts';

type Comparison = Extract<
  Prediction,
  { kind: 'equivalent' | 'differs' | 'greater' | 'less' | 'nonInferior' | 'ordered' }
>;

interface Pair extends PairedResult {
  readonly name: string;
}

/**
 * Compares arms seed by seed. `equivalent` speaks of all pairs of its arms and `ordered` of neighbours: then all must hold
 * (an intersection–union test, no correction), any pair may refute (Bonferroni over pairs), and the finding shows the pair
 * that decides.
 */
export const compare: Assessor<Comparison> = (seen) => {
  const { analysis, table, prediction, alpha } = seen;
  const reading = analysis.descriptions[prediction.measure];
  if (prediction.kind === 'nonInferior' && reading?.better === 'neither')
    return { invalid: `${prediction.measure} is neither better high nor better low, so nothing is inferior` };
  const samples = samplesOf(analysis, table, prediction, prediction.arms);
  if (isInvalid(samples)) return samples;
  const region = regionOf(prediction, reading);
  const pairs = pairsOf(prediction).map(([a, b]) =>
    comparePair(samples, a, b, region, alpha, prediction.method),
  );
  return assess(seen, samples, region, pairs);
};

/** Indices of the arms that are compared, first less second. */
function pairsOf({ kind, arms }: Comparison): readonly (readonly [number, number])[] {
  if (kind === 'ordered') return arms.slice(1).map((_, index) => [index + 1, index] as const);
  return arms.flatMap((_, a) => arms.slice(a + 1).map((_, offset) => [a, a + 1 + offset] as const));
}

function comparePair(
  { rows, arms }: Samples,
  a: number,
  b: number,
  region: Region,
  alpha: number,
  method: Comparison['method'],
): Pair {
  const differences = rows.map((row) => row[a]! - row[b]!);
  return { name: `${arms[a]} − ${arms[b]}`, ...testPairs(differences, region, alpha, method) };
}

function assess(
  { analysis, prediction, alpha }: Case<Comparison>,
  samples: Samples,
  region: Region,
  pairs: readonly Pair[],
): Assessment {
  const verdicts = pairs.map(({ result }) => verdictOf(result.interval, region));
  const refutations = pairs.map(({ refutationP }) => refutationP ?? 1);
  const refutationP = Math.min(1, pairs.length * Math.min(...refutations));
  const refuting = refutations.indexOf(Math.min(...refutations));
  const weakest = indexOfLargest(pairs.map(({ result }) => result.p ?? Infinity));
  const refuted = verdicts[refuting] === 'refuted' && (pairs.length === 1 || refutationP < alpha);
  const decisive = pairs[refuted ? refuting : weakest]!;
  const { result } = decisive;
  const verdict = refuted
    ? 'refuted'
    : verdicts.every((each) => each === 'supported')
      ? 'supported'
      : 'inconclusive';
  const ratio = prediction.scale === 'ratio';
  const unit = analysis.descriptions[prediction.measure]?.unit ?? '';
  return {
    verdict,
    method: pairs.length === 1 ? result.method : `${result.method}, ${pairs.length} pairs`,
    parameter: `${ratio ? 'log ratio' : 'difference'} of ${prediction.measure}, ${decisive.name}`,
    unit: ratio ? 'log ratio' : unit,
    region,
    n: samples.rows.length,
    effectSizes: result.effectSizes,
    refutationP,
    ...(result.estimate === undefined ? {} : { estimate: result.estimate }),
    ...(result.interval === undefined ? {} : { interval: result.interval }),
    ...(result.p === undefined ? {} : { p: Math.max(...pairs.map((pair) => pair.result.p ?? 1)) }),
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    ...notesOf(samples, pairs),
  };
}

function notesOf(samples: Samples, pairs: readonly Pair[]): { notes?: readonly string[] } {
  const notes = [
    ...(samples.counted > 0 ? [`${samples.counted} diverged runs count as the worst value`] : []),
    ...(pairs.length > 1
      ? pairs.map(({ name, result: { estimate, p } }) => `${name}: ${show(estimate)}, p = ${show(p)}`)
      : []),
  ];
  return notes.length > 0 ? { notes } : {};
}

const show = (value: number | undefined): string =>
  value === undefined ? 'none' : Number(value.toPrecision(3)).toString();

const indexOfLargest = (values: readonly number[]): number => values.indexOf(Math.max(...values));
