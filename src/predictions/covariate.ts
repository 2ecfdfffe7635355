import type { Design, Invalid } from './case.ts';

/** The covariate of each arm, which must be declared or derived for all of them and not the same number everywhere. */
export function covariateOf(
  design: Pick<Design, 'covariates'>,
  arms: readonly string[],
  name: string,
): readonly number[] | Invalid {
  const values = arms.map((arm) => design.covariates[arm]?.[name]);
  const without = arms.filter((_, index) => values[index] === undefined);
  if (without.length > 0)
    return { invalid: `expected a covariate ${name} of every arm, got none of ${without.join(', ')}` };
  if (new Set(values).size < 2)
    return { invalid: `expected arms that differ in ${name}, got ${values[0]} everywhere` };
  return values as readonly number[];
}
