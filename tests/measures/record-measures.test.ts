import { describe, expect, test } from 'vitest';
import { measureDefinitions } from '../../src/measures/index.ts';
import { recordMeasures } from '../../src/measures/kinds/record-measures.ts';
import type { RecordView } from '../../src/measures/index.ts';

const record: RecordView = {
  outcome: { kind: 'finished' },
  steps: 120,
  epochs: 3,
  final: { trainLoss: 0.2, trainAccuracy: 0.95, testLoss: 0.4, testAccuracy: 0.88 },
  curves: {
    trainLoss: { steps: [40, 80, 120], epochs: [1, 2, 3], time: [4, 8, 12], values: [0.9, 0.4, 0.2] },
  },
};

describe('measures of the record', () => {
  test('final values are read under their own names', () => {
    expect(recordMeasures.trainLoss.evaluate({ kind: 'trainLoss' }, record)).toEqual({ value: 0.2 });
    expect(recordMeasures.trainAccuracy.evaluate({ kind: 'trainAccuracy' }, record)).toEqual({ value: 0.95 });
    expect(recordMeasures.testLoss.evaluate({ kind: 'testLoss' }, record)).toEqual({ value: 0.4 });
    expect(recordMeasures.testAccuracy.evaluate({ kind: 'testAccuracy' }, record)).toEqual({ value: 0.88 });
  });

  test('steps, epochs and divergence come from the outcome', () => {
    expect(recordMeasures.steps.evaluate({ kind: 'steps' }, record)).toEqual({ value: 120 });
    expect(recordMeasures.epochs.evaluate({ kind: 'epochs' }, record)).toEqual({ value: 3 });
    expect(recordMeasures.diverged.evaluate({ kind: 'diverged' }, record)).toEqual({ value: 0 });
  });

  test('a curve is given at the positions that are asked for', () => {
    const at = (at: 'steps' | 'epochs' | 'time') =>
      recordMeasures.trainLossCurve.evaluate({ kind: 'trainLossCurve', at, from: 0 }, record);
    for (const position of ['steps', 'epochs', 'time'] as const)
      expect(at(position)).toEqual({
        value: (0.9 + 0.4 + 0.2) / 3,
        curve: { at: record.curves['trainLoss']![position], values: [0.9, 0.4, 0.2] },
      });
  });

  test("a curve's value may leave its beginning out", () => {
    const from = (from: number) =>
      recordMeasures.trainLossCurve.evaluate({ kind: 'trainLossCurve', at: 'steps', from }, record);
    expect(from(0.5)).toMatchObject({ value: (0.4 + 0.2) / 2 }); // 80 and 120 of 120 steps
    expect(from(1)).toMatchObject({ value: 0.2 });
  });

  test('a curve may be read at some epochs alone, each at the first point that reaches it', () => {
    const at = (epochs: number[]) =>
      recordMeasures.trainLossCurve.evaluate(
        { kind: 'trainLossCurve', at: 'epochs', from: 0, epochs },
        record,
      );
    expect(at([3, 1])).toEqual({
      value: (0.9 + 0.2) / 2,
      curve: { at: [1, 3], values: [0.9, 0.2] },
    });
    expect(at([1.5])).toMatchObject({ value: 0.4 });
    expect(at([2, 5])).toEqual({ missing: 'the run ended at epoch 3, before epoch 5' });
  });

  test('rises of the training loss are counted between neighbouring points', () => {
    const rises = (values: readonly number[], from = 0) => {
      const steps = values.map((_, i) => 10 * (i + 1));
      const curves = { trainLoss: { steps, epochs: steps, time: steps, values } };
      return recordMeasures.trainLossRises.evaluate({ kind: 'trainLossRises', from }, { ...record, curves });
    };
    expect(rises([5, 4, 3, 2])).toEqual({ value: 0, detail: { rises: 0, stretches: 3 } });
    expect(rises([5, 4, 4.5, 3, 3.5, 2])).toEqual({ value: 0.4, detail: { rises: 2, stretches: 5 } });
    // From half of the sixty steps on: the stretches that start at 30, 40 and 50.
    expect(rises([5, 6, 4.5, 3, 3.5, 2], 0.5)).toEqual({ value: 1 / 3, detail: { rises: 1, stretches: 3 } });
    expect(rises([5])).toEqual({ missing: 'the record holds fewer than two points of the curve trainLoss' });
    expect(rises([])).toHaveProperty('missing');
  });

  test('a diverged run has no final value, no time to target, and says so', () => {
    const failed: RecordView = { ...record, outcome: { kind: 'diverged' }, final: { trainLoss: NaN } };
    expect(recordMeasures.trainLoss.evaluate({ kind: 'trainLoss' }, failed)).toEqual({
      missing: 'the run is diverged',
    });
    expect(recordMeasures.steps.evaluate({ kind: 'steps' }, failed)).toEqual({
      missing: 'the run is diverged after 120 steps',
    });
    expect(recordMeasures.diverged.evaluate({ kind: 'diverged' }, failed)).toEqual({ value: 1 });
  });

  test('what was not recorded is missing by name, never zero', () => {
    expect(recordMeasures.testLoss.evaluate({ kind: 'testLoss' }, { ...record, final: {} })).toEqual({
      missing: 'the record holds no testLoss',
    });
    expect(
      recordMeasures.testAccuracyCurve.evaluate({ kind: 'testAccuracyCurve', at: 'steps', from: 0 }, record),
    ).toEqual({ missing: 'the record holds no curve testAccuracy' });
  });

  test('every row of the table carries its own kind', () => {
    for (const [kind, definition] of Object.entries(measureDefinitions)) expect(definition.kind).toBe(kind);
  });
});
