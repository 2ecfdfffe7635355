import { expect, test } from 'vitest';
import { learnCosts, paceOf } from '../../src/plan/learned-cost.ts';
import type { Job } from '../../src/plan/types.ts';
import { planOf } from '../train/small-suite.ts';

const { runPlan } = await planOf();
const [first, second] = runPlan.jobs.filter(({ steps }) => 8 in steps) as [Job, Job];
const other = runPlan.jobs.find(({ steps }) => 16 in steps)!;

test('a run costs the median of the runs that differ from it in their seeds alone', () => {
  const past = [12, 10, 99].map((durationMs) => ({ run: first, durationMs }));
  expect(learnCosts(past, 1)(second)).toBe(12);
});

test('a kind of run that was never trained costs its estimate, corrected by how those of the others did', () => {
  const past = [{ run: first, durationMs: 3 * first.estimatedMs }];
  expect(
    learnCosts(
      past,
      paceOf(past, () => 1),
    )(other),
  ).toBeCloseTo(3 * other.estimatedMs, 10); // one rounding each of a product and a quotient
});

test('without any run it costs the planner’s estimate, at the pace of the machine', () => {
  expect(paceOf([], () => 1.5)).toBe(1.5);
  expect(learnCosts([], 1.5)(other)).toBe(1.5 * other.estimatedMs);
});
