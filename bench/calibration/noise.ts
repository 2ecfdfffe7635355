import type { Random } from '../../src/random/index.ts';
import { mean, type Sample } from '../../src/statistics/index.ts';

/** Noise with mean zero and spread 1; where data are heteroscedastic the spread grows from arm to arm. */
export const NOISE: Readonly<Record<string, (random: Random, arm: number) => number>> = {
  normal: (random) => random.normal(),
  skewed: (random) => -Math.log(1 - random.uniform()) - 1,
  heteroscedastic: (random, arm) => (1 + arm) * random.normal(),
  discrete: (random) => Math.round(2 * random.normal()) / 2,
};

/** Variance of what is normal to the nearest half: 1 + ½²/12 by Sheppard's correction, exact to 1e-30 here. */
export const DISCRETE_VARIANCE = 1 + 1 / 48;

/** Arms at even steps along a ladder. */
export const ARMS = [0, 1, 2, 3, 4] as const;

/** Seeds × arms: a level for each seed, a slope, and noise. */
export const seedsByArms = (
  seeds: number,
  tilt: number,
  noise: (random: Random, arm: number) => number,
  random: Random,
): number[][] =>
  Array.from({ length: seeds }, () => {
    const level = 3 * random.normal();
    return ARMS.map((arm) => level + tilt * arm + noise(random, arm));
  });

/** The true mean of a coefficient within seeds that rise by one an arm, by 8,000 seeds; remembered by kind of data. */
export function trueTrend(of: (x: Sample, y: Sample) => number): (data: string, random: Random) => number {
  const known = new Map<string, number>();
  return (data, random) => {
    const drawn = (): number => mean(seedsByArms(8_000, 1, NOISE[data]!, random).map((row) => of(ARMS, row)));
    known.set(data, known.get(data) ?? drawn());
    return known.get(data)!;
  };
}
