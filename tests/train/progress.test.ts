import { expect, test } from 'vitest';
import type { Job } from '../../src/plan/types.ts';
import { ProgressMeter } from '../../src/train/progress.ts';

const runs = (kind: string, count: number, estimatedMs: number): Job[] =>
  Array.from({ length: count }, (_, seed) => ({ key: `${kind}${seed}`, estimatedMs }) as Job);

test('the time left is that of the same kind of runs where one has ended, else the estimate', () => {
  const [long, short] = [runs('long', 3, 6000), runs('short', 10, 100)];
  const other = runs('other', 1, 50);
  const third = runs('third', 1, 70);
  const meter = new ProgressMeter(15, 0, [...long, ...short, ...other, ...third], 2);
  expect(meter.progress).toEqual({ done: 0, total: 15, hits: 0, remainingMs: (18_000 + 1000 + 120) / 2 });
  // A target reached early: it says nothing of the short ones.
  meter.finished(long[0]!, 600);
  expect(meter.progress).toMatchObject({ done: 1, remainingMs: (1200 + 1000 + 120) / 2 });
  meter.finished(short[0]!, 200);
  meter.finished(short[1]!, 220);
  // Two kinds of four are known: the others are taken to be as far off as their upper median, 2.1.
  expect(meter.progress.remainingMs).toBeCloseTo((1200 + 8 * 210 + 120 * 2.1) / 2, 6);
  for (const run of [...long.slice(1), ...short.slice(2), ...other, ...third]) meter.finished(run, 1);
  expect(meter.progress.remainingMs).toBe(0);
});
