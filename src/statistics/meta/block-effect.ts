import type { TestOptions } from '../options.ts';
import type { TestResult } from '../types.ts';
import { ofAnySize } from '../unit.ts';

/** What one block of a design (a data set, a workload) says of a parameter. */
export interface BlockEffect {
  readonly estimate: number;
  /** Its standard error from the replicates within the block; absent where the method gives none. */
  readonly standardError?: number;
  /** Degrees of freedom of the standard error; default infinite: as if it were known. */
  readonly df?: number;
}

/** A block whose standard error is known and above zero. */
export type WeighedEffect = BlockEffect & { readonly standardError: number };

/** Below this share of the largest effect a standard error is the rounding of single precision, and no weight. */
const ROUNDING = 1e-6;

/**
 * The blocks where each has a finite estimate, a standard error above rounding, and a weight 1/s² that is finite and
 * above zero, else undefined.
 */
export function weighed(effects: readonly BlockEffect[]): readonly WeighedEffect[] | undefined {
  const largest = Math.max(...effects.map(({ estimate }) => Math.abs(estimate)));
  const usable = (effect: BlockEffect): effect is WeighedEffect => {
    const { estimate, standardError = 0 } = effect;
    const weight = 1 / standardError ** 2;
    return standardError > ROUNDING * largest && weight > 0 && weight < Infinity && Number.isFinite(estimate);
  };
  return effects.every(usable) ? effects : undefined;
}

/** As `ofAnySize`, for effects of blocks: estimates and standard errors in one unit. */
export function effectsOfAnySize<O extends TestOptions>(
  effects: readonly BlockEffect[],
  options: O,
  test: (effects: readonly BlockEffect[], options: O) => TestResult,
): TestResult {
  const estimates = effects.map(({ estimate }) => estimate);
  const errors = effects.map(({ standardError = 0 }) => standardError);
  return ofAnySize([estimates, errors], options, ([estimate, standardError], inUnit) =>
    test(
      effects.map((effect, i) => ({
        ...effect,
        estimate: estimate![i]!,
        ...(effect.standardError === undefined ? {} : { standardError: standardError![i]! }),
      })),
      inUnit,
    ),
  );
}
