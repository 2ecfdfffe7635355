import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import type { Hypothesis } from '../../src/declare/types.ts';
import { changesBetween, termsOf } from '../../src/registration/index.ts';
import { digestsOf, withDefaultsOfToday } from '../../src/registration/terms.ts';
import { tiny } from '../cli/project.ts';

function parsed(changes: object): Hypothesis {
  const validation = validate(tiny(changes));
  if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));
  return validation.hypothesis;
}

const base = termsOf(parsed({}));
const changed = (changes: object) => changesBetween(base, termsOf(parsed(changes)));
const less = {
  kind: 'less',
  measure: 'trainLoss',
  arms: ['base', 'slow'],
  although: 'it is the claim',
};
const { although: _, ...terms } = less;

describe('what words alone say is no term', () => {
  test.each([
    ['a claim', { claim: 'Another sentence' }],
    ['an id', { id: 'tiny/renamed' }],
    ['tags', { tags: ['draft'] }],
    [
      'a source',
      { source: { paper: 'A paper', boundary: { paper: 'there', ours: 'here', mayDiffer: 'much' } } },
    ],
    [
      'why a margin is what it is',
      { predictions: [{ ...less, because: 'it would matter', although: 'it is meant' }] },
    ],
    [
      'a default that is said',
      { alpha: 0.05, expected: 'supported', sampler: 'epoch-shuffle', controls: [] },
    ],
    [
      'the order of fields',
      {
        arms: { slow: { batchSize: 20, learningRate: 0.01 }, base: { batchSize: 20, learningRate: 0.1 } },
      },
    ],
  ])('%s', (_what, changes) => {
    expect(changed(changes)).toEqual([]);
    expect(digestsOf(termsOf(parsed(changes)))).toEqual(digestsOf(base));
  });
});

describe('each part of design and analysis is a term, and a change tells old and new', () => {
  test.each([
    ['a margin', { predictions: [{ ...less, by: 0.01 }] }, [{ path: 'predictions[0].by', after: 0.01 }]],
    [
      'a method',
      { predictions: [{ ...less, method: 'sign-flip' }], replicates: 5 },
      [
        { path: 'replicates', before: 4, after: 5 },
        { path: 'predictions[0].method', after: 'sign-flip' },
      ],
    ],
    ['an error rate', { alpha: 0.01 }, [{ path: 'alpha', before: 0.05, after: 0.01 }]],
    [
      'what is expected',
      { expected: 'refuted' },
      [{ path: 'expected', before: 'supported', after: 'refuted' }],
    ],
    ['a control', { controls: [less] }, [{ path: 'controls[0]', after: terms }]],
    [
      'an arm',
      {
        arms: { base: { learningRate: 0.2, batchSize: 20 }, slow: { learningRate: 0.01, batchSize: 20 } },
      },
      [{ path: 'arms.base.learningRate', before: 0.1, after: 0.2 }],
    ],
    [
      'a new arm, whole',
      { arms: { ...tiny().arms, third: { learningRate: 1, batchSize: 20 } } },
      [{ path: 'arms.third', after: { learningRate: 1, batchSize: 20 } }],
    ],
    ['a stop rule', { stop: { kind: 'epochs', epochs: 3 } }, [{ path: 'stop.epochs', before: 2, after: 3 }]],
    [
      'seeds of one tier',
      { replicates: { quick: 4, full: 9 } },
      [{ path: 'replicates', before: 4, after: { quick: 4, full: 9 } }],
    ],
    [
      'a measure',
      { measures: ['trainLoss', 'testLoss'] },
      [{ path: 'measures[1]', after: { kind: 'testLoss', name: 'testLoss' } }],
    ],
    [
      'an optimizer',
      { optimizer: { kind: 'sign-sgd' } },
      [
        { path: 'optimizer.kind', before: 'sgd', after: 'sign-sgd' },
        { path: 'optimizer.momentum', after: 0 },
      ],
    ],
    [
      'blocks, and what they are to show',
      { over: { one: {}, two: { stop: { kind: 'epochs', epochs: 3 } } }, holds: 'on-average' },
      [
        { path: 'over', after: { one: {}, two: { stop: { kind: 'epochs', epochs: 3 } } } },
        { path: 'holds', after: 'on-average' },
      ],
    ],
    ['a sampler', { sampler: 'iid' }, [{ path: 'sampler', before: 'epoch-shuffle', after: 'iid' }]],
  ])('%s', (_what, changes, expected) => {
    expect(changed(changes)).toMatchObject(expected);
    expect(changed(changes)).toHaveLength(expected.length);
  });
});

test('terms that an older version wrote, without a default of today, are the same', () => {
  const { sampler: _, ...older } = base.design as Record<string, unknown>;
  const earlier = { ...base, design: older as typeof base.design };
  expect(digestsOf(earlier)).not.toEqual(digestsOf(base));
  expect(withDefaultsOfToday(earlier)).toEqual(base);
  expect(changesBetween(earlier, base)).toEqual([]);
});

test('terms that are no hypothesis of today are compared as they are', () => {
  const earlier = { ...base, design: { ...(base.design as object), forgotten: 1 } as typeof base.design };
  expect(changesBetween(earlier, base)).toEqual([{ path: 'forgotten', before: 1 }]);
});

property.prop([fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.double({ min: 1e-6, max: 1, noNaN: true })])(
  'two values of a margin are a change exactly where they differ',
  (first, second) => {
    const terms = (by: number) => termsOf(parsed({ predictions: [{ ...less, by }] }));
    const changes = changesBetween(terms(first), terms(second));
    expect(changes).toEqual(
      first === second ? [] : [{ path: 'predictions[0].by', before: first, after: second }],
    );
  },
);
