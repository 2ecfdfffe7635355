/**
 * Populations on which Student's t gives false words: lognormal numbers, and arms of unequal skewness. At the boundary
 * of a claim the default is wrong in at most 6.5 % of studies from eight seeds on.
 */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { stream, type Random } from '../../src/random/index.ts';
import { judgeNumbers } from './numbers.ts';

const STUDIES = 1_000;
/** Three standard errors beyond 6.5 %. */
const LIMIT = 0.065 + 3 * Math.sqrt((0.065 * 0.935) / STUDIES);

const MEAN = Math.exp(0.5);
const SPREAD = Math.sqrt((Math.E - 1) * Math.E);
/** exp(Z) with mean 0 and variance 1. */
const lognormal = (random: Random) => (Math.exp(random.normal()) - MEAN) / SPREAD;

interface Situation {
  readonly prediction: Prediction;
  readonly draw: (random: Random) => { readonly a: number; readonly b: number };
  /** The verdict that is false at the boundary. */
  readonly falsely: 'supported' | 'refuted';
}

const measure = 'accuracy';
const pair = ['a', 'b'] as [string, string];
const situations: Readonly<Record<string, Situation>> = {
  'above, lognormal': {
    prediction: { measure, kind: 'above', arm: 'a', than: 0 },
    draw: (random) => ({ a: lognormal(random), b: 0 }),
    falsely: 'refuted',
  },
  'equals, lognormal': {
    prediction: { measure, kind: 'equals', arm: 'a', value: 1.5, margin: 1.5 },
    draw: (random) => ({ a: lognormal(random), b: 0 }),
    falsely: 'supported',
  },
  'equivalent, one arm lognormal with three times the spread': {
    prediction: { measure, kind: 'equivalent', arms: pair, margin: 3 },
    draw: (random) => ({ a: 3 * lognormal(random), b: random.normal() - 3 }),
    falsely: 'supported',
  },
  'nonInferior, one arm lognormal with three times the spread': {
    prediction: { measure, kind: 'nonInferior', arms: pair, margin: 1 },
    draw: (random) => ({ a: -3 * lognormal(random) - 1, b: random.normal() }),
    falsely: 'supported',
  },
};

function verdictOf({ prediction, draw }: Situation, n: number, random: Random) {
  const rows = Array.from({ length: n }, () => draw(random));
  const numbers = { a: rows.map(({ a }) => a), b: rows.map(({ b }) => b) };
  return judgeNumbers(numbers, [prediction], { details: false }).verdict;
}

describe.each(Object.entries(situations))('%s', (name, situation) => {
  test.each([8, 12, 30])('%i seeds', { timeout: 120_000 }, (n) => {
    const random = stream('skewed arms', 'simulate', name, n);
    let wrong = 0;
    for (let study = 0; study < STUDIES; study++)
      if (verdictOf(situation, n, random) === situation.falsely) wrong++;
    expect(wrong / STUDIES).toBeLessThanOrEqual(LIMIT);
  });
});
