import { z } from 'zod';
import { isInvalid, type Assessor } from '../case.ts';
import { certaintyOf, lessNumber, type Compared } from '../comparison/compared.ts';
import { contrast } from '../exponents/contrast.ts';
import { withoutRanks } from '../comparison/diverged.ts';
import { evidence } from '../comparison/evidence.ts';
import { arm, ofMeans, positive, reference } from '../fields.ts';
import { kind, numbers } from '../kind.ts';
import { methodOf, testPairs } from '../comparison/paired.ts';
import { numbersOf } from '../parts.ts';
import { floorOfRate } from '../rates/rate-floors.ts';
import { rateOfArm } from '../rates/rate-of-arm.ts';
import { isRate } from '../rates/rates.ts';
import { around, scaled } from '../regions.ts';
import { column, samplesOf } from '../samples.ts';
import { around as within } from '../statement.ts';

const schema = z.strictObject({
  kind: z.literal('equals'),
  ...ofMeans,
  arm,
  value: reference,
  margin: positive,
});
type Equals = z.output<typeof schema>;

const assess: Assessor<Equals> = (given) => {
  const { design, table, prediction, alpha, details, draws } = given;
  const margin = scaled(prediction, prediction.margin);
  if (typeof prediction.value === 'string') return contrast(given, prediction.value, around(0, margin));
  const reading = design.descriptions[prediction.measure];
  if (isRate(reading)) return rateOfArm(given, around(prediction.value, margin));
  const samples = samplesOf(design, table, prediction, [prediction.arm]);
  if (isInvalid(samples)) return samples;
  const meanless = withoutRanks(samples, prediction, false);
  if (meanless !== undefined) return meanless;
  const ratio = prediction.scale === 'ratio';
  const value = ratio ? Math.log(prediction.value) : prediction.value;
  const region = around(value, margin);
  const values = column(samples, 0);
  const compared: Compared = {
    ...lessNumber(values, 0, prediction, design),
    ...certaintyOf(design, prediction.measure, [prediction.arm]),
  };
  const method = methodOf(prediction, reading);
  const { result, refutationP } = testPairs(compared, region, alpha, { method, effectSizes: details, draws });
  const found = numbersOf(result, region, refutationP);
  return {
    ...found,
    parameter: `mean of ${ratio ? 'log ' : ''}${prediction.measure}, ${prediction.arm}`,
    unit: ratio ? 'log' : (reading?.unit ?? ''),
    n: values.length,
    basis: { compared, method, arms: [prediction.arm] },
    notes: [
      ...samples.notes,
      ...(details
        ? evidence(
            { ...compared, differences: values.map((each) => each - value) },
            `a difference from ${prediction.value}`,
          )
        : []),
    ],
  };
};

/** The mean of an arm lies within a margin of the number that theory gives, or of another measure of the same runs. */
export const equals = kind({
  schema,
  role: 'neither',
  values: numbers,
  instead: { time: '`reaches` with the same target, whose rate a number bounds, or a comparison of arms' },
  measures: ['value'],
  floor: floorOfRate(
    (p) => (typeof p.value === 'number' ? around(p.value, p.margin) : undefined),
    (p) => around(0, p.margin),
  ),
  statement: (p) => `${p.arm} equal to ${p.value} within ${within(p, p.margin)}`,
  assess,
});
