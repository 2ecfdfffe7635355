import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { RecordView } from '../../src/measures/index.ts';
import { targetMeasures } from '../../src/measures/kinds/time-to-target.ts';

const steps = [40, 80, 120];
const curve = (values: readonly number[]) => ({ steps, epochs: [1, 2, 3], time: [4, 8, 12], values });
const run = (
  curves: Readonly<Record<string, readonly number[]>>,
  kind: RecordView['outcome']['kind'] = 'finished',
): RecordView => ({
  outcome: { kind },
  steps: 120,
  epochs: 3,
  final: {},
  curves: Object.fromEntries(Object.entries(curves).map(([name, values]) => [name, curve(values)])),
});

const { stepsTo, epochsTo, reaches } = targetMeasures;
const accurate = { measure: 'testAccuracy', above: 0.8 } as const;
const low = { measure: 'trainLoss', below: 0.5 } as const;
const toSteps = (target: typeof accurate | typeof low, record: RecordView) =>
  stepsTo.evaluate({ kind: 'stepsTo', target }, record);
const toEpochs = (target: typeof accurate | typeof low, record: RecordView) =>
  epochsTo.evaluate({ kind: 'epochsTo', target }, record);
const whether = (target: typeof accurate | typeof low, record: RecordView) =>
  reaches.evaluate({ kind: 'reaches', target }, record);

describe('a time to a target', () => {
  test('is that of the first evaluation beyond it, whatever comes later', () => {
    const record = run({ testAccuracy: [0.7, 0.85, 0.75], trainLoss: [0.9, 0.6, 0.4] });
    expect(toSteps(accurate, record)).toEqual({ value: 80 });
    expect(toEpochs(accurate, record)).toEqual({ value: 2 });
    expect(toSteps(low, record)).toEqual({ value: 120 });
    expect(whether(accurate, record)).toEqual({ value: 1 });
  });

  test('is censored where the run ends without it: a value at the target does not reach it', () => {
    const record = run({ testAccuracy: [0.7, 0.75, 0.8], trainLoss: [0.9, 0.6, 0.5] });
    expect(toSteps(accurate, record)).toEqual({ value: 120, censored: true });
    expect(toEpochs(low, record)).toEqual({ value: 3, censored: true });
    expect(whether(low, record)).toEqual({ value: 0 });
  });

  test('is infinite for a run that diverged before, and what it was for one that diverged after', () => {
    expect(toSteps(low, run({ trainLoss: [0.9, 0.6, NaN] }, 'diverged'))).toEqual({ value: Infinity });
    expect(toSteps(low, run({}, 'diverged'))).toEqual({ value: Infinity });
    expect(whether(low, run({}, 'diverged'))).toEqual({ value: 0 });
    expect(toSteps(low, run({ trainLoss: [0.9, 0.4, NaN] }, 'diverged'))).toEqual({ value: 80 });
  });

  test('is missing, with the reason, where nobody can tell', () => {
    expect(toSteps(accurate, run({ trainLoss: [1] }))).toEqual({
      missing: 'the record holds no curve testAccuracy',
    });
    expect(whether(low, run({ trainLoss: [1] }, 'interrupted'))).toEqual({
      missing: 'the run is interrupted',
    });
    expect(toEpochs(low, { ...run({ trainLoss: [0.9, 0.6, 0.4] }), epochs: 0 })).toEqual({
      missing: 'without examples there are no epochs: measure stepsTo',
    });
  });

  test.prop([
    fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
    fc.double({ min: 0.01, max: 2, noNaN: true }),
    fc.double({ min: 0.5, max: 1, noNaN: true }),
  ])(
    'never grows with an easier target, and is known exactly where the target is reached',
    (values, below, factor) => {
      const at = (bound: number) =>
        stepsTo.evaluate(
          { kind: 'stepsTo', target: { measure: 'trainLoss', below: bound } },
          run({ trainLoss: values }),
        );
      const [easy, hard] = [at(below), at(below * factor)] as { value: number; censored?: true }[];
      expect(easy!.value).toBeLessThanOrEqual(hard!.value);
      expect(easy!.censored ?? false).toBe(values.every((value) => value >= below));
    },
  );
});
