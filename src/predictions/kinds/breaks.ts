import { z } from 'zod';
import type { MeasureReading } from '../../measures/types.ts';
import { locateBreakdown, type Region } from '../../statistics/index.ts';
import { isInvalid, type Assessor } from '../case.ts';
import { covariateOf } from '../covariate.ts';
import { common, covariate, positive, threeOrMore } from '../fields.ts';
import { kind, numbers } from '../kind.ts';
import { countedNote, show } from '../notes.ts';
import { methodOf, testPairs } from '../paired.ts';
import { scaled } from '../regions.ts';
import { samplesOf } from '../samples.ts';
import { size } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('breaks'),
  ...common,
  along: covariate,
  /** In ascending order of the covariate. */
  arms: threeOrMore,
  margin: positive,
  between: z.tuple([positive, positive]),
});
type Breaks = z.output<typeof schema>;

const assess: Assessor<Breaks> = ({ design, table, prediction, alpha }) => {
  const samples = samplesOf(design, table, prediction, prediction.arms);
  if (isInvalid(samples)) return samples;
  const factors = covariateOf(design, prediction.arms, prediction.along);
  if (isInvalid(factors)) return factors;
  if (factors.some((factor, index) => index > 0 && factor <= factors[index - 1]!))
    return { invalid: `expected arms in the order of ${prediction.along}, got ${factors.join(', ')}` };
  const [lower, upper] = prediction.between;
  if (!(lower < upper)) return { invalid: `expected between to ascend, got ${lower}, ${upper}` };
  const margin = scaled(prediction, prediction.margin);
  const reading = design.descriptions[prediction.measure];
  const method = methodOf(prediction, reading);
  const worse = inferior(reading, margin);
  const rungs = factors.slice(1).map((factor, index) => {
    const differences = samples.rows.map((row) => row[index + 1]! - row[0]!);
    const options = { method, effectSizes: false };
    const test = (region: Region) => testPairs(differences, region, alpha, options).result;
    const { p: equivalence, reason } = test({ lower: -margin, upper: margin });
    const inferiority = test(worse).p;
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
  return {
    verdict: p !== undefined && p < alpha ? 'supported' : refuted ? 'refuted' : 'inconclusive',
    method: result.method,
    parameter: `${prediction.along} up to which ${prediction.measure} is that of ${prediction.arms[0]}`,
    unit: '',
    region: { lower, upper },
    n: samples.rows.length,
    effectSizes: result.effectSizes,
    refutationP: Math.min(1, 2 * opposite),
    notes: [
      ...countedNote(samples),
      ...rungs.map(
        ({ factor, equivalence, inferiority }) =>
          `${show(factor)}: equivalent p = ${show(equivalence)}, inferior p = ${show(inferiority)}`,
      ),
    ],
    ...(p === undefined ? {} : { p }),
    ...(interval === undefined ? {} : { interval }),
    ...(estimate === undefined ? {} : { estimate }),
    ...(result.reason === undefined || refuted ? {} : { reason: result.reason }),
  };
};

/** Worse than the base by more than the margin; another than the base where neither direction is better. */
function inferior(reading: MeasureReading | undefined, margin: number): Region {
  if (reading?.better === 'lower') return { lower: margin, upper: Infinity };
  if (reading?.better === 'higher') return { lower: -Infinity, upper: -margin };
  return { lower: -margin, upper: margin, outside: true };
}

/**
 * Where a ladder of arms breaks: equivalent to the first arm up to a covariate inside `between`, inferior beyond. Along the
 * ladder fixed sequences keep the error rate.
 */
export const breaks = kind({
  schema,
  role: 'contrast',
  values: numbers,
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
