import { describe, expect, test } from 'vitest';
import { hypothesis } from '../../src/declare/hypothesis.ts';
import { smallHypothesis } from './small-hypothesis.ts';

describe('hypothesis()', () => {
  test('returns its argument, frozen to the bottom', () => {
    const claim = smallHypothesis();
    expect(Object.isFrozen(claim)).toBe(true);
    expect(Object.isFrozen(claim.arms.base)).toBe(true);
    expect(Object.isFrozen(claim.predictions[0])).toBe(true);
  });

  test('is plain data: it survives JSON unchanged', () => {
    const claim = smallHypothesis();
    expect(JSON.parse(JSON.stringify(claim))).toEqual(claim);
  });
});

// What follows is checked by the compiler (`npm run types`): each line under an `@ts-expect-error` must not compile.
const parts = {
  id: 'types/only',
  claim: 'wrong names do not compile',
  workload: {
    model: { kind: 'mlp', hidden: [8] },
    data: { kind: 'fashion-mnist', train: 500 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: { base: { learningRate: 0.1, batchSize: 32 }, double: { learningRate: 0.2, batchSize: 64 } },
  stop: { kind: 'epochs', epochs: 1 },
  replicates: 6,
  measures: ['testAccuracy', { kind: 'hessianTrace', name: 'width' }],
} as const;

// Lists that are shared `as const`.
const looks = { kind: 'testAccuracyAtMemorization', level: 0.2, epochs: [2, 4, 8] } as const;

export const typeTests = () => [
  hypothesis({
    ...parts,
    measures: [
      { ...looks, name: 'memorized' },
      { kind: 'lineSharpness', between: ['base', 'double'] as const },
    ],
    predictions: [{ kind: 'differs', measure: 'memorized', arms: ['base', 'double'] }],
  }),
  hypothesis({
    ...parts,
    predictions: [
      { kind: 'equivalent', measure: 'width', scale: 'ratio', margin: 1.2, arms: ['base', 'double'] },
    ],
  }),
  hypothesis({
    ...parts,
    // @ts-expect-error an arm that does not exist
    predictions: [{ kind: 'equivalent', measure: 'width', margin: 0.1, arms: ['base', 'triple'] }],
  }),
  hypothesis({
    ...parts,
    // @ts-expect-error a measure that is known, but that this hypothesis does not take
    predictions: [{ kind: 'equivalent', measure: 'trainLoss', margin: 0.1, arms: ['base', 'double'] }],
  }),
  hypothesis({
    ...parts,
    // @ts-expect-error a measure under its kind although it has a name of its own
    predictions: [{ kind: 'equivalent', measure: 'hessianTrace', margin: 0.1, arms: ['base', 'double'] }],
  }),
  hypothesis({
    ...parts,
    // @ts-expect-error an equivalence without a margin
    predictions: [{ kind: 'equivalent', measure: 'width', arms: ['base', 'double'] }],
  }),
  hypothesis({
    ...parts,
    predictions: [{ kind: 'differs', measure: 'width', arms: ['base', 'double'] }],
    // @ts-expect-error an arm that does not exist, in a control
    controls: [{ kind: 'differs', measure: 'width', arms: ['base', 'other'] }],
  }),
  // @ts-expect-error no prediction at all
  hypothesis({ ...parts, predictions: [] }),
  hypothesis({
    ...parts,
    // @ts-expect-error a kind of optimizer that does not exist
    optimizer: { kind: 'sdg' },
    predictions: [{ kind: 'differs', measure: 'width', arms: ['base', 'double'] }],
  }),
  hypothesis({
    ...parts,
    // @ts-expect-error a field that does not exist
    replicate: 8,
    predictions: [{ kind: 'differs', measure: 'width', arms: ['base', 'double'] }],
  }),
];
