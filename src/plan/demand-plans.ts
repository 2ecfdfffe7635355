import { AssayError } from '../errors.ts';
import type { HypothesisPlan } from './parts.ts';

/**
 * Refuses plans of which nothing can be trained.
 *
 * @param demand `every` hypothesis must have a plan, or `some`
 * @throws AssayError with what is wrong with the first that has none
 */
export function demandPlans(parts: readonly HypothesisPlan[], demand: 'every' | 'some'): void {
  const failed = parts.filter(({ failure }) => failure !== undefined);
  const fatal = demand === 'every' ? failed.length > 0 : failed.length === parts.length;
  const [first] = failed;
  if (first?.failure === undefined || !fatal) return;
  const { code } = first.failure;
  if (code !== 'data') throw first.failure;
  throw new AssayError(code, `${first.analysis.id}: ${first.analysis.unavailable}`, { cause: first.failure });
}
