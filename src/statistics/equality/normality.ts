import type { Random } from '../../random/index.ts';
import {
  allEqual,
  mean,
  sorted,
  standardDeviation,
  sumOfSquares,
  variance,
  type Sample,
} from '../descriptives.ts';
import { chiSquareUpper, logNormalCdf, normalUpper } from '../distributions/distributions.ts';
import { REASONS, unfit, withoutTest } from '../reasons.ts';
import type { TestResult } from '../types.ts';
import { inOwnUnit } from '../unit.ts';
import { requireCount, requireSamples } from '../require.ts';

/**
 * The Anderson–Darling test of normality with estimated mean and spread: A² = −n − (1/n) Σ (2i − 1)[ln Φ(zᵢ) + ln
 * Φ̄(z₍ₙ₊₁₋ᵢ₎)], A²(1 + 0.75/n + 2.25/n²) against the fitted tails of D'Agostino and Stephens. Choose it to show that
 * values are not normal (a claim that the central limit theorem breaks); that it does not reject shows nothing without
 * its power.
 *
 * Needs n ≥ 8 and a variance above zero; otherwise `reason` says what is missing. Effect size: the corrected A².
 *
 * Example: `andersonDarling([1, 2, 3, 4, 5, 6, 7, 100]).p` is below 0.001.
 * @see Stephens 1974, JASA 69:730; D'Agostino & Stephens 1986, p. 127
 */
export function andersonDarling(sample: Sample): TestResult {
  const x = inOwnUnit(sample);
  const method = 'Anderson–Darling, normal';
  const n = x.length;
  const reason = unfit(x, 8) ?? (variance(x) > 0 ? undefined : REASONS.zeroVariance);
  if (reason) return withoutTest(method, reason, [n]);
  const [centre, spread] = [mean(x), standardDeviation(x)];
  const z = sorted(x).map((value) => (value - centre) / spread);
  let total = 0;
  for (let i = 0; i < n; i++) total += (2 * i + 1) * (logNormalCdf(z[i]!) + logNormalCdf(-z[n - 1 - i]!));
  const statistic = -n - total / n;
  const corrected = statistic * (1 + 0.75 / n + 2.25 / (n * n));
  return {
    method,
    alternative: 'two-sided',
    statistic,
    p: andersonDarlingTail(corrected),
    effectSizes: [{ name: 'corrected A²', estimate: corrected }],
    n: [n],
  };
}

function andersonDarlingTail(a: number): number {
  if (a < 0.2) return 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a * a);
  if (a < 0.34) return 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a * a);
  if (a < 0.6) return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
  // The fit ends at 10; beyond, its parabola would turn.
  return Math.exp(1.2937 - 5.709 * Math.min(a, 10) + 0.0186 * Math.min(a, 10) ** 2);
}

/**
 * The moments of a sample about its mean, divided by n. Example: `shapeOf([1, 2, 3]).kurtosis` is 1.5.
 * @throws RangeError unless two finite values or more vary
 */
export function shapeOf(sample: Sample): { readonly skewness: number; readonly kurtosis: number } {
  requireSamples('describe a shape', [sample], 2);
  if (allEqual(sample))
    throw new RangeError(`Cannot describe a shape: expected values that vary, got ${sample[0]} everywhere`);
  const x = inOwnUnit(sample);
  const n = x.length;
  const centre = mean(x);
  const second = sumOfSquares(x, centre) / n;
  let [third, fourth] = [0, 0];
  for (let i = 0; i < n; i++) {
    const distance = (x[i]! - centre) / Math.sqrt(second);
    third += distance ** 3;
    fourth += distance ** 4;
  }
  return { skewness: third / n, kurtosis: fourth / n };
}

const jarqueBeraOf = (n: number, x: Sample): number => {
  const { skewness, kurtosis } = shapeOf(x);
  return (n / 6) * (skewness ** 2 + (kurtosis - 3) ** 2 / 4);
};

/**
 * The Jarque–Bera test of normality by skewness and kurtosis: JB = n/6·(g² + (k − 3)²/4). With `random` p is (b + 1)/(m
 * + 1) over normal samples of the same size, which is exact; without, exp(−JB/2), which is poor below n = 100. Choose
 * it where skewness or heavy tails are the point; `andersonDarling` sees more.
 *
 * Needs n ≥ 4 and a variance above zero; otherwise `reason` says what is missing. Effect sizes: skewness, kurtosis.
 *
 * Example: `jarqueBera([1, 2, 3, 4, 5, 6, 7, 100], { random }).p` is below 0.01.
 * @see Jarque & Bera 1987, International Statistical Review 55:163
 */
