import { AssayError } from '../errors.ts';
import type { HypothesisPlan } from './parts.ts';

/**
 * Refuses plans of which nothing can be trained.
 *
 * @param demand `every` hypothesis must have its data, or `some`
 * @throws AssayError `data` with what is missing
 */
export function demandData(parts: readonly HypothesisPlan[], demand: 'every' | 'some'): void {
  const lacking = parts.filter(({ analysis }) => analysis.unavailable !== undefined);
  const fatal = demand === 'every' ? lacking.length > 0 : lacking.length === parts.length;
  const [first] = lacking;
  if (first === undefined || !fatal) return;
  throw new AssayError('data', `${first.analysis.id}: ${first.analysis.unavailable}`);
}
