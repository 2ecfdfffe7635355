import { test } from 'vitest';
import type { Hypothesis } from '../declare/types.ts';
import { assert, type CheckOptions } from '../suite/check.ts';

/** Milliseconds that training may take, unless the options say otherwise. */
const HOUR = 3_600_000;

/**
 * One test a hypothesis: it passes where the verdict is the expected one, and fails with the whole report.
 * The results stand in the test's meta data, as `task.meta.assay`.
 *
 * @param options those of `check`, and `timeout` of the test in milliseconds; default an hour
 */
export function testHypothesis(
  hypothesis: Hypothesis,
  { timeout = HOUR, ...options }: CheckOptions & { readonly timeout?: number } = {},
): void {
  test(`${hypothesis.id}: ${hypothesis.claim}`, { timeout }, async ({ task, signal }) => {
    const { hypotheses, summary, runs } = await assert(hypothesis, { signal, ...options });
    Object.assign(task.meta, { assay: { hypotheses, summary, runs } });
  });
}
