import type { Random } from '../../src/random/index.ts';

/**
 * One row of the calibration: a method on data of one kind and size, simulated at the boundary of its null. `trial`
 * draws a data set and says which errors the method made; each error may happen at most as often as `bounds` says.
 */
export interface CalibrationCase {
  /** Heading in docs/calibration.md: `paired arms`, `trends blocked by seed`, `verdicts` … */
  readonly section: string;
  readonly method: string;
  readonly data: string;
  readonly size: string;
  /** Largest allowed probability of each error. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly trial: (random: Random) => Readonly<Record<string, boolean>>;
  /**
   * Present where the data break what the method assumes: the row shows what happens then, and its rates need not keep
   * to the bounds.
   */
  readonly outside?: OutsideAssumptions;
}

/** What a method assumes that these data do not fulfil, and what to choose for such data. */
export interface OutsideAssumptions {
  readonly because: string;
  readonly choose: string;
  /**
   * The row of the same section and data that it speaks of, where it is one: what is left out is as in the row itself.
   * The page says so where that row does not keep its bounds either.
   */
  readonly row?: { readonly method?: string; readonly size?: string };
}

/** Measured rates of one case. */
export interface Calibration {
  readonly case: CalibrationCase;
  readonly trials: number;
  readonly rates: Readonly<Record<string, number>>;
  /** Errors whose rate exceeds the bound by more than 3 standard errors. */
  readonly exceeded: readonly string[];
}

/** How often a case is run, and what counts as too often. */
export interface CalibrationOptions {
  readonly trials: number;
  readonly random: Random;
  /** Standard errors by which a rate may exceed its bound; default 3. */
  readonly standardErrors?: number;
}

/**
 * Runs a case. An error exceeds its bound where rate > bound + 3·√(bound·(1 − bound)/trials): were the bound exact,
 * that would happen about once in 500.
 *
 * Example: `calibrate(testCase, { trials: 4_000, random: stream('calibration', 'simulate') })`.
 */
export function calibrate(
  testCase: CalibrationCase,
  { trials, random, standardErrors = 3 }: CalibrationOptions,
): Calibration {
  const names = Object.keys(testCase.bounds);
  const counts = new Map(names.map((name) => [name, 0]));
  for (let i = 0; i < trials; i++) {
    const errors = testCase.trial(random);
    for (const name of names) if (errors[name]) counts.set(name, counts.get(name)! + 1);
  }
  const rates = Object.fromEntries(names.map((name) => [name, counts.get(name)! / trials]));
  const exceeded = names.filter((name) => {
    const bound = testCase.bounds[name]!;
    return rates[name]! > bound + standardErrors * Math.sqrt((bound * (1 - bound)) / trials);
  });
  return { case: testCase, trials, rates, exceeded };
}

/** Whether a calibration needs attention: a bound that does not hold although the data are what the method assumes. */
export const isUnexpected = ({ case: { outside }, exceeded }: Calibration): boolean =>
  exceeded.length > 0 && outside === undefined;
