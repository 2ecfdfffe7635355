import { normalQuantile, normalUpper } from '../distributions/distributions.ts';
import { remembered } from '../distributions/lattice.ts';
import { tLooks } from './t-looks.ts';
import { Recursion } from './recursion.ts';
import { requireAlpha } from '../options.ts';
import { tailAlpha, type Region } from '../region.ts';
import { SPENDING, type Spending } from './spending.ts';
import { requireWithin } from '../require.ts';

export interface SequentialDesign {
  /**
   * Share of the information at each look, ascending, the last 1 (or less, while the study runs): for replicates n/max.
   */
  readonly information: readonly number[];
  /** Error rate of the whole study, one-sided unless `sided` is 2; default 0.05. */
  readonly alpha?: number;
  readonly spending?: Spending;
  /** 2: stop on either side, alpha is shared. Default 1. */
  readonly sided?: 1 | 2;
}

/**
 * Critical values of Z at the looks of a group-sequential study by error spending: at each look as much error is spent
 * as the spending function allows for the information so far, so the number and times of later looks need not be known.
 *
 * Example: `sequentialBoundaries({ information: [1 / 3, 2 / 3, 1], alpha: 0.025 })` is 3.710, 2.511, 1.993.
 * @throws RangeError unless 0 < alpha < ½ and the information ascends within (0, 1]
 * @see Lan & DeMets 1983, Biometrika 70:659
 */
export function sequentialBoundaries(design: SequentialDesign): number[] {
  const { information, alpha = 0.05, spending = 'obrien-fleming', sided = 1 } = design;
  requireDesign(information, alpha);
  const recursion = new Recursion();
  let spent = 0;
  return information.map((time, look) => {
    const due = SPENDING[spending](time, alpha / sided) - spent;
    spent += due;
    const bound = zOfExit((z) => recursion.upper(time, z), due);
    if (look < information.length - 1)
      recursion.advance(time, sided === 2 ? -bound : -Infinity, bound, information[look + 1]!);
    return bound;
  });
}

/**
 * Critical values of the classical shapes, one constant for all looks: O'Brien–Fleming cₖ = c/√tₖ, Pocock cₖ = c.
 *
 * Example: `classicalBoundaries('pocock', { information: [0.2, 0.4, 0.6, 0.8, 1], sided: 2 })[0]` is 2.413.
 * @throws RangeError as `sequentialBoundaries`
 * @see Pocock 1977; O'Brien & Fleming 1979
 */
export function classicalBoundaries(shape: Spending, design: Omit<SequentialDesign, 'spending'>): number[] {
  const { information, alpha = 0.05, sided = 1 } = design;
  requireDesign(information, alpha);
  const bounds = (c: number): number[] =>
    information.map((time) => (shape === 'pocock' ? c : c / Math.sqrt(time)));
  const c = bisect((value) => alpha - crossing(information, bounds(value), { sided }), 0.1, 12);
  return bounds(c);
}

export interface CrossingOptions {
  /** Mean of B(1): 0 under the null, z(1 − α) + z(power) for a study of that power with one look. */
  readonly drift?: number;
  readonly sided?: 1 | 2;
  /** Futility bounds that stop for good when Z falls below; default none. */
  readonly futility?: readonly number[];
}

/**
 * P(Z crosses an upper bound (or, two-sided, either) at some look): the error rate at drift 0, the power at another.
 *
 * Example: `crossing([1], [1.959964], { sided: 2 })` is 0.05.
 */
export function crossing(
  information: readonly number[],
  bounds: readonly number[],
  { drift = 0, sided = 1, futility }: CrossingOptions = {},
): number {
  requireInformation(information);
  const recursion = new Recursion(drift);
  let total = 0;
  information.forEach((time, look) => {
    const bound = bounds[look] ?? NaN;
    if (Number.isNaN(bound))
      throw new RangeError(`Cannot cross bounds: expected a number at each look, got ${bounds.join(', ')}`);
    total += recursion.upper(time, bound) + (sided === 2 ? recursion.lower(time, -bound) : 0);
    const floor = sided === 2 ? -bound : (futility?.[look] ?? -Infinity);
    if (look < information.length - 1) recursion.advance(time, floor, bound, information[look + 1]!);
  });
  return total;
}

/**
 * The error rate to give a test at each look: 1 − Φ(cₖ). Any method of this room, called at look k with `alpha` = this
 * number, gives a repeated confidence interval: the rule "interval inside the region: supported, outside: refuted" then
 * errs at most alpha over all looks, for superiority, equivalence (each one-sided test is a sequential test) and trends
 * alike. For regions that are the outside of an interval either tail may reject; the numbers allow for that.
 *
 * With `replicates` the levels hold for Student's t, from two replicates at the first look on; without them for Z, and
 * t at these levels errs at up to 5.5 % for 5.
 *
 * Example: `alphaByLook({ information: [0.5, 1], alpha: 0.05 }, greater(0))` is 0.00549…, 0.0486….
 * @throws RangeError as `sequentialBoundaries`
 * @see Jennison & Turnbull 1989, JRSS B 51:305 (repeated confidence intervals; significance levels for t)
 */
