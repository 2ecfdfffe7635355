import { expect, test } from 'vitest';
import {
  duration,
  effect,
  familyInWords,
  number,
  pValue,
  region,
  runCounts,
} from '../../src/report/words.ts';
import { toBound } from '../../src/report/results.ts';
import { finding, result } from './sample-results.ts';
import { headline } from '../../src/report/headline.ts';

test.each([
  [0, '0'],
  [0.0012345, '0.00123'],
  [-0.5, '-0.5'],
  [12.3456, '12.3'],
  [123.456, '123.5'],
  [12345.6, '12346'],
  [0.00001234, '1.23e-5'],
  [12345678, '1.23e7'],
  ['Infinity', '∞'],
  ['-Infinity', '-∞'],
] as const)('the number %s reads %s', (value, text) => expect(number(value)).toBe(text));

test.each([
  [0.0312, 'p = 0.031'],
  [0.000_012_34, 'p = 1.2e-5'],
  [1e-20, 'p < 1e-16'],
  [0, 'p < 1e-16'],
  [0.999, 'p > 0.99'],
])('the p value %s reads %s', (p, text) => expect(pValue(p)).toBe(text));

test.each([
  [{ lower: -0.01, upper: 0.01 }, 'within ±0.01'],
  [{ lower: -0.01, upper: 0.01, outside: true }, 'outside ±0.01'],
  [{ lower: 0.8, upper: 1.25 }, 'within 0.8 … 1.25'],
  [{ lower: 0.02, upper: 'Infinity' }, 'above 0.02'],
  [{ lower: '-Infinity', upper: -0.3 }, 'below -0.3'],
  [{ lower: 0, upper: 0, outside: true }, 'apart from 0'],
] as const)('the region %j reads %s', (where, text) => expect(region(finding({ region: where }))).toBe(text));

test('log ratios read as factors', () => {
  const ratio = finding({
    unit: 'log ratio',
    estimate: Math.log(1.1),
    interval: { lower: Math.log(0.9), upper: Math.log(1.2), level: 0.9 },
    region: { lower: -Math.log(1.25), upper: Math.log(1.25) },
  });
  expect(effect(ratio)).toBe('×1.1 [×0.9, ×1.2]');
  expect(region(ratio)).toBe('within ×0.8 … ×1.25');
  expect(region(finding({ unit: 'log ratio', region: { lower: 0, upper: 0, outside: true } }))).toBe(
    'apart from ×1',
  );
});

test.each([
  [12, '12 ms'],
  [1234, '1.2 s'],
  [59_400, '59 s'],
  [83_000, '1 min 23 s'],
  [3_720_000, '1 h 2 min'],
])('%d milliseconds read %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

test('run counts name only what there is', () => {
  expect(runCounts({ trained: 0, cached: 1, diverged: 0, missing: 0 })).toBe('1 run cached');
  expect(runCounts({ trained: 2, cached: 1, diverged: 1, missing: 3 })).toBe(
    '2 runs trained, 1 cached, 1 diverged, 3 missing',
  );
});

test('not a number is refused, infinity is spelt out', () => {
  expect(toBound(-Infinity)).toBe('-Infinity');
  expect(() => toBound(NaN)).toThrow(/Internal: /);
});

test('a family names the claims that fall, and no more of them than is asked for', () => {
  const family = {
    alpha: 0.05,
    claims: 9,
    supported: 9,
    familywise: 4,
    falseDiscovery: 9,
    notFamilywise: ['a/1', 'a/2', 'a/3', 'a/4', 'a/5'],
  };
  expect(familyInWords(family)).toMatch(/not family-wise: a\/1, a\/2, a\/3, a\/4, a\/5$/);
  expect(familyInWords(family, 3)).toMatch(/not family-wise: a\/1, a\/2, a\/3 and 2 more$/);
});

test('arithmetic is never the headline of a claim beside a finding with a p', () => {
  const certain = finding({ statement: 'steps', interval: { lower: 3, upper: 3, level: 1 } });
  const { p: _, ...withoutP } = certain;
  const tested = finding({ p: 1e-300 });
  expect(headline(result({ findings: [withoutP, tested] }))).toBe(tested);
  expect(headline(result({ findings: [withoutP] }))).toBe(withoutP);
});
