/**
 * Claims along a covariate need enough different values of it, and claims about groups enough arms; both are told when
 * a file is loaded.
 */
import { expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import { smallHypothesis } from './small-hypothesis.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The small hypothesis with arms at these values of a covariate `width`, one more prediction, and so many seeds. */
function withClaim(widths: readonly number[], claim: Fields, replicates = 8): readonly string[] {
  const draft = JSON.parse(JSON.stringify(smallHypothesis())) as Record<string, Record<string, unknown>>;
  const base = draft['arms']!['base'] as Fields;
  const arms = Object.fromEntries(
    widths.map((width, arm) => [`w-${String.fromCharCode(97 + arm)}`, { ...base, covariates: { width } }]),
  );
  const result = validate({
    ...draft,
    replicates,
    arms: { ...draft['arms'], ...arms },
    predictions: [
      ...(draft['predictions'] as unknown as readonly unknown[]),
      { measure: 'trainLoss', ...('groups' in claim ? {} : { arms: Object.keys(arms) }), ...claim },
    ],
  });
  return result.kind === 'valid' ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

const trend = { kind: 'trend', along: 'width', direction: 'increasing' };
const scales = { kind: 'scales', along: 'width', exponent: 1, within: 0.1 };

test('a trend counts values of the covariate, not arms', () => {
  expect(withClaim([1, 2, 2], trend, 3)).toEqual([]);
  expect(withClaim([1, 2, 2], trend, 2)).toEqual([
    'replicates: expected enough replicates for predictions[1]: a trend test over 3 arms at 2 values of width in 2 seeds cannot reach 0.05 (its smallest p is 0.111), got 2; 3 can',
  ]);
  expect(withClaim([1, 2, 3], trend, 2)).toEqual([]);
  // The division leaves 3.125e-3 and its neighbour.
  expect(withClaim([1, 0.3 / 96, 0.1 / 32], trend, 2)).toHaveLength(1);
  expect(withClaim([2, 2, 2], trend)).toEqual([
    'predictions[1].along: expected a covariate that varies over the arms, got "width", which is 2 in all of them',
  ]);
});

test('a correlation with a covariate counts its values, too', () => {
  const correlates = { kind: 'correlates', with: 'width', direction: 'positive' };
  expect(withClaim([1, 2, 2], correlates, 3)).toEqual([]);
  expect(withClaim([1, 2, 2], correlates, 2)).toEqual([
    'replicates: expected enough replicates for predictions[1]: a correlation over 3 arms in 2 seeds cannot reach 0.05 (its smallest p is 0.111), got 2; 3 can',
  ]);
  expect(withClaim([2, 2, 2], correlates)).toEqual([
    'predictions[1].with: expected a covariate that varies over the arms, got "width", which is 2 in all of them',
  ]);
});

test('a method is refused where none is chosen from', () => {
  for (const claim of [trend, scales])
    expect(withClaim([1, 2, 3], { ...claim, method: 'wilcoxon' }).join()).toContain(
      'predictions[1]: unknown field "method"',
    );
});

test('a trend cannot be claimed stronger than the values of the covariate allow', () => {
  expect(withClaim([1, 2, 2], { ...trend, atLeast: 0.5 }, 30)).toEqual([]);
  expect(withClaim([1, 2, 2], { ...trend, atLeast: 0.8 }, 30).join()).toContain(
    'cannot reach 0.05 (its smallest p is 0.197), got 30; 112 can',
  );
  expect(withClaim([1, 2, 2], { ...trend, atLeast: 0.9 }, 30)).toEqual([
    'predictions[1].atLeast: expected a correlation below 0.866, the largest that arms at 2 different values of the covariate can have, got 0.9',
  ]);
});

test('a power law needs three values', () => {
  expect(withClaim([1, 2, 4], scales)).toEqual([]);
  expect(withClaim([1, 2, 2, 1], scales)).toEqual([
    'predictions[1].along: expected a covariate of 3 different values or more, got "width", which has 2: 1, 2; declare `depends`, which asks of no form',
  ]);
  expect(withClaim([1, 2, 2, 1], { kind: 'depends', along: 'width', outside: [-0.2, 0.2] })).toEqual([]);
});

test('a correlation of few seeds is told how many it needs', () => {
  expect(
    withClaim([1, 2, 3], { kind: 'correlates', with: 'testAccuracy', direction: 'positive' }, 2),
  ).toEqual([]);
  const two = { kind: 'correlates', with: 'testAccuracy', direction: 'positive' };
  expect(withClaim([1, 2], two, 4)).toEqual([
    'replicates: expected enough replicates for predictions[1]: a correlation over 2 arms in 4 seeds cannot reach 0.05 (its smallest p is 0.0625), got 4; 5 can',
  ]);
});

test('bands and factors must ascend', () => {
  expect(withClaim([1, 2, 4], { kind: 'depends', along: 'width', outside: [0.2, -0.2] })).toEqual([
    'predictions[1].outside: expected two numbers that ascend, got 0.2, -0.2',
  ]);
  expect(withClaim([1, 2, 4], { ...scales, fit: 1 })).toEqual([
    expect.stringMatching(/^predictions\[1\]\.fit: expected a number above 1/),
  ]);
});

test('groups of arms need three each, and a pattern must fit some', () => {
  const ratio = { kind: 'peakRatio', over: 'width', between: [0.1, 0.3] };
  const groups = (first: unknown, second: unknown) =>
    withClaim([1, 2, 4, 1, 2, 4], { ...ratio, groups: [first, second] });
  expect(groups(['w-a', 'w-b', 'w-c'], ['w-d', 'w-e', 'w-f'])).toEqual([]);
  expect(groups('lion-*', ['w-d', 'w-e', 'w-f']).join()).toContain(
    'predictions[1].groups[0]: expected 3 arms or more, got "lion-*", which fits none of base, double, other, w-a',
  );
  expect(groups(['w-a', 'w-b'], ['w-d', 'w-e', 'w-f']).join()).toContain(
    'predictions[1].groups[0]: expected 3 arms or more, got ["w-a","w-b"]',
  );
  expect(groups(['w-a', 'w-b', 'w-x'], ['w-d', 'w-e', 'w-f']).join()).toMatch(
    /groups\[0\]: expected an arm of this hypothesis .*"w-x"/,
  );
  expect(groups('w-*', ['w-d', 'w-e', 'w-f']).join()).toContain('expected another arm, got "w-d" twice');
});

test.each([
  [{ kind: 'correlates', with: 'trainLoss', direction: 'positive' }, 'with'],
  [{ kind: 'correlates', with: 'width', given: 'trainLoss', direction: 'positive' }, 'given'],
])('a measure is not compared with itself: %o', (claim, field) => {
  expect(withClaim([1, 2, 3], { measure: 'trainLoss', ...claim }, 6)).toEqual([
    `predictions[1].${field}: expected another measure or covariate, got "trainLoss" twice: it always agrees with itself`,
  ]);
});
