import { AssayError } from '../../errors.ts';
import type { Examples } from '../types.ts';

/**
 * The first `count` examples, as views on the same memory; stratified, because the canonical order is.
 * @throws AssayError `configuration` where there are fewer
 */
export function subset(examples: Examples, count: number, what: string): Examples {
  if (count > examples.count)
    throw new AssayError(
      'configuration',
      `Cannot take ${count} ${what} examples: expected at most ${examples.count}, the number there is, got ${count}`,
    );
  const row = examples.features.length / examples.count;
  const target = examples.labels.length / examples.count;
  return {
    ...examples,
    features: examples.features.subarray(0, count * row),
    labels: examples.labels.subarray(0, count * target),
    count,
  };
}
