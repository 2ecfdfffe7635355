// Matchers of `optimizer-assay/vitest`: on numbers that a test has, one a seed; and a hypothesis as a test.
import { expect, test } from 'vitest';
import { testHypothesis } from 'optimizer-assay/vitest';
import claim from './hypotheses/rmsprop/starts-faster.hypothesis.js';
import { finalLoss } from './trainer.js';

// As many as seeds.js asks for, and none of the pilot's.
const seeds = Array.from({ length: 55 }, (_, index) => 1000 + index);
const losses = (options) => seeds.map((seed) => finalLoss({ seed, ...options }));
const plain = losses({ rate: 0.1 });

test('momentum 0.9 at a tenth of the rate does what plain SGD does', async () => {
  const momentum = losses({ rate: 0.01, momentum: 0.9 });
  await expect(momentum).toBeEquivalentTo(plain, { margin: 0.01, measure: 'loss' });
});

test('at twice the rate plain SGD ends higher', async () => {
  await expect(losses({ rate: 0.2 })).toBeGreaterThanBy(plain, 0.01, { measure: 'loss' });
});

testHypothesis(claim, { workers: 2, timeout: 60_000 });
