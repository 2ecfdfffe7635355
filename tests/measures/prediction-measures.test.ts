import { describe, expect, test } from 'vitest';
import type { State } from '../../src/measures/index.ts';
import {
  calibrationError,
  cleanLabelAccuracy,
  flippedLabelAccuracy,
} from '../../src/measures/kinds/prediction-measures.ts';
import { buildModel } from '../../src/models/index.ts';
import { evaluateOn, examplesOf } from './stand.ts';
import type { Stand } from './stand.ts';

const model = buildModel({ kind: 'softmax-regression' }, { features: [2], outputs: 2 });
/** Logits are the features themselves. */
const identity: State = {
  parameters: {
    'affine.weight': { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] },
    'affine.bias': { data: new Float32Array(2), shape: [2] },
  },
  statistics: {},
};
const odds = Math.log(3); // probabilities 3/4 and 1/4
const features = [
  [odds, 0], // predicts class 0
  [0, odds], // predicts class 1
  [odds, 0],
  [0, odds],
  [odds, 0],
];
const stand: Stand = {
  model,
  lossKind: 'cross-entropy',
  outputs: 2,
  train: examplesOf(features, Int32Array.of(0, 0, 1, 1, 0)),
  weights: identity,
  flipped: Uint8Array.of(0, 1, 1, 0, 0),
};

describe('accuracy on noisy labels', () => {
  test('counts flipped and clean training labels apart', async () => {
    // flipped: examples 1 (predicted 1, label 0) and 2 (predicted 0, label 1); clean: 0, 3, 4, all right
    expect(await evaluateOn(stand, flippedLabelAccuracy, { kind: 'flippedLabelAccuracy' })).toMatchObject({
      value: 0,
      detail: { examples: 2 },
    });
    expect(await evaluateOn(stand, cleanLabelAccuracy, { kind: 'cleanLabelAccuracy' })).toMatchObject({
      value: 1,
      detail: { examples: 3 },
    });
    const memorised = { ...stand, train: { ...stand.train, labels: Int32Array.of(0, 1, 1, 1, 1) } };
    expect(await evaluateOn(memorised, flippedLabelAccuracy, { kind: 'flippedLabelAccuracy' })).toMatchObject(
      {
        value: 1 / 2,
      },
    );
    expect(await evaluateOn(memorised, cleanLabelAccuracy, { kind: 'cleanLabelAccuracy' })).toMatchObject({
      value: 2 / 3,
    });
  });

  test('without label noise every label is clean and none is flipped', async () => {
    const { flipped: _, ...clean } = stand;
    expect(await evaluateOn(clean, cleanLabelAccuracy, { kind: 'cleanLabelAccuracy' })).toMatchObject({
      value: 3 / 5,
      detail: { examples: 5 },
    });
    await expect(evaluateOn(clean, flippedLabelAccuracy, { kind: 'flippedLabelAccuracy' })).rejects.toThrow(
      'missing: no training label was flipped',
    );
  });
});

test('the calibration error compares soft-max confidence with accuracy on the test set', async () => {
  const test = examplesOf(features.slice(0, 4), Int32Array.of(0, 1, 0, 0)); // three of four right at confidence 3/4
  expect(
    (await evaluateOn({ ...stand, test }, calibrationError, { kind: 'calibrationError' })).value,
  ).toBeCloseTo(0, 6); // float32 logits
  const wrong = examplesOf(features.slice(0, 4), Int32Array.of(1, 0, 1, 0)); // none right
  expect(
    (await evaluateOn({ ...stand, test: wrong }, calibrationError, { kind: 'calibrationError' })).value,
  ).toBeCloseTo(0.75, 6);
});

test('a regression has no classes to be accurate about, which is said before anything runs', async () => {
  const regression: Stand = { ...stand, lossKind: 'mean-squared-error' };
  await expect(evaluateOn(regression, calibrationError, { kind: 'calibrationError' })).rejects.toThrow(
    'Cannot measure calibrationError: expected a workload with loss cross-entropy, got mean-squared-error',
  );
});

test('outputs that are not finite give no accuracy', async () => {
  const parameters = { ...identity.parameters, 'affine.bias': { data: Float32Array.of(NaN, 0), shape: [2] } };
  await expect(
    evaluateOn({ ...stand, weights: { ...identity, parameters } }, cleanLabelAccuracy, {
      kind: 'cleanLabelAccuracy',
    }),
  ).rejects.toThrow('missing: the outputs of the net are not finite');
});
