import { describe, expect, test } from 'vitest';
import { falseAlarmsPage } from '../../scripts/false-alarms/page.ts';
import {
  checksOf,
  isJudged,
  merged,
  rateOf,
  ratesOf,
  shardOf,
  withFound,
  type Tally,
} from '../../scripts/false-alarms/tally.ts';

const empty: Tally = { sources: 'a', checks: 4, cases: ['valley', 'net'], rows: [] };
const judged = (tally: Tally, check: number, id: string, letter: 'r' | 'x') =>
  withFound(tally, {
    ...{ check, rewriting: `way ${check % 2}`, id, letter },
    ...(letter === 'x' ? { alarm: `${id}: changed` } : {}),
  });

describe('a tally of checks', () => {
  test('is cut into shards that have every check once', () => {
    const shards = [1, 2, 3].map((shard) => checksOf(10, [shard, 3]));
    expect(shards.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(shards[1]).toEqual([1, 4, 7]);
    expect(shardOf('2/3')).toEqual([2, 3]);
    expect(() => shardOf('4/3')).toThrow('expected <number>/<of how many>, 1/4 say, got "4/3"');
  });

  test('keeps what is there, and takes what another has judged, also on other cases', () => {
    const first = judged(judged(empty, 0, 'valley', 'r'), 2, 'net', 'x');
    const second = judged({ ...empty, cases: ['embedding'] }, 0, 'embedding', 'r');
    const both = merged(first, second);
    expect(both.cases).toEqual(['valley', 'net', 'embedding']);
    expect(both.rows).toEqual([
      { check: 0, rewriting: 'way 0', found: 'r-r' },
      { check: 2, rewriting: 'way 0', found: '-x-', alarms: ['net: changed'] },
    ]);
    expect(isJudged(both, 0, 'embedding')).toBe(true);
    expect(isJudged(both, 0, 'net')).toBe(false);
    expect(isJudged(both, 3, 'net')).toBe(false);
  });

  test('takes nothing from other sources', () => {
    expect(merged(empty, judged({ ...empty, sources: 'b' }, 0, 'valley', 'r'))).toEqual(empty);
  });

  test('counts checks on the cases that all of them have judged, and cases wherever they were', () => {
    let tally = [0, 1, 2, 3].reduce(
      (sum, check) => judged(sum, check, 'valley', check === 3 ? 'x' : 'r'),
      empty,
    );
    tally = judged(tally, 0, 'net', 'x');
    const { whole, perCheck, perCase } = ratesOf(tally);
    expect(whole).toEqual(['valley']);
    expect([perCheck!.count, perCheck!.of, perCase!.count, perCase!.of]).toEqual([1, 4, 2, 5]);
    const page = falseAlarmsPage(tally);
    expect(page).toContain('**Checks with a false alarm: 1 of 4 (95 %: 0.63 % to 81 %)**, on the 1 cases');
    expect(page).toContain('* check 3, way 1: valley: changed');
  });

  test('has the exact interval of its rate', () => {
    // Clopper & Pearson 1934: 1 − 0.025^(1/200) where nothing was raised; R: binom.test(1, 4).
    expect(rateOf(0, 200).interval[1]).toBeCloseTo(1 - 0.025 ** (1 / 200), 10);
    expect(rateOf(1, 4).interval[0]).toBeCloseTo(0.006309463, 8);
    expect(rateOf(1, 4).interval[1]).toBeCloseTo(0.8058796, 6);
  });
});
