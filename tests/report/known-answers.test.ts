import { describe, expect, test } from 'vitest';
import {
  aboutKnownAnswers,
  apart,
  countKnownAnswers,
  evidenceInWords,
  KNOWN_ANSWER,
} from '../../src/report/known-answers.ts';
import { reporters } from '../../src/report/reporters.ts';
import { resultsSchema } from '../../src/report/results.ts';
import { result, sampleResults } from './sample-results.ts';

const plain = { color: false };
const onData = result();
const bowl = result({ id: 'three-factors/bowl', claim: 'A bowl is a bowl', tags: [KNOWN_ANSWER] });
const odd = result({ id: 'sde/odd', tags: ['x', KNOWN_ANSWER], verdict: 'refuted', asExpected: false });

const base = sampleResults([bowl, onData, odd]);
const both = { ...base, summary: { ...base.summary, ...countKnownAnswers(base.hypotheses) } };

describe('claims with a known answer', () => {
  test('are told apart by their tag, each sort in its order', () => {
    expect(apart(both.hypotheses)).toEqual({ onData: [onData], knownAnswers: [bowl, odd] });
  });

  test('are counted beside those on data', () => {
    expect(evidenceInWords(both.summary)).toBe('1 on data (1 as expected), 2 known answers (1 as expected)');
    expect(evidenceInWords(base.summary)).toBeUndefined();
    expect(countKnownAnswers([onData])).toEqual({});
  });

  test('are part of what results may hold', () => {
    expect(resultsSchema.parse(both).summary.knownAnswers).toEqual({ total: 2, asExpected: 1 });
  });

  test.each(['default', 'verbose', 'markdown', 'html'] as const)('stand last and apart in %s', (name) => {
    const text = reporters[name].render(both, plain);
    const heading = text.indexOf(aboutKnownAnswers);
    expect(heading).toBeGreaterThan(text.indexOf(onData.id));
    expect(text.indexOf(bowl.id)).toBeGreaterThan(heading);
    expect(text).toContain('1 on data (1 as expected), 2 known answers (1 as expected)');
  });

  test.each(['default', 'markdown', 'html'] as const)('need no table of other claims in %s', (name) => {
    const known = sampleResults([bowl]);
    const text = reporters[name].render(known, plain);
    expect(text.split(aboutKnownAnswers)).toHaveLength(2);
    if (name === 'markdown') expect(text.match(/\| Claim \|/g)).toHaveLength(1);
  });

  test.each(['default', 'markdown', 'html'] as const)(
    'are not spoken of where there are none, in %s',
    (name) => {
      expect(reporters[name].render(sampleResults([onData]), plain)).not.toMatch(/known answer/i);
    },
  );
});
