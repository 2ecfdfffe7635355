import { expect, test } from 'vitest';
import { namedMeasures } from '../../src/plan/measuring/measure-jobs.ts';
import { plannedEnd, readingsOf } from '../../src/plan/measuring/readings.ts';
import { stepLayout } from '../../src/plan/step-layout.ts';

const schedule = stepLayout({
  learningRate: 0.1,
  batchSize: 32,
  sampler: 'epoch-shuffle',
  stop: { kind: 'trainLoss', below: 0.1, checkEvery: 0.5, maxEpochs: 3 },
  examples: 100,
});

test('training ends at the latest where its layout does', () => {
  expect(plannedEnd(schedule, 100)).toEqual({ steps: 12, epochs: 3 }); // 32, 32, 32 and 4 examples, three times
  expect(plannedEnd(schedule, 0)).toEqual({ steps: 12, epochs: 0 });
});

test('times are read with the ends of the arms in their own unit, other measures without', () => {
  const target = { measure: 'trainLoss', below: 0.2 } as const;
  const measures = namedMeasures({
    measures: [{ kind: 'stepsTo', target }, { kind: 'epochsTo', target }, 'trainLoss'],
  });
  const ends = { a: { steps: 12, epochs: 3 }, b: { steps: 6, epochs: 3 } };
  const readings = readingsOf(measures, 10, ends);
  expect(readings['stepsTo']).toMatchObject({ values: 'time', ends: { a: 12, b: 6 }, worst: Infinity });
  expect(readings['epochsTo']!.ends).toEqual({ a: 3, b: 3 });
  expect(readings['trainLoss']).not.toHaveProperty('ends');
});

test('the worst accuracy is that of guessing, where there are classes to guess', () => {
  const measures = namedMeasures({ measures: ['testAccuracy'] });
  expect(readingsOf(measures, 10, {})['testAccuracy']!.worst).toBe(0.1);
  // Of data without classes, whose accuracies an external trainer reports, 1 would be the best value.
  expect(readingsOf(measures, 1, {})['testAccuracy']).not.toHaveProperty('worst');
});
