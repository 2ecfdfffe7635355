import { requireRows } from '../blocks.ts';
import { orthonormal } from '../association/orthonormal.ts';
import { allFinite, mean } from '../descriptives.ts';
import { fUpper } from '../distributions/distributions.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { different } from '../region.ts';
import { withoutSpread } from '../location/without-spread.ts';
import type { TestResult } from '../types.ts';
import { roundingOf } from '../unit.ts';

const METHOD = 'lack of fit, F with the correction of Greenhouse and Geisser';

/**
 * Whether the arms of blocks, on the average, lie off every straight line in a covariate. Of each block the contrasts
 * between different values of the covariate that no line shows, m = values − 2 of them, orthonormal; with mean d̄ and
 * covariance S over B blocks,
 *
 *     F = B Σ d̄² / tr S on εm and εm(B − 1) degrees of freedom, ε = (tr S)²/(m tr S²).
 *
 * Blocks are independent; arms of a block may correlate and spread as they like, which ε accounts for (1 where they do
 * not). That it does not reject shows no line: `departuresFromLine` does.
 *
 * @param rows `[blocks, arms]`; logarithms for a power law
 * @param x one number an arm
 * @param rounding what rounding may leave of a value; default that of values as large as these
 * @returns statistic F; `reason` for fewer than two blocks or three different x, and where no contrast varies
 * @throws RangeError if a block has another length than x
 * @see Greenhouse & Geisser 1959, Psychometrika 24:95; Box 1954
 * @example lackOfLine([[1, 2, 3.1], [2, 3, 3.9], [1, 2.1, 3]], [1, 2, 3]).p // 0.840
 */
export function lackOfLine(
  rows: readonly (readonly number[])[],
  x: readonly number[],
  rounding = roundingOf(...rows),
): TestResult {
  requireRows(rows, 'test a line', 'arms in block', x.length);
  const [blocks, region] = [rows.length, different()];
  const lost = (reason: string) => withoutTest(METHOD, reason, [blocks], region);
  if (!allFinite(x) || !rows.every(allFinite)) return lost(REASONS.notFinite);
  const contrasts = contrastsOff(x);
  if (contrasts.length === 0) return lost(REASONS.tooFewLevels);
  if (blocks < 2) return lost(REASONS.tooFew);
  const values = contrasts.map((contrast) =>
    rows.map((row) => row.reduce((total, value, arm) => total + value * contrast[arm]!, 0)),
  );
  const centres = values.map(mean);
  const covariance = values.map((a, i) =>
    values.map(
      (b, j) =>
        a.reduce((total, value, s) => total + (value - centres[i]!) * (b[s]! - centres[j]!), 0) /
        (blocks - 1),
    ),
  );
  const trace = covariance.reduce((total, row, i) => total + row[i]!, 0);
  const still = (contrast: Float64Array, at: number): boolean =>
    withoutSpread(values[at]!, rounding * contrast.reduce((total, weight) => total + Math.abs(weight), 0));
  if (contrasts.every(still)) return lost(REASONS.zeroVariance);
  const squared = covariance.flat().reduce((total, value) => total + value * value, 0);
  const statistic = (blocks * centres.reduce((total, centre) => total + centre * centre, 0)) / trace;
  const dimensions = trace ** 2 / squared;
  return {
    method: METHOD,
    alternative: 'two-sided',
    statistic,
    degreesOfFreedom: [dimensions, dimensions * (blocks - 1)],
    p: fUpper(statistic, dimensions, dimensions * (blocks - 1)),
    effectSizes: [],
    n: [blocks],
  };
}

/** Orthonormal contrasts between different values of x that are 0 on every line. */
function contrastsOff(x: readonly number[]): readonly Float64Array[] {
  const line = orthonormal([Float64Array.from(x, () => 1), Float64Array.from(x)]);
  const levels = [...new Set(x)].map((level) => Float64Array.from(x, (value) => (value === level ? 1 : 0)));
  return orthonormal(levels, line);
}