export function jarqueBera(
  sample: Sample,
  { random, resamples = 9_999 }: { readonly random?: Random; readonly resamples?: number } = {},
): TestResult {
  const x = inOwnUnit(sample);
  const method = `Jarque–Bera${random ? ', Monte Carlo' : ''}`;
  const n = x.length;
  const reason = unfit(x, 4) ?? (variance(x) > 0 ? undefined : REASONS.zeroVariance);
  if (reason) return withoutTest(method, reason, [n]);
  const statistic = jarqueBeraOf(n, x);
  const { skewness, kurtosis } = shapeOf(x);
  let p = Math.exp(-statistic / 2);
  if (random) {
    requireCount('resample', 'resamples', resamples, 1);
    const draw = new Float64Array(n);
    let extreme = 1;
    for (let b = 0; b < resamples; b++) if (jarqueBeraOf(n, random.fillNormal(draw)) >= statistic) extreme++;
    p = extreme / (resamples + 1);
  }
  const effectSizes = [
    { name: 'skewness', estimate: skewness },
    { name: 'kurtosis', estimate: kurtosis },
  ];
  return { method, alternative: 'two-sided', statistic, degreesOfFreedom: 2, p, effectSizes, n: [n] };
}

export interface MardiaResult {
  /** b₁ₚ; statistic (n/6)b₁ₚ, χ² with p(p + 1)(p + 2)/6 degrees of freedom. */
  readonly skewness: TestResult;
  /** The same with Mardia's correction for small n. */
  readonly skewnessSmall: TestResult;
  /** b₂ₚ; statistic (b₂ₚ − p(p + 2))/√(8p(p + 2)/n), normal. */
  readonly kurtosis: TestResult;
}

/**
 * Mardia's tests of multivariate normality, by skewness and by kurtosis; the covariance divides by n. With `random` p
 * is (b + 1)/(m + 1) over normal samples of the same size (of kurtosis twice that of the nearer tail), which is exact,
 * since b₁ₚ and b₂ₚ know neither mean nor covariance; without, the laws of many points: of 16 points in a plane the
 * skewness corrected for small n is called significant in 6 % at alpha 5 %. Choose it for gradient noise projected on
 * several directions. By default 999 samples: of 200 points in ten directions they take some 2 s.
 *
 * Needs n > p + 1 and a covariance of full rank; otherwise each result's `reason` says what is missing.
 *
 * Example: `mardia([[1, 2], [2, 1], [3, 5], [4, 4], [5, 6]]).skewness.degreesOfFreedom` is 4.
 * @param points `[n, p]`
 * @see Mardia 1970, Biometrika 57:519; 1974, Sankhyā B 36:115
 */
export function mardia(
  points: readonly (readonly number[])[],
  { random, resamples = 999 }: { readonly random?: Random; readonly resamples?: number } = {},
): MardiaResult {
  const [n, p] = [points.length, points[0]?.length ?? 0];
  const name = (part: string): string => `Mardia, ${part}${random ? ', Monte Carlo' : ''}`;
  const fail = (reason: string): MardiaResult => ({
    skewness: withoutTest(name('skewness'), reason, [n]),
    skewnessSmall: withoutTest(name('skewness, small n'), reason, [n]),
    kurtosis: withoutTest(name('kurtosis'), reason, [n]),
  });
  if (p === 0 || n <= p + 1) return fail(REASONS.tooFew);
  if (points.some((row) => row.length !== p || row.some((value) => !Number.isFinite(value))))
    return fail(REASONS.notFinite);
  const moments = momentsOf(points);
  if (moments === undefined) return fail(REASONS.zeroVariance);
  const { b1, b2 } = moments;
  const drawn = random && drawnTails(moments, [n, p], resamples, random);
  const df = (p * (p + 1) * (p + 2)) / 6;
  const correction = ((p + 1) * (n + 1) * (n + 3)) / (n * ((n + 1) * (p + 1) - 6));
  const chi = (part: string, statistic: number): TestResult => ({
    method: name(part),
    alternative: 'two-sided',
    statistic,
    degreesOfFreedom: df,
    p: drawn?.skewness ?? chiSquareUpper(statistic, df),
    estimate: b1,
    effectSizes: [],
    n: [n],
  });
  const z = (b2 - p * (p + 2)) / Math.sqrt((8 * p * (p + 2)) / n);
  return {
    skewness: chi('skewness', (n * b1) / 6),
    skewnessSmall: chi('skewness, small n', (n * b1 * correction) / 6),
    kurtosis: {
      method: name('kurtosis'),
      alternative: 'two-sided',
      statistic: z,
      p: drawn?.kurtosis ?? 2 * normalUpper(Math.abs(z)),
      estimate: b2,
      effectSizes: [],
      n: [n],
    },
  };
}

