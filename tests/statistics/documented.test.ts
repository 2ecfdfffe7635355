/**
 * The examples of docs/statistics.md give what they say, and every word of a hypothesis that names a method is on the
 * page.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kinds, predictionSchema } from '../../src/predictions/index.ts';
import type { Prediction } from '../../src/declare/types.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import { stream } from '../../src/random/index.ts';
import * as statistics from '../../src/statistics/index.ts';
import { judgeNumbers, type Numbers } from '../judge/numbers.ts';

const page = readFileSync(new URL('../../docs/statistics.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
const given = blocks[0]!;

/** A verdict on plain numbers; arms have the ratios 1, 2, 4, 8 unless their covariates are given. */
const verdict = (numbers: Numbers, prediction: object, given?: AnalysisPlan['covariates']): string => {
  const covariates =
    given ?? Object.fromEntries(Object.keys(numbers).map((arm, i) => [arm, { ratio: 2 ** i }]));
  const full = { measure: 'accuracy', ...prediction } as Prediction;
  return judgeNumbers(numbers, [full], { covariates, measure: full.measure }).verdict;
};

/** Three digits, as the page writes numbers. */
const written = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(written).join(', ')
    : typeof value === 'number' && !Number.isInteger(value)
      ? value.toPrecision(3)
      : String(value);

const scope = { ...statistics, verdict };
const evaluate = (expression: string): unknown =>
  new Function(...Object.keys(scope), 'random', `${given}\nreturn (${expression});`)(
    ...Object.values(scope),
    stream('documented', 'permutation'),
  );

const lines = blocks
  .slice(1)
  .flatMap((block) => block.trim().split('\n'))
  .map((line) => line.split(' // ') as [string, string]);

describe('docs/statistics.md', () => {
  test.each(lines)('%s is %s', (expression, expected) => {
    expect(written(evaluate(expression))).toBe(expected);
  });

  const named = (words: readonly string[]) => words.filter((word) => !page.includes(`### \`${word}\`\n`));
  test('has a heading for every method that a prediction may name', () => {
    const methods = ['student', 'skew-guarded', 'wilcoxon', 'sign-flip', 'bootstrap'] as const;
    expect(named([...methods, 'custom'])).toEqual([]);
    // The list above is the schema's: another method is refused, each of these is taken.
    const takes = (method: string) =>
      predictionSchema.safeParse({
        measure: 'accuracy',
        kind: 'equivalent',
        arms: ['a', 'b'],
        margin: 0.1,
        method,
      }).success;
    expect([...methods.map(takes), takes('anova')]).toEqual([true, true, true, true, true, false]);
  });

  test('has a heading for every kind of prediction', () => {
    expect(named(Object.keys(kinds))).toEqual([]);
  });

  test('says when to choose each: every section of a method holds the words', () => {
    const sections = page
      .split(/^### /m)
      .slice(1)
      .filter((section) => section.startsWith('`'));
    expect(sections.filter((section) => !/choose it/i.test(section))).toEqual([]);
  });
});
