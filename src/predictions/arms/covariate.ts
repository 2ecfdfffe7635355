import type { Design, Invalid } from '../case.ts';

/**
 * The covariate of each arm, which must be declared or derived for all of them and not the same number everywhere.
 * Numbers that differ by the rounding of a division, 1e-12 relative, become one: 0.3/96 and 0.1/32 are the same ratio.
 */
export function covariateOf(
  design: Pick<Design, 'covariates'>,
  arms: readonly string[],
  name: string,
): readonly number[] | Invalid {
  const values = arms.map((arm) => design.covariates[arm]?.[name]);
  const without = arms.filter((_, index) => values[index] === undefined);
  if (without.length > 0)
    return { invalid: `expected a covariate ${name} of every arm, got none of ${without.join(', ')}` };
  const levels = levelled(values as readonly number[]);
  if (new Set(levels).size < 2)
    return { invalid: `expected arms that differ in ${name}, got ${values[0]} everywhere` };
  return levels;
}

/** Each number as the first in the list that equals it up to rounding. */
const levelled = (values: readonly number[]): readonly number[] =>
  values.map((value) => values.find((other) => Math.abs(other - value) <= 1e-12 * Math.abs(value))!);
