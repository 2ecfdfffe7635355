import type { Problem } from '../errors.ts';
import { remarksOn } from './checks/index.ts';
import { deepFreeze } from './hypothesis.ts';
import { describeIssue, problemsOf, quote } from './problems.ts';
import { hypothesisSchema } from './schema.ts';
import type { Hypothesis } from './types.ts';

/** Either the hypothesis with its defaults, or everything that is wrong with it; warnings stop nothing. */
export type Validation =
  | { readonly kind: 'valid'; readonly hypothesis: Hypothesis; readonly warnings: readonly Problem[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Checks a value against the words of a hypothesis, and the rules between its fields, all at once.
 *
 * The rules between fields run on every part that is well formed, so one run shows every problem, each with its path
 * in the object (`arms.base.batchSize`) and the values that are allowed there.
 *
 * @example validate({ id: 'x' }) // { kind: 'invalid', problems: [{ path: 'claim', message: 'expected a text, …' }, …] }
 */
export function validate(value: unknown): Validation {
  if (typeof value !== 'object' || value === null)
    return {
      kind: 'invalid',
      problems: [
        { path: '', message: `expected an object as hypothesis({…}) makes it, got ${quote(value)}` },
      ],
    };
  const parsed = hypothesisSchema.safeParse(value, { error: describeIssue, reportInput: true });
  const structural = parsed.success ? [] : problemsOf(parsed.error.issues);
  const remarks = remarksOn(value);
  const problems = [
    ...structural,
    ...remarks.filter((remark) => !remark.warning).map(({ path, message }) => ({ path, message })),
  ];
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems };
  return {
    kind: 'valid',
    hypothesis: deepFreeze(parsed.data) as unknown as Hypothesis,
    warnings: remarks.map(({ path, message }) => ({ path, message })),
  };
}
