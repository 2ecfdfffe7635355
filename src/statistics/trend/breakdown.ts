import { requireRows, type Blocks } from '../blocks.ts';
import { allFinite, mean, type Sample } from '../descriptives.ts';
import { DEFAULT_ALPHA, requireAlpha, type TestOptions } from '../options.ts';
import { REASONS, withoutTest } from '../reasons.ts';
import { alternativeOf, equivalent, greater, less, type Region } from '../region.ts';
import { requireWithin } from '../require.ts';
import { studentOneSample } from '../location/student.ts';
import type { TestResult } from '../types.ts';

/** One arm of a ladder against its base: what was found at one factor. */
export interface Rung {
  readonly factor: number;
  /** p of "equivalent to the base"; undefined where no test was possible. */
  readonly equivalence: number | undefined;
  /** p of "worse than the base by more than the margin". */
  readonly inferiority: number | undefined;
  /** Why no test was possible. */
  readonly reason?: string;
}

export interface BreakdownOptions {
  /**
   * Where the location of the breakdown is claimed to lie, its ends included: `{ lower: 4, upper: 16 }`; default at or
   * above the first factor after the base.
   */
  readonly region?: Region;
  readonly alpha?: number;
  /** The factor of the base, the smallest on the ladder; default 1. */
  readonly base?: number;
}

/**
 * Where a ladder of factors breaks: the factor λ up to which every arm is equivalent to the base and beyond which some
 * are not.
 *
 * Two fixed sequences, each at error rate α without further correction: equivalence is tested from the smallest factor
 * upwards until it first fails to be established, inferiority from the largest downwards. With L the last factor
 * established equivalent and U the last (smallest) established inferior, L ≤ λ holds with confidence 1 − α and λ < U
 * with confidence 1 − α, so [L, U] is an interval of level 1 − 2α on the ladder's factors. L is the base where nothing
 * is established, U is infinite where no inferiority is. p of the claim that λ lies in a region [a, b] is the largest
 * of the equivalence p-values up to a and the inferiority p-values from b on; p < α exactly when [L, U] lies in [a, b],
 * ends included. A missing p stops its sequence; where p of the claim needs it, or a rung that the ladder lacks, p is 1
 * and `reason` says why.
 *
 * Choose it for claims such as "linear scaling holds up to a factor between 4 and 16, and then performance drops".
 *
 * @param rungs every arm but the base, in any order
 * @returns estimate: the largest factor up to which all arms have equivalence p < ½; n: the number of rungs
 * @throws RangeError for a factor that is not above the base, or that comes twice, and unless 0 < alpha < ½
 * @see Maurer, Hothorn & Lehmacher 1995; Westfall & Krishen 2001 (fixed sequences); Marcus, Peritz & Gabriel 1976
 * (closed testing)
 */
export function locateBreakdown(rungs: readonly Rung[], options: BreakdownOptions = {}): TestResult {
  const { base = 1 } = options;
  const alpha = requireAlpha(options.alpha ?? DEFAULT_ALPHA);
  const method = 'location of breakdown, fixed sequences';
  const ladder = [...rungs].sort((a, b) => a.factor - b.factor);
  const { region = greater(ladder[0]?.factor ?? base) } = options;
  ladder.forEach(({ factor, equivalence, inferiority }, i) => {
    const below = i === 0 ? base : ladder[i - 1]!.factor;
    if (!(factor > below))
      throw new RangeError(`Cannot climb a ladder: expected factors above ${below}, got ${factor}`);
    for (const p of [equivalence, inferiority])
      if (p !== undefined) requireWithin('climb a ladder', 'p-values', p, [0, 1]);
  });
  const n = [ladder.length];
  if (ladder.length === 0) return withoutTest(method, REASONS.tooFew, n, region);
  const holds = countWhile(ladder, ({ equivalence }) => (equivalence ?? 1) < alpha);
  const breaks = countWhile(ladder.toReversed(), ({ inferiority }) => (inferiority ?? 1) < alpha);
  const seeming = countWhile(ladder, ({ equivalence }) => (equivalence ?? 1) < 0.5);
  const lower = holds === 0 ? base : ladder[holds - 1]!.factor;
  const upper = breaks === 0 ? Infinity : ladder[ladder.length - breaks]!.factor;
  const estimate = seeming === 0 ? base : ladder[seeming - 1]!.factor;
  const interval = { lower, upper, level: 1 - 2 * alpha };
  return {
    method,
    alternative: alternativeOf(region),
    ...pOfLocation(ladder, region, base),
    estimate,
    interval,
    effectSizes: [{ name: 'factor at breakdown', estimate, interval }],
    n,
  };
}