export function alphaByLook(design: LevelDesign, region: Region): readonly number[] {
  const { information, alpha = 0.05, spending = 'obrien-fleming', replicates } = design;
  requireDesign(information, alpha);
  const tail = tailAlpha(region, alpha);
  const tails = () =>
    replicates === undefined
      ? sequentialBoundaries({ ...design, alpha: tail }).map(normalUpper)
      : tLooks(
          information.map((time) => Math.round(time * replicates)),
          tail,
          spending,
        );
  // A level that is below the smallest number is that number: an error rate is above zero.
  const levels = () => tails().map((level) => Math.max(Number.MIN_VALUE, (level * alpha) / tail));
  return remembered(levels, `${information}|${alpha}|${tail}|${spending}|${replicates}`, levelsByDesign);
}

/** What `alphaByLook` is asked. */
export interface LevelDesign extends Omit<SequentialDesign, 'sided'> {
  /**
   * Replicates at full information: then the levels are those for Student's t (`tLooks`), and without it those for Z.
   */
  readonly replicates?: number;
}

/**
 * A judge asks for the levels of one design at every look and for every prediction, and each time they cost some 10 ms.
 */
const levelsByDesign = new Map<string, readonly number[]>();

/**
 * Bounds of Z below which going on is futile, by spending `beta` under a drift: the study may stop there, and need not
 * (non-binding), since the critical values do not count on it.
 *
 * @param drift mean of B(1) in the alternative; `driftForPower` finds it
 * @returns one bound a look; the last equals the critical value where the drift gives power 1 − beta
 * @see Pampallona, Tsiatis & Kim 2001, Drug Information Journal 35:1113
 */
export function futilityBounds(
  design: SequentialDesign & { readonly beta?: number; readonly drift: number },
): number[] {
  const { information, beta = 0.1, spending = 'obrien-fleming', drift } = design;
  const bounds = sequentialBoundaries({ ...design, sided: 1 });
  const recursion = new Recursion(drift);
  let spent = 0;
  return information.map((time, look) => {
    const due = SPENDING[spending](time, beta) - spent;
    spent += due;
    const reachable = recursion.lower(time, bounds[look]!);
    const futile = due >= reachable ? bounds[look]! : -zOfExit((z) => recursion.lower(time, -z), due);
    if (look < information.length - 1) recursion.advance(time, futile, bounds[look]!, information[look + 1]!);
    return futile;
  });
}

/**
 * The drift at which a sequential study reaches a power; its square over (z(1 − α) + z(power))² is how much larger the
 * study must be planned than one with a single look.
 *
 * Example: `driftForPower({ information: [1], alpha: 0.025 }, 0.9)` is 3.2415.
 */
export function driftForPower(design: SequentialDesign, power: number): number {
  const bounds = sequentialBoundaries(design);
  return bisect(
    (drift) => crossing(design.information, bounds, { drift, sided: design.sided ?? 1 }) - power,
    0,
    40,
  );
}

/**
 * The chance that Z ends above `critical` at full information, given Z now: Φ̄((critical − z√t − θ(1 − t))/√(1 − t)).
 * Without a drift the trend so far, z/√t, is continued. Below 0.1 or 0.2 a study is commonly called futile.
 *
 * Example: `conditionalPower({ z: 0, time: 0.5, critical: 1.96, drift: 3.24 })` is 0.31.
 * @see Lan, Simon & Halperin 1982
 */
export function conditionalPower(at: {
  readonly z: number;
  /** Share of the information so far, 0 < time < 1. */
  readonly time: number;
  readonly critical: number;
  readonly drift?: number;
}): number {
  const { z, time, critical, drift = z / Math.sqrt(time) } = at;
  for (const [name, value] of Object.entries({ z, critical }))
    requireWithin('foresee the end', name, value, [-Number.MAX_VALUE, Number.MAX_VALUE]);
  if (!(time > 0 && time < 1))
    throw new RangeError(`Cannot foresee the end: expected information in (0, 1), got ${time}`);
  return normalUpper((critical - z * Math.sqrt(time) - drift * (1 - time)) / Math.sqrt(1 - time));
}

function requireDesign(information: readonly number[], alpha: number): void {
  requireAlpha(alpha);
  requireInformation(information);
}

function requireInformation(information: readonly number[]): void {
  const wrong = information.findIndex((time, i) => !(time > (information[i - 1] ?? 0) && time <= 1 + 1e-12));
  if (wrong >= 0 || information.length === 0)
    throw new RangeError(
      `Cannot plan looks: expected information that ascends within (0, 1], got ${information.join(', ')}`,
    );
}

/** The z that is passed with probability `due`; passing falls with z. Nothing due: never. */
function zOfExit(exit: (z: number) => number, due: number): number {
  if (due < 1e-300) return Infinity;
  const start = Math.max(-8, -normalQuantile(Math.min(0.5, due)) - 4);
  return bisect((z) => Math.log(due) - Math.log(Math.max(1e-320, exit(z))), Math.min(start, -8), 40);
}

/** A root of a rising function between two ends, to the last bits. */
function bisect(f: (x: number) => number, low: number, high: number): number {
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
