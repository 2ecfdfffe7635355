import { describe, expect, test } from 'vitest';
import type { AnyPrediction } from '../../src/predictions/case.ts';
import { namedArms } from '../../src/predictions/index.ts';

const all = ['adam-1', 'sgd-1', 'adam-2', 'sgd-2'];
const of = (fields: object) =>
  namedArms({ kind: 'any', measure: 'testLoss', ...fields } as AnyPrediction, all);

describe('the arms that a prediction names', () => {
  test('are those of its one arm, its list, its lists of lists or its groups, each with its place', () => {
    expect(of({ arm: 'sgd-1' })).toEqual([{ name: 'sgd-1', field: 'arm' }]);
    expect(of({ arms: ['sgd-2', 'sgd-1'] })).toEqual([
      { name: 'sgd-2', field: 'arms[0]' },
      { name: 'sgd-1', field: 'arms[1]' },
    ]);
    expect(of({ arms: [['adam-1'], ['sgd-1', 'none']] })).toEqual([
      { name: 'adam-1', field: 'arms[0][0]' },
      { name: 'sgd-1', field: 'arms[1][0]' },
      { name: 'none', field: 'arms[1][1]' },
    ]);
    expect(of({ groups: ['adam-*', ['sgd-2']] })).toEqual([
      { name: 'adam-1', field: 'groups[0]' },
      { name: 'adam-2', field: 'groups[0]' },
      { name: 'sgd-2', field: 'groups[1]' },
    ]);
  });

  test('are all of the design where it names none', () => {
    expect(of({})).toEqual(all.map((name) => ({ name, field: '' })));
  });
});