/**
 * The largest of the p-values that must all be small for [L, U] to lie in [lower, upper]; 1 where the ladder does not
 * reach so far, none where every ladder does.
 */
function pOfLocation(
  ladder: readonly Rung[],
  { lower, upper, outside }: Region,
  base: number,
): Pick<TestResult, 'p' | 'reason'> {
  if (outside)
    throw new RangeError('Cannot locate a breakdown outside a region: expected an interval, got its outside');
  if (lower <= base && upper === Infinity) return { reason: BREAKDOWN_REASONS.vacuous };
  const last = lower > base ? ladder.findIndex(({ factor }) => factor >= lower) : undefined; // L must reach this rung
  const first = upper < Infinity ? ladder.findLastIndex(({ factor }) => factor <= upper) : undefined; // U must come down to this rung
  if (last === -1 || first === -1) return { p: 1, reason: BREAKDOWN_REASONS.short };
  const alike = last === undefined ? [] : ladder.slice(0, last + 1);
  const worse = first === undefined ? [] : ladder.slice(first);
  const untested = [
    ...alike.filter(({ equivalence }) => equivalence === undefined),
    ...worse.filter(({ inferiority }) => inferiority === undefined),
  ][0];
  if (untested !== undefined) return { p: 1, reason: untested.reason ?? BREAKDOWN_REASONS.untested };
  return {
    p: Math.max(
      ...alike.map(({ equivalence }) => equivalence!),
      ...worse.map(({ inferiority }) => inferiority!),
    ),
  };
}

const BREAKDOWN_REASONS = {
  vacuous: 'a region that holds every location',
  short: 'a ladder that does not reach the region',
  untested: 'a factor at which no test was possible',
} as const;

export interface LadderOptions extends BreakdownOptions {
  /** Largest difference from the base that still counts as equivalent. */
  readonly margin: number;
  /** Which side is worse: `less` for accuracy, `greater` for loss. */
  readonly worse: 'less' | 'greater';
  /** The test of paired differences; default `studentOneSample`. */
  readonly test?: (differences: Sample, options: TestOptions) => TestResult;
}

/**
 * `locateBreakdown` on arms that share seeds: each arm less the base, seed by seed, tested for equivalence within
 * ±margin and for being worse by more than the margin. Effect sizes add the mean difference of every arm. Choose it
 * when the numbers, rather than p-values, are at hand.
 *
 * A seed that lacks the arm or the base is left out of that rung.
 *
 * Example: `breakdown([[9, 9.1, 5], [8, 7.9, 3], [9, 9, 6]], [1, 2, 4], { margin: 0.5, worse: 'less' }).interval` is
 * from 2 to 4.
 * @param blocks `[seeds, arms]`, the base in the first column
 * @param factors one an arm, the base's first
 * @throws RangeError for a row of another length than `factors`, or factors not above the base's
 */
export function breakdown(blocks: Blocks, factors: readonly number[], options: LadderOptions): TestResult {
  const { margin, worse, alpha = DEFAULT_ALPHA, test = studentOneSample } = options;
  requireRows(blocks, 'climb a ladder', 'arms in block', factors.length);
  const columns = factors.slice(1).map((_, i) => pairedDifferences(blocks, i + 1));
  const inferior = worse === 'less' ? less(-margin) : greater(margin);
  const rungs = columns.map((differences, i): Rung => {
    const { p, reason } = test(differences, { region: equivalent(margin), alpha, effectSizes: false });
    return {
      factor: factors[i + 1]!,
      equivalence: p,
      inferiority: test(differences, { region: inferior, alpha, effectSizes: false }).p,
      ...(reason === undefined ? {} : { reason }),
    };
  });
  const result = locateBreakdown(rungs, { ...options, base: factors[0] ?? 1 });
  const effects = columns.flatMap((differences, i) =>
    differences.length === 0 || !allFinite(differences)
      ? []
      : [{ name: `mean difference at factor ${factors[i + 1]}`, estimate: mean(differences) }],
  );
  return { ...result, effectSizes: [...result.effectSizes, ...effects] };
}

function pairedDifferences(blocks: Blocks, arm: number): number[] {
  return blocks.flatMap((row) => (row[0] === undefined || row[arm] === undefined ? [] : [row[arm] - row[0]]));
}

function countWhile<T>(items: readonly T[], holds: (item: T) => boolean): number {
  const end = items.findIndex((item) => !holds(item));
  return end < 0 ? items.length : end;
}
