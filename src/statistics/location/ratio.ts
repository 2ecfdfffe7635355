import type { Sample } from '../descriptives.ts';
import type { TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import type { EffectSize, TestResult } from '../types.ts';

/**
 * A test of two samples made one of their ratio: it runs on logarithms, so estimate, interval and region are log ratios
 * (`equivalentRatio(1.25)` allows 0.8 … 1.25), and the ratio of geometric means stands among the effect sizes. Choose
 * it for positive measures whose spread grows with their size: losses, traces, times.
 *
 * Needs positive values; otherwise `reason` says so.
 *
 * Example: `onLogScale(studentPaired)(x, y, { region: equivalentRatio(1.25) })`.
 * @see Schuirmann 1987; Berger & Hsu 1996
 */
export const onLogScale =
  <Options extends TestOptions>(test: (x: Sample, y: Sample, options: Options) => TestResult) =>
  (x: Sample, y: Sample, options: Options): TestResult => {
    const [u, v] = [logarithms(x), logarithms(y)];
    if (!u || !v) return withoutTest('ratio', REASONS.notPositive, [x.length, y.length], options.region);
    const result = test(u, v, options);
    return {
      ...result,
      method: `${result.method}, of logarithms`,
      effectSizes: [...ratioEffect(result), ...result.effectSizes],
    };
  };

/** log x; undefined where a value is not positive. */
export function logarithms(x: Sample): Float64Array | undefined {
  const logs = Float64Array.from(x, Math.log);
  return logs.every(Number.isFinite) ? logs : undefined;
}

/** The estimate and interval as ratios. */
function ratioEffect({ estimate, interval }: TestResult): readonly EffectSize[] {
  if (estimate === undefined) return [];
  const name = 'ratio of geometric means';
  if (!interval) return [{ name, estimate: Math.exp(estimate) }];
  const { lower, upper, level } = interval;
  return [
    {
      name,
      estimate: Math.exp(estimate),
      interval: { lower: Math.exp(lower), upper: Math.exp(upper), level },
    },
  ];
}
