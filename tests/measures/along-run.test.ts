import { beforeAll, describe, expect, test } from 'vitest';
import { measureRuns } from '../../src/measures/runs/index.ts';
import type { MeasureTable } from '../../src/measures/index.ts';
import type { MeasureValue } from '../../src/measures/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from '../train/small-suite.ts';

/** Plans, trains and measures: the table of the one hypothesis. */
async function tableOf(fields: { readonly id: string }, workers = 1): Promise<MeasureTable> {
  const plan = await planOf(fields);
  const store = openStore(null);
  const { records, failures } = await trainRuns(plan.runPlan, { store, workers });
  expect(failures).toEqual([]);
  return (await measureRuns(plan.measurePlan, records, { store, workers })).get(fields.id)!;
}

const reader = (table: MeasureTable) => (arm: string, measure: string, seed: string) => {
  const value = table[arm]![measure]![seed]!;
  if ('missing' in value) throw new Error(value.missing);
  return value as MeasureValue;
};

describe('measures of a net along its training', () => {
  const fields = {
    id: 'along',
    measures: [
      { kind: 'hessianTrace', method: 'exact', name: 'trace' },
      { kind: 'hessianTraceCurve', method: 'exact', points: 3, at: 'steps', name: 'traceCurve' },
      { kind: 'hessianTrace', relativeError: 0.2, name: 'probed' },
      { kind: 'hessianTraceCurve', relativeError: 0.2, points: 2, name: 'probedCurve' },
      { kind: 'hessianLargestEigenvalue', name: 'sharpness' },
      { kind: 'hessianLargestEigenvalueCurve', points: 5, from: 1, at: 'time', name: 'sharpnessAtEnd' },
      { kind: 'hessianLargestEigenvalueCurve', epochs: [2, 1], name: 'sharpnessAtEpochs' },
      { kind: 'hessianLargestEigenvalueCurve', epochs: [7], name: 'sharpnessTooLate' },
    ],
    replicates: 2,
  };
  let table: MeasureTable;
  beforeAll(async () => {
    table = await tableOf(fields);
  });

  test('end at the measure of the end, bit for bit', () => {
    const valueOf = reader(table);
    for (const arm of ['base', 'double'])
      for (const seed of ['1/0', '1/1']) {
        for (const [curve, end] of [
          ['traceCurve', 'trace'],
          ['probedCurve', 'probed'],
          ['sharpnessAtEnd', 'sharpness'],
        ] as const) {
          const values = valueOf(arm, curve, seed).curve!.values;
          expect(values.at(-1)).toBe(valueOf(arm, end, seed).value);
          if (curve !== 'sharpnessAtEnd') expect(values[0]).not.toBe(values.at(-1));
        }
        // From the whole of the run on: the end alone.
        expect(valueOf(arm, 'sharpnessAtEnd', seed).curve!.values).toHaveLength(1);
        expect(valueOf(arm, 'sharpnessAtEnd', seed).value).toBe(valueOf(arm, 'sharpness', seed).value);
      }
  });

  test('have the axis, the points and the mean that are asked for', () => {
    const { value, curve } = reader(table)('base', 'traceCurve', '1/0');
    expect(curve!.at).toEqual([0, 12, 24, 36]);
    expect(value).toBeCloseTo(curve!.values.reduce((a, b) => a + b) / 4, 10); // the same sum in another order
    expect(reader(table)('double', 'sharpnessAtEpochs', '1/1').curve!.at).toEqual([1, 2]);
    const time = reader(table)('base', 'sharpnessAtEnd', '1/0').curve!.at;
    expect(time.at(-1)).toBeCloseTo(36 * 0.1, 5); // float32 rates
  });

  test('say so where the run ended before a declared epoch', () => {
    expect(table['base']!['sharpnessTooLate']!['1/0']).toHaveProperty('missing');
  });

  test('are the same bytes on two workers', async () => {
    expect(await tableOf(fields, 2)).toEqual(table);
  });
});

test('on a quadratic the sharpness stays what it was declared to be, for runs alone and in lockstep', async () => {
  const fields = (stop: object) => ({
    id: 'bowl',
    workload: {
      model: { kind: 'quadratic', hessian: [1, 7], noiseCovariance: [1, 1] },
      data: { kind: 'gradient-noise' },
      loss: 'model',
    },
    stop,
    replicates: 2,
    measures: [
      { kind: 'hessianLargestEigenvalueCurve', points: 4, at: 'steps' },
      { kind: 'hessianTraceCurve', method: 'exact', points: 4, at: 'steps' },
    ],
  });
  for (const stop of [
    { kind: 'steps', steps: 40 },
    { kind: 'trainLoss', below: 1e-9, checkEvery: 10, maxEpochs: 40 },
  ]) {
    const valueOf = reader(await tableOf(fields(stop)));
    const { curve } = valueOf('base', 'hessianLargestEigenvalueCurve', '1/0');
    expect(curve!.at).toEqual([0, 10, 20, 30, 40]);
    for (const value of curve!.values) expect(value).toBeCloseTo(7, 4); // float32 products
    expect(valueOf('double', 'hessianTraceCurve', '1/1').curve!.values).toEqual([8, 8, 8, 8, 8]);
  }
});
