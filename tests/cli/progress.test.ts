import { describe, expect, test } from 'vitest';
import { ProgressLine, progressText } from '../../src/cli/progress.ts';
import { captured } from './captured-io.ts';

test('a standing says what is done, what was cached and what time is left', () => {
  expect(progressText({ stage: 'training', done: 12, total: 60, hits: 4, remainingMs: 70_000 })).toBe(
    'training 12 of 60 runs (4 cached), about 1 min 10 s left',
  );
  expect(progressText({ stage: 'measuring', done: 3, total: 3 })).toBe('measuring 3 of 3 measures');
});

describe('the progress line', () => {
  const standings = [0, 1, 2, 3].map((done) => ({ stage: 'training' as const, done, total: 3 }));

  test('away from a terminal: whole lines, at most one every ten seconds, and the last', () => {
    let time = 0;
    const io = captured({ now: () => (time += 4000) });
    const line = new ProgressLine(io);
    for (const standing of standings) line.show(standing);
    line.clear();
    expect(io.error()).toBe('training 0 of 3 runs\ntraining 3 of 3 runs\n');
  });

  test('on a terminal: one line that rewrites itself and is gone at the end', () => {
    let time = 0;
    const io = captured({ now: () => (time += 200), isTerminal: true });
    const line = new ProgressLine(io);
    for (const standing of standings) line.show(standing);
    line.clear();
    const erase = '\r\u001b[2K';
    expect(io.error()).not.toContain('\n');
    expect(io.error().split(erase).at(-1)).toBe('');
    expect(io.error().split(erase)).toContain('training 2 of 3 runs');
  });
});
