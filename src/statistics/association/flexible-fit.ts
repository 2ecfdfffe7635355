import { allFinite } from '../descriptives.ts';
import { fUpper } from '../distributions/distributions.ts';
import { REASONS } from '../reasons.ts';
import { inOwnUnit } from '../unit.ts';
import { dot } from './orthonormal.ts';
import { projection, type Projection } from './projection.ts';
import { splineBasis } from './spline-basis.ts';

/** Growth of the number of functions, and its largest share of the values less blocks. */
const GROWTH = 1.6;
const LARGEST_SHARE = 0.6;
/** A relation bends more than the functions follow where the F test of more of them has a smaller p. */
const BENDS = 0.2;

/** What is left of two variables when their blocks and a third are taken out. */
export interface FlexibleFit {
  readonly space: Projection;
  readonly residuals: readonly [Float64Array, Float64Array];
  /** Shares of what the variables vary within blocks that the third explains. */
  readonly explained: readonly [number, number];
}

/** Variables of `[blocks, arms]`, one row after the other. */
export interface Flat {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly third: readonly number[];
  readonly blocks: number;
  readonly arms: number;
}

/**
 * Regresses two variables on the means of their blocks and on cubic splines of a third: 1.5·√(values less blocks) of
 * them, and more as long as more would fit both relations better. A third with no more values than arms is taken out as
 * a factor.
 *
 * @returns the reason where it cannot be done: too few values, some not finite, one that does not vary or that the
 * third explains wholly, or relations that bend more than so few values tell
 */
export function flexibleFit({ x, y, third, blocks, arms }: Flat): FlexibleFit | string {
  if (![x, y, third].every(allFinite)) return REASONS.notFinite;
  if (blocks < 2 || blocks * (arms - 1) < 6) return REASONS.tooFew;
  const [first, second, given] = [x, y, third].map((v) => Float64Array.from(inOwnUnit(v))) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const blocked = projection([], blocks, arms);
  const varying = [first, second].map((values) => squares(blocked.residual(values)));
  // 1e-26: the square of what rounding of a mean leaves of equal values.
  if (varying.some((size, i) => size <= 1e-26 * squares([first, second][i]!))) return REASONS.constant;
  const fitWith = (functions: number): FlexibleFit => {
    const space = projection(splineBasis(given, functions), blocks, arms);
    const [a, b] = [space.residual(first), space.residual(second)];
    return {
      space,
      residuals: [a, b],
      explained: [1 - squares(a) / varying[0]!, 1 - squares(b) / varying[1]!],
    };
  };
  const fit = new Set(given).size <= arms ? fitWith(arms - 1) : grown(fitWith, blocks * (arms - 1));
  if (fit === undefined) return REASONS.bends;
  // 1e-12: what rounding leaves where the third explains all.
  return fit.explained.some((share) => share > 1 - 1e-12) ? REASONS.explained : fit;
}

/** With as many functions as the relations need; undefined where they need more than there may be. */
function grown(fitWith: (functions: number) => FlexibleFit, free: number): FlexibleFit | undefined {
  const first = Math.min(Math.floor(free / 2), Math.max(3, Math.round(1.5 * Math.sqrt(free))));
  const most = Math.floor(LARGEST_SHARE * free);
  let [functions, fit] = [first, fitWith(first)];
  while (functions < most) {
    const more = Math.min(most, Math.ceil(GROWTH * functions));
    const next = fitWith(more);
    if (!fitsBothBetter(fit, next)) return fit;
    [functions, fit] = [more, next];
  }
  return functions === first ? fit : undefined;
}

/** Whether more functions fit both relations better, by F tests. */
function fitsBothBetter(few: FlexibleFit, many: FlexibleFit): boolean {
  const { degreesOfFreedom } = many.space;
  const gained = few.space.degreesOfFreedom - degreesOfFreedom;
  return few.residuals.every((residual, i) => {
    const [before, after] = [squares(residual), squares(many.residuals[i]!)];
    return fUpper((before - after) / gained / (after / degreesOfFreedom), gained, degreesOfFreedom) < BENDS;
  });
}

const squares = (values: Float64Array): number => dot(values, values);
