import { describe, expect, it } from 'vitest';
import {
  freshSeedsPage,
  missingOf,
  outcomesOf,
  type FreshSeeds,
  type Outcome,
} from '../../src/report/fresh-seeds.ts';

const outcome = (terms: string, verdict: string, asExpected: boolean): Outcome => ({
  terms,
  verdict,
  asExpected,
  runs: 10,
  trainingMs: 2_000,
});
const block = (seed: string, outcomes: Record<string, Outcome>): FreshSeeds['blocks'][number] => ({
  seed,
  at: '2026-01-01T00:00:00.000Z',
  commit: 'abc',
  engine: 'onnx',
  durationMs: 1,
  outcomes,
});

const now = new Map([
  ['a/one', 'new'],
  ['a/two', 'same'],
]);
const known: FreshSeeds = {
  seeds: ['first', 'second', 'third'],
  blocks: [
    block('first', {
      'a/one': outcome('old', 'inconclusive', false),
      'a/two': outcome('same', 'supported', true),
    }),
    block('second', {
      'a/one': outcome('new', 'supported', true),
      'a/two': outcome('same', 'refuted', false),
    }),
    block('first', { 'a/one': outcome('new', 'supported', true) }),
  ],
};

describe('fresh base seeds', () => {
  it('counts a verdict only under the terms that are there now', () => {
    expect([...outcomesOf(known, 'first', now)].map(([id, { verdict }]) => [id, verdict])).toEqual([
      ['a/two', 'supported'],
      ['a/one', 'supported'],
    ]);
    expect(missingOf(known, 'first', now)).toEqual([]);
    expect(missingOf(known, 'third', now)).toEqual(['a/one', 'a/two']);
    expect(missingOf(known, 'second', new Map([['a/two', 'other']]))).toEqual(['a/two']);
  });

  it('never takes the first outcome of a seed back', () => {
    const again = {
      ...known,
      blocks: [...known.blocks, block('second', { 'a/two': outcome('same', 'supported', true) })],
    };
    expect(outcomesOf(again, 'second', now).get('a/two')?.verdict).toBe('refuted');
  });

  it('shows how many seeds are green, what was not as expected, and what former terms gave', () => {
    const page = freshSeedsPage(known, now);
    expect(page).toContain('**1 of 2 seeds are green**');
    expect(page).toContain('| `second` | 2 | 1 | `a/two` refuted |');
    expect(page).toContain('| `third` | 0 | 0 | – |');
    expect(page).toContain('| `a/one` | old | 1 | inconclusive (first) |');
  });
});
