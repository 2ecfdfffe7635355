import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { oneOfEach, sampleResults } from '../report/sample-results.ts';

const [supported, contradicted, inconclusive, invalid, refutedRival] = oneOfEach;
const strict = { allowInconclusive: false };

describe('the exit code of a suite is the worst that happened', () => {
  test('0 where every verdict is as expected, a refuted rival among them', () => {
    expect(exitCodeOf(sampleResults([supported!, refutedRival!]), strict)).toBe(0);
  });

  test('3 where something is inconclusive and nothing worse, and 0 where that is allowed', () => {
    const results = sampleResults([supported!, inconclusive!]);
    expect(exitCodeOf(results, strict)).toBe(3);
    expect(exitCodeOf(results, { allowInconclusive: true })).toBe(0);
  });

  test('1 where a verdict contradicts its expectation, inconclusive ones allowed or not', () => {
    const results = sampleResults([inconclusive!, contradicted!]);
    expect(exitCodeOf(results, strict)).toBe(1);
    expect(exitCodeOf(results, { allowInconclusive: true })).toBe(1);
  });

  test('4 where a control failed or a run could not be trained', () => {
    expect(exitCodeOf(sampleResults([contradicted!, invalid!]), strict)).toBe(4);
    const failures = [{ run: 'abc', message: 'the worker died' }];
    expect(exitCodeOf({ ...sampleResults([supported!]), failures }, strict)).toBe(4);
  });

  test('130 where the run was interrupted, whatever else', () => {
    expect(exitCodeOf({ ...sampleResults([invalid!]), interrupted: true }, strict)).toBe(130);
  });
});
