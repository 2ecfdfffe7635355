import type { Baseline } from '../baseline/baseline-schema.ts';
import type { CostFinding } from '../types.ts';

/** The case with the most parameters, and the cost on it that the baseline noted; undefined where it noted none. */
export function costNoted(
  ids: readonly string[],
  { cases }: Pick<Baseline, 'cases'>,
): (CostFinding & Required<Pick<CostFinding, 'before'>>) | undefined {
  const sizeOf = (id: string) => cases[id]?.cost?.parameterBytes ?? 0;
  const largest = [...ids].sort((a, b) => sizeOf(b) - sizeOf(a))[0];
  const before = cases[largest ?? '']?.cost;
  return largest === undefined || before === undefined ? undefined : { id: largest, before };
}
