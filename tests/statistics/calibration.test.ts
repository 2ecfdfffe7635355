/**
 * The short version of `npm run calibrate`: the same cases, fewer data sets. The rates of all are in
 * docs/calibration.md.
 */
import { describe, expect, test } from 'vitest';
import { calibrate, isUnexpected, type CalibrationCase } from '../../bench/calibration/case.ts';
import { calibrationCases } from '../../bench/calibration/registry.ts';
import { stream } from '../../src/random/index.ts';

/**
 * Data sets a case. Five standard errors (10.9 points at 5 %) leave room for some 200 rates; a gross error still shows.
 */
const TRIALS = 100;

/**
 * The second size (8) of each method and kind of data; what costs most only on discrete data. The full table has all.
 */
const groups = new Map<string, CalibrationCase[]>();
const costly = ({ section, method }: CalibrationCase): boolean =>
  /^Verdicts|effect sizes$/.test(section) || /, bootstrap$|share seeds, two|last of 3/.test(method);
const quick = (each: CalibrationCase): boolean => !costly(each) || each.data === 'discrete';
for (const each of calibrationCases.filter((one) => one.outside === undefined && quick(one))) {
  const name = `${each.section} ${each.method} ${each.data}`;
  groups.set(name, [...(groups.get(name) ?? []), each]);
}
const chosen = [...groups.values()].map((sizes) => sizes[1] ?? sizes[0]!);

describe('at the boundary of its null', () => {
  test.each(chosen.map((each) => [each.method, each.data, each.size, each] as const))(
    '%s on %s data, n = %s, errs at most at its rate',
    (method, data, size, testCase) => {
      const random = stream('short calibration', 'simulate', method, data, size);
      const measured = calibrate(testCase, { trials: TRIALS, random, standardErrors: 5 });
      expect(measured.exceeded, JSON.stringify(measured.rates)).toEqual([]);
    },
  );
});

test('a method that errs too often is found', () => {
  const liar: CalibrationCase = {
    section: 'Paired arms',
    method: 'always claims',
    data: 'normal',
    size: '5',
    bounds: { greater: 0.05 },
    trial: () => ({ greater: true }),
  };
  const random = stream('short calibration', 'simulate');
  const measured = calibrate(liar, { trials: 100, random });
  expect([measured.exceeded, isUnexpected(measured)]).toEqual([['greater'], true]);
  expect(
    isUnexpected(
      calibrate(
        { ...liar, outside: { because: 'it always claims', choose: 'any other' } },
        { trials: 100, random },
      ),
    ),
  ).toBe(false);
});
