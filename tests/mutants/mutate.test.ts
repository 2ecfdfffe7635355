import { expect, test } from 'vitest';
import { changedAt, differences } from './mutate.ts';

const original = {
  id: 'a',
  arms: { base: { rates: [1, 2] }, other: {} },
  stop: { kind: 'epochs', epochs: 3 },
};

test('a mutant differs from its original in the named field, and the original is left alone', () => {
  const mutant = changedAt(original, 'arms.base.rates.1', 5);
  expect(differences(original, mutant)).toEqual(['arms.base.rates.1']);
  expect(original.arms.base.rates).toEqual([1, 2]);
});

test('a field may be added, and a whole object replaced', () => {
  expect(differences(original, changedAt(original, 'arms.other.momentum', 0.9))).toEqual([
    'arms.other.momentum',
  ]);
  const stopped = changedAt(original, 'stop', { kind: 'steps', steps: 9 });
  expect(differences(original, stopped)).toEqual(['stop.kind', 'stop.epochs', 'stop.steps']);
});

test('a path through nothing is an error, not another experiment', () => {
  expect(() => changedAt(original, 'arms.absent.batchSize', 8)).toThrow(
    'Cannot change arms.absent.batchSize: expected an object before "batchSize", got undefined',
  );
});
