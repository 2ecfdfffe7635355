import type { AnalysisPlan } from '../plan/types.ts';
import { alphaByLook, different, greater } from '../statistics/index.ts';

/**
 * The error rate of a prediction at a planned look, so that stopping at the first look that decides errs at most alpha
 * over all of them (O'Brien–Fleming spending, or what the design says), by the law of Student's t at the looks. With
 * one look it is alpha itself.
 *
 * @param look from 0
 * @param twoSided whether both ends of the interval may establish the claim
 * @example alphaAtLook({ looks: [8, 16] }, 0.05, 0) // 0.0055…
 * @see Lan & DeMets 1983; Jennison & Turnbull 1989 (repeated confidence intervals)
 */
export function alphaAtLook(
  { looks, spending }: Pick<AnalysisPlan, 'looks' | 'spending'>,
  alpha: number,
  look: number,
  twoSided = false,
): number {
  if (looks.length <= 1) return alpha;
  const information = looks.map((seeds) => seeds / looks.at(-1)!);
  const region = twoSided ? different() : greater();
  const design = {
    information,
    alpha,
    replicates: looks.at(-1)!,
    ...(spending === undefined ? {} : { spending }),
  };
  return alphaByLook(design, region)[Math.min(look, looks.length - 1)]!;
}
