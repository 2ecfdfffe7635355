import { describe, expect, test } from 'vitest';
import type { Snapshot, State } from '../../src/measures/index.ts';
import { testAccuracyAtMemorization } from '../../src/measures/kinds/memorization.ts';
import { buildModel } from '../../src/models/index.ts';
import { evaluateOn, examplesOf } from './stand.ts';
import type { Stand } from './stand.ts';

/**
 * The one logit that decides is (feature + shift), so a shift moves the class of every example with a feature above
 * −shift.
 */
const state = (shift: number): State => ({
  parameters: {
    'affine.weight': { data: Float32Array.of(0, 1), shape: [1, 2] },
    'affine.bias': { data: Float32Array.of(0, shift), shape: [2] },
  },
  statistics: {},
});
const snapshots = (...shifts: readonly number[]): readonly Snapshot[] =>
  shifts.map((shift, i) => ({ steps: i, epochs: i, time: i, state: state(shift) }));

/** Ten flipped examples that say class 1 at −0.5 … −9.5, and one clean one. */
const flipped = Array.from({ length: 10 }, (_, i) => [-i - 0.5]);
const stand: Stand = {
  model: buildModel({ kind: 'softmax-regression' }, { features: [1], outputs: 2 }),
  lossKind: 'cross-entropy',
  outputs: 2,
  train: examplesOf([...flipped, [-20]], Int32Array.of(...flipped.map(() => 1), 0)),
  // All say class 0: every one that the shift moves is lost.
  test: examplesOf(
    [-0.5, -1.5, -2.5, -20].map((feature) => [feature]),
    Int32Array.of(0, 0, 0, 0),
  ),
  flipped: Uint8Array.of(...flipped.map(() => 1), 0),
  weights: state(0),
};
const at = (level: number, ...shifts: readonly number[]) =>
  evaluateOn({ ...stand, snapshots: snapshots(...shifts) }, testAccuracyAtMemorization, {
    kind: 'testAccuracyAtMemorization',
    level,
  });

describe('test accuracy at one amount of memorization', () => {
  test('is that of the look at which the net has it', async () => {
    // A shift of 2 moves two of ten flipped examples and two of four test examples.
    expect(await at(0.2, 0, 2, 5)).toMatchObject({ value: 0.5 });
  });

  test('is linear in the share between two looks', async () => {
    // From nothing memorized and all right to four tenths and one of four right: a quarter of the way.
    expect((await at(0.1, 0, 4)).value).toBeCloseTo(1 - 0.75 / 4, 12);
  });

  test('comes from the first time that a run has it', async () => {
    expect(await at(0.2, 0, 2, 0, 9)).toMatchObject({
      value: 0.5,
      curve: { at: [0, 0.2, 0, 0.9], values: [1, 0.5, 1, 0.25] },
    });
  });

  test.each([
    [[0, 1, 2], 'the net never reproduced 0.5 of the flipped labels, at most 0.200'],
    [[6, 8], 'the net reproduced 0.600 of the flipped labels at the first look, 0.5 or more'],
    [[], 'the net never reproduced 0.5 of the flipped labels, at most 0.00'],
  ])('says why there is none, %s', async (shifts, reason) => {
    await expect(at(0.5, ...shifts)).rejects.toThrow(`missing: ${reason}`);
  });

  test('needs flipped labels and finite outputs', async () => {
    const { flipped: _, ...clean } = { ...stand, snapshots: snapshots(0, 1) };
    const spec = { kind: 'testAccuracyAtMemorization', level: 0.2 } as const;
    await expect(evaluateOn(clean, testAccuracyAtMemorization, spec)).rejects.toThrow(
      'missing: no training label was flipped',
    );
    await expect(at(0.2, 0, NaN)).rejects.toThrow('missing: at step 1 the outputs of the net are not finite');
  });
});