/** Mardia's b₁ₚ and b₂ₚ: means of cubes and squares of products of whitened points. */
interface Moments {
  readonly b1: number;
  readonly b2: number;
}

/** Undefined where the covariance lacks rank. */
function momentsOf(points: readonly Sample[]): Moments | undefined {
  const whitened = whiten(points);
  if (whitened === undefined) return undefined;
  const n = points.length;
  let [b1, b2] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const [first, second] = [whitened[i]!, whitened[j]!];
      let product = 0;
      for (let k = 0; k < first.length; k++) product += first[k]! * second[k]!;
      b1 += (i === j ? 1 : 2) * product * product * product;
      if (i === j) b2 += product * product;
    }
  return { b1: b1 / (n * n), b2: b2 / n };
}

/** p-values of both moments among those of standard normal samples. */
function drawnTails(
  { b1, b2 }: Moments,
  [n, p]: readonly [number, number],
  resamples: number,
  random: Random,
): { readonly skewness: number; readonly kurtosis: number } {
  requireCount('resample', 'resamples', resamples, 1);
  const values = new Float64Array(n * p);
  const rows = Array.from({ length: n }, (_, i) => values.subarray(i * p, (i + 1) * p));
  // What differs by rounding is equal: b₂ of three numbers is 1.5 whatever they are.
  const [less, more] = [1 - 1e-12, 1 + 1e-12];
  let [skewed, heavy, light] = [1, 1, 1];
  for (let draw = 0; draw < resamples; draw++) {
    random.fillNormal(values);
    const normal = momentsOf(rows);
    // A sample without full rank has probability zero; counted, it could only raise p.
    if (!normal || normal.b1 >= b1 * less) skewed++;
    if (!normal || normal.b2 >= b2 * less) heavy++;
    if (!normal || normal.b2 <= b2 * more) light++;
  }
  return {
    skewness: skewed / (resamples + 1),
    kurtosis: Math.min(1, (2 * Math.min(heavy, light)) / (resamples + 1)),
  };
}

/** Points less their mean, times L⁻¹ of the covariance LLᵀ (divided by n); undefined where it lacks rank. */
function whiten(points: readonly Sample[]): number[][] | undefined {
  const [n, p] = [points.length, points[0]!.length];
  const columns = Array.from({ length: p }, (_, k) => inOwnUnit(points.map((row) => row[k]!)));
  const centres = columns.map((column) => mean(column));
  const rows = points.map((_, i) => columns.map((column, k) => column[i]! - centres[k]!));
  const factor: number[][] = [];
  for (let i = 0; i < p; i++) {
    factor.push([]);
    for (let j = 0; j <= i; j++) {
      let value = rows.reduce((total, row) => total + row[i]! * row[j]!, 0) / n;
      const scale = value;
      for (let k = 0; k < j; k++) value -= factor[i]![k]! * factor[j]![k]!;
      // 1e-13 of a variance is what rounding leaves of a direction that the others explain.
      if (i === j && !(value > 1e-13 * scale)) return undefined;
      factor[i]!.push(i === j ? Math.sqrt(value) : value / factor[j]![j]!);
    }
  }
  return rows.map((row) => {
    const solved: number[] = [];
    for (let i = 0; i < p; i++) {
      let value = row[i]!;
      for (let k = 0; k < i; k++) value -= factor[i]![k]! * solved[k]!;
      solved.push(value / factor[i]![i]!);
    }
    return solved;
  });
}
