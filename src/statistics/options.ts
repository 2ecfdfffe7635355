import type { Random } from '../random/index.ts';
import type { Region } from './region.ts';

/** What every test is asked: is the parameter in the region, at error rate alpha? */
export interface TestOptions {
  /** Where the parameter is claimed to lie; default: different from the method's neutral value (0 for differences). */
  readonly region?: Region;
  /**
   * Error rate, one-sided, 0 … ½ without its ends; default 0.05. It sets the level of the interval and never moves p.
   */
  readonly alpha?: number;
  /** Whether to attach effect sizes with their intervals, which cost more than the test; default true. */
  readonly effectSizes?: boolean;
}

/** A test that may have to draw. */
export interface ResamplingOptions extends TestOptions {
  /** Source of the draws; the same stream gives the same p and interval. */
  readonly random: Random;
  /** Number of draws; default 9,999. */
  readonly resamples?: number;
  /** Enumerate all cases where there are at most so many; default 65,536. */
  readonly enumerateUpTo?: number;
}

/** The error rate where none is declared. */
export const DEFAULT_ALPHA = 0.05;

/**
 * The error rate of one side, checked: every method with an alpha asks for it here.
 *
 * @throws RangeError unless 0 < alpha < ½
 */
export function requireAlpha(alpha: number): number {
  if (alpha > 0 && alpha < 0.5) return alpha;
  throw new RangeError(`Cannot test at an error rate: expected alpha in (0, 0.5), got ${alpha}`);
}
