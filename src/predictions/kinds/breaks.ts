import { z } from 'zod';
import type { MeasureReading } from '../../measures/types.ts';
import { locateBreakdown, type Region, type TestResult } from '../../statistics/index.ts';
import { isInvalid, type Assessor, type Case, type Invalid } from '../case.ts';
import { certaintyOf, lessColumn, pOrCertain, type Compared } from '../comparison/compared.ts';
import { covariateOf } from '../arms/covariate.ts';
import { ofMeans, covariate, positive, threeOrMore } from '../fields.ts';
import { withoutRanks } from '../comparison/diverged.ts';
import { comparable, kind } from '../kind.ts';
import { show } from '../notes.ts';
import { methodAmong, testPairs } from '../comparison/paired.ts';
import { scaled } from '../regions.ts';
import { column, samplesOf } from '../samples.ts';
import { size } from '../statement.ts';
import { isTime, timesOf } from '../times/time-samples.ts';
import { testTimes } from '../times/times.ts';

const schema = z.strictObject({
  kind: z.literal('breaks'),
  ...ofMeans,
  along: covariate,
  /** In ascending order of the covariate. */
  arms: threeOrMore,
  margin: positive,
  between: z.tuple([positive, positive]),
});
type Breaks = z.output<typeof schema>;

/** The rungs of a ladder, each tested against the first arm. */
interface Rungs {
  readonly n: number;
  readonly notes: readonly string[];
  readonly test: (rung: number, region: Region) => TestResult;
}

function rungsOf(given: Case<Breaks>): Rungs | Invalid {
  const { design, table, prediction, alpha, draws } = given;
  const { arms, measure } = prediction;
  const reading = design.descriptions[measure];
  if (isTime(reading)) {
    const times = timesOf(design, table, prediction, arms);
    if (isInvalid(times)) return times;
    return {
      n: times.rows.length,
      notes: times.notes,
      test: (rung, region) =>
        testTimes(
          times,
          [rung, 0],
          prediction,
          region,
          alpha,
          certaintyOf(design, measure, [arms[rung]!, arms[0]!]),
        ).result,
    };
  }
  const samples = samplesOf(design, table, prediction, arms);
  if (isInvalid(samples)) return samples;
  const meanless = withoutRanks(samples, prediction);
  if (meanless !== undefined) return meanless;
  return {
    n: samples.rows.length,
    notes: samples.notes,
    test: (rung, region) => {
      const compared: Compared = {
        ...lessColumn(column(samples, rung), column(samples, 0), prediction),
        ...certaintyOf(design, measure, [arms[rung]!, arms[0]!]),
      };
      const method = methodAmong(compared, prediction, reading);
      return testPairs(compared, region, alpha, { method, effectSizes: false, draws }).result;
    },
  };
}

const assess: Assessor<Breaks> = (given) => {
  const { design, prediction, alpha } = given;
  const found = rungsOf(given);
  if (isInvalid(found)) return found;
  const factors = covariateOf(design, prediction.arms, prediction.along);
  if (isInvalid(factors)) return factors;
  if (factors.some((factor, index) => index > 0 && factor <= factors[index - 1]!))
    return { invalid: `expected arms in the order of ${prediction.along}, got ${factors.join(', ')}` };
  const [lower, upper] = prediction.between;
  if (!(lower < upper)) return { invalid: `expected between to ascend, got ${lower}, ${upper}` };
  const margin = scaled(prediction, prediction.margin);
  const worse = inferior(design.descriptions[prediction.measure], margin);
  const rungs = factors.slice(1).map((factor, index) => {
    const same = { lower: -margin, upper: margin };
    const { reason, ...tested } = found.test(index + 1, same);
    const equivalence = pOrCertain(tested, same);
    const inferiority = pOrCertain(found.test(index + 1, worse), worse);
    return { factor, equivalence, inferiority, ...(reason === undefined ? {} : { reason }) };
  });
  const base = factors[0]!;
  const located = (region: Region) => locateBreakdown(rungs, { region, alpha, base });
  const result = located({ lower, upper });
  const above = factors.find((factor) => factor > upper);
  // Inferior at U means that the location is below U: inferiority at the lower end itself speaks against the region.
  const below = factors.slice(1).findLast((factor) => factor <= lower);
  const opposite = Math.min(
    above === undefined ? 1 : (located({ lower: above, upper: Infinity }).p ?? 1),
    below === undefined ? 1 : (located({ lower: -Infinity, upper: below }).p ?? 1),
  );
  const { p, interval, estimate } = result;
  const refuted = interval !== undefined && (interval.upper <= lower || interval.lower > upper);
  const verdict = p !== undefined && p < alpha ? 'supported' : refuted ? 'refuted' : 'inconclusive';
  const reason = result.reason ?? rungs.find((rung) => rung.reason !== undefined)?.reason;
  return {
    verdict,
    method: result.method,
    parameter: `${prediction.along} up to which ${prediction.measure} is that of ${prediction.arms[0]}`,
    unit: '',
    region: { lower, upper },
    n: found.n,
    effectSizes: result.effectSizes,
    refutationP: Math.min(1, 2 * opposite),
    notes: [
      ...found.notes,
      ...rungs.map(
        ({ factor, equivalence, inferiority }) =>
          `${show(factor)}: equivalent p = ${show(equivalence)}, inferior p = ${show(inferiority)}`,
      ),
    ],
    ...(p === undefined ? {} : { p }),
    ...(interval === undefined ? {} : { interval }),
    ...(estimate === undefined ? {} : { estimate }),
    ...(reason === undefined || verdict !== 'inconclusive' ? {} : { reason }),
  };
};

/** Worse than the base by more than the margin; another than the base where neither direction is better. */
function inferior(reading: MeasureReading | undefined, margin: number): Region {
  if (reading?.better === 'lower') return { lower: margin, upper: Infinity };
  if (reading?.better === 'higher') return { lower: -Infinity, upper: -margin };
  return { lower: -margin, upper: margin, outside: true };
}

/**
 * Where a ladder of arms breaks: equivalent to the first arm up to a covariate inside `between`, inferior beyond. Along
 * the ladder fixed sequences keep the error rate.
 */
export const breaks = kind({
  schema,
  role: 'contrast',
  values: comparable,
  fewestArms: 3,
  covariates: ['along'],
  check: ({ between }) =>
    between[0] < between[1]
      ? []
      : [
          {
            field: 'between',
            message: `expected two factors in ascending order, got ${JSON.stringify(between)}`,
          },
        ],
  statement: (p) =>
    `equivalent to ${p.arms[0]} within ${size(p, p.margin)} up to a ${p.along} in ${p.between[0]} … ${p.between[1]}, inferior beyond`,
  assess,
});
