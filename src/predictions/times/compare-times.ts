import {
  pairedLogRank,
  pairedPrenticeWilcoxon,
  pairedRatioOfMeans,
  type Region,
  type TestResult,
} from '../../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Assessment, type Case, type Invalid } from '../case.ts';
import { certaintyOf } from '../comparison/compared.ts';
import { decide, type PairsOf } from '../comparison/decide.ts';
import { show } from '../notes.ts';
import { numbersOf } from '../parts.ts';
import { timesOf, type TimeSamples } from './time-samples.ts';
import { isOrder, testTimes, timesOfArm } from './times.ts';

type Comparison = AnyPrediction & { readonly arms: readonly string[] };

/** Compares the times of arms seed by seed, as `compareArms` does numbers. */
export function compareTimes(
  given: Case<Comparison>,
  region: Region,
  pairsOf: PairsOf,
): Assessment | Invalid {
  const { design, table, prediction, alpha, details } = given;
  const { arms } = prediction;
  const samples = timesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const unit = design.descriptions[prediction.measure]?.unit ?? '';
  const pairs = pairsOf(arms).map(([a, b]) => ({
    name: `${arms[a]} − ${arms[b]}`,
    places: [a, b] as const,
    ...testTimes(
      samples,
      [a, b],
      prediction,
      region,
      alpha,
      certaintyOf(design, prediction.measure, [arms[a]!, arms[b]!]),
    ),
  }));
  const { verdict, decisive, refutationP, p } = decide(pairs, region, alpha);
  const numbers = numbersOf(decisive.result, region, refutationP);
  const each = pairs.map(({ name, result }) => `${name}: ${show(result.estimate)}, p = ${show(result.p)}`);
  return {
    ...numbers,
    verdict,
    method: pairs.length === 1 ? numbers.method : `${numbers.method}, all of ${pairs.length} pairs`,
    parameter: `${decisive.parameter}, ${decisive.name}`,
    unit: decisive.unit || unit,
    n: samples.rows.length,
    ...(p === undefined ? {} : { p }),
    notes: [
      ...samples.notes,
      ...(pairs.length > 1 ? each : []),
      ...(details ? secondOpinions(samples, decisive.places, region, alpha) : []),
    ],
  };
}

/** How other methods decide: early differences and restricted means beside an order, the order beside a margin. */
function secondOpinions(
  samples: TimeSamples,
  [a, b]: readonly [number, number],
  region: Region,
  alpha: number,
): readonly string[] {
  const { horizon } = samples;
  const [x, y] = [timesOfArm(samples, a), timesOfArm(samples, b)];
  const options = { region: orderOf(region), alpha, horizon };
  const opinions = isOrder(region)
    ? [
        pairedPrenticeWilcoxon(x.times, y.times, options),
        pairedRatioOfMeans(x.restricted, y.restricted, options),
      ]
    : [pairedLogRank(x.times, y.times, options)];
  return opinions.flatMap(inWords);
}

/** The order that a claim is about: that of its one end, else either. */
function orderOf({ lower, upper }: Region): Region {
  if (upper === Infinity) return { lower: 0, upper };
  if (lower === -Infinity) return { lower, upper: 0 };
  return { lower: 0, upper: 0, outside: true };
}

function inWords({ method, p, effectSizes: [effect] }: TestResult): readonly string[] {
  if (p === undefined || effect === undefined) return [];
  const { estimate, interval } = effect;
  const range = interval === undefined ? '' : ` [${show(interval.lower)}, ${show(interval.upper)}]`;
  return [`${method}: ${effect.name} ${show(estimate)}${range}, p = ${show(p)}`];
}
