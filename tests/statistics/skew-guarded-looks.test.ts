import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import { alphaByLook, greater, less, skewGuardedMean } from '../../src/statistics/index.ts';

const looks = [4, 8, 12];
const levels = alphaByLook({ information: looks.map((n) => n / 12), alpha: 0.05, replicates: 12 }, greater());

/** Share of data sets of exp(Z), less its mean, of which some look says that the mean lies below 0. */
function errors(repeated: boolean, trials: number): number {
  const random = stream('looks', 'simulate', 'lognormal');
  let wrong = 0;
  for (let trial = 0; trial < trials; trial++) {
    const x = Array.from({ length: 12 }, () => Math.exp(random.normal()) - Math.exp(0.5));
    const says = (n: number, alpha: number) =>
      skewGuardedMean(x.slice(0, n), { region: less(0), alpha, effectSizes: false, repeated }).p! < alpha;
    if (looks.some((n, look) => says(n, levels[look]!))) wrong++;
  }
  return wrong / trials;
}

describe('the guard against skewness at several looks', () => {
  test('errs at most 6.5 % on exp(Z), where the guard of one look errs at 9 %', () => {
    expect(errors(true, 4_000)).toBeLessThan(0.065);
    expect(errors(false, 4_000)).toBeGreaterThan(0.075);
  });
});
