import type { Random } from '../../random/index.ts';

/** A share of successes among trials, with its standard error. */
export interface SimulatedPower {
  readonly power: number;
  readonly standardError: number;
  readonly trials: number;
}

/**
 * The share of simulated data sets on which `decides` is true. With `trials` = 1,000 (the default) the standard error
 * is at most 0.016.
 *
 * Example: `simulatePower((random) => welch(draw(random), draw(random)).p! < 0.05, { random })`.
 * @throws RangeError unless `trials` is a whole number above zero
 */
export function simulatePower(
  decides: (random: Random) => boolean,
  { random, trials = 1_000 }: { readonly random: Random; readonly trials?: number },
): SimulatedPower {
  if (!(Number.isInteger(trials) && trials > 0))
    throw new RangeError(
      `Cannot simulate power: expected a whole number of trials above zero, got ${trials}`,
    );
  let successes = 0;
  for (let trial = 0; trial < trials; trial++) if (decides(random)) successes++;
  const power = successes / trials;
  return { power, standardError: Math.sqrt((power * (1 - power)) / trials), trials };
}

/** A trend over arms that share seeds: value = slope · covariate + seed + noise. */
export interface TrendPlan {
  /** One number an arm. */
  readonly covariate: readonly number[];
  readonly slope: number;
  /** Of the noise within a seed. */
  readonly standardDeviation: number;
  readonly seeds: number;
}

/**
 * Power of a test of a trend, by simulation with normal noise: `decides` sees one table of seeds (rows) by arms
 * (columns).
 *
 * Example: `powerTrend(plan, (table) => pageTest(table, plan.covariate).p! < 0.05, { random })`.
 */
export const powerTrend = (
  { covariate, slope, standardDeviation, seeds }: TrendPlan,
  decides: (table: number[][], random: Random) => boolean,
  options: { readonly random: Random; readonly trials?: number },
): SimulatedPower =>
  simulatePower((random) => {
    const row = (): number[] => covariate.map((x) => slope * x + standardDeviation * random.normal());
    return decides(Array.from({ length: seeds }, row), random);
  }, options);
