import type { ScheduleSpec } from './schema.ts';

type Kind = Exclude<ScheduleSpec, number>['kind'];
type Rule<K extends Kind> = (spec: Extract<ScheduleSpec, { kind: K }>, epoch: number) => number;

const rules: { readonly [K in Kind]: Rule<K> } = {
  steps: ({ start, at, factor, warmUp }, epoch) =>
    (warmUp === undefined ? start : warmUpAt({ ...warmUp, to: start }, epoch)) *
    factor ** at.filter((position) => epoch >= position).length,
  cyclic: cyclicAt,
  cosine: ({ warmUp, ...cosine }, epoch) => {
    if (warmUp === undefined) return cosineAt(cosine, epoch);
    if (epoch < warmUp.over) return warmUpAt({ ...warmUp, to: cosine.start }, epoch);
    return cosineAt({ ...cosine, over: cosine.over - warmUp.over }, epoch - warmUp.over);
  },
  'warm-up': warmUpAt,
  piecewise: piecewiseAt,
};

/**
 * The value of a schedule at a position of training.
 *
 * - a number: constant;
 * - `steps`: start · factor^(number of positions in `at` that are reached), with `warmUp` linear up to `start` at
 * first;
 * - `cyclic`: from `low` up to `high` in half a period and down again (`triangular`), or `low` for the first half of
 * each
 *   period and `high` for the second (`discrete`);
 * - `cosine`: from `start` to `end` over `over` epochs on half a cosine, then `end`; `warmUp` takes its first part,
 * linear up to `start`;
 * - `warm-up`: linear from `from` to `to` over `over` epochs, then `to`;
 * - `piecewise`: `values[0]` until `at[0]`, then `values[i]` from `at[i - 1]` on.
 *
 * @param epoch position in epochs from the start of training, fractions allowed, at least 0.
 * @see Smith 2017 (triangular); Loshchilov & Hutter 2017, equation 5 (cosine); Goyal et al. 2017, section 2.2
 * (warm-up).
 * @example valueAt({ kind: 'steps', start: 0.1, at: [30], factor: 0.1 }, 30); // 0.01
 */
export function valueAt(spec: ScheduleSpec, epoch: number): number {
  if (typeof spec === 'number') return spec;
  return (rules[spec.kind] as Rule<Kind>)(spec, epoch);
}

/** The cyclic rule, shared with batch sizes. */
export function cyclicAt(
  cycle: { shape: 'triangular' | 'discrete'; low: number; high: number; period: number },
  epoch: number,
): number {
  const phase = (epoch / cycle.period) % 1;
  if (cycle.shape === 'discrete') return phase < 0.5 ? cycle.low : cycle.high;
  return cycle.low + (cycle.high - cycle.low) * (1 - Math.abs(2 * phase - 1));
}

/** The cosine rule, shared with batch sizes. */
export function cosineAt(
  { start, end, over }: { readonly start: number; readonly end: number; readonly over: number },
  epoch: number,
): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * Math.min(epoch / over, 1)))) / 2;
}

/** The warm-up rule, shared with batch sizes and with `steps`. */
export function warmUpAt(
  { from, to, over }: { readonly from: number; readonly to: number; readonly over: number },
  epoch: number,
): number {
  return from + (to - from) * Math.min(epoch / over, 1);
}

/** The piecewise constant rule, shared with batch sizes. */
export function piecewiseAt(
  { values, at }: { readonly values: readonly number[]; readonly at: readonly number[] },
  epoch: number,
): number {
  return values[at.filter((position) => epoch >= position).length]!;
}
