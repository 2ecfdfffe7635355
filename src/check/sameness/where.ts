import { comparableSteps, updateRatio, type TensorDistances } from './distances.ts';
import { BEYOND_ROUNDING, timesRounding, type Growth } from './growth.ts';
import type { Trajectory } from './trajectory.ts';

/** Where a tensor of the new version leaves what rounding makes of the old one. */
export interface Parting {
  readonly tensor: string;
  /** First step beyond rounding, from 1; absent where there is none. */
  readonly step?: number;
  /** ⟨u, u′⟩ / ⟨u, u⟩ of the updates of that step. */
  readonly ratio?: number;
}

/** Where two versions part: tensor by tensor, of a run of so many steps. */
export interface Where {
  readonly steps: number;
  readonly tensors: readonly Parting[];
}

/**
 * Finds where each tensor leaves rounding; where none does, the largest multiples of rounding are kept apart by `times`
 * alone.
 */
export function whereOf(
  before: Trajectory,
  after: Trajectory,
  apart: Readonly<Record<string, TensorDistances>>,
  growth: Readonly<Record<string, Growth>>,
): Where {
  const tensors = Object.entries(apart).map(([tensor, each]): Parting => {
    const at = timesRounding(each, growth[tensor]).findIndex((times) => times > BEYOND_ROUNDING);
    if (at < 0) return { tensor };
    const [a, b] = [before.tensors[tensor], after.tensors[tensor]];
    const ratio = a?.start === undefined || b?.start === undefined ? undefined : updateRatio(a, b, at);
    return { tensor, step: at + 1, ...(ratio === undefined ? {} : { ratio }) };
  });
  return { steps: comparableSteps(before, after), tensors };
}

const isEvaluated = ({ tensor }: Parting): boolean => tensor.startsWith('evaluated ');

const listed = (tensors: readonly Parting[]): string =>
  tensors.length > 4
    ? `${tensors
        .slice(0, 3)
        .map(({ tensor }) => tensor)
        .join(', ')} and ${tensors.length - 3} more`
    : tensors.map(({ tensor }) => tensor).join(', ');

/** The one number that some are, to four digits; undefined where they are several. */
function commonRatio(tensors: readonly Parting[]): number | undefined {
  const ratios = tensors.map(({ ratio }) => ratio).filter((ratio) => ratio !== undefined);
  const [first] = ratios;
  if (first === undefined || ratios.length < tensors.length) return undefined;
  return ratios.every((ratio) => Math.abs(ratio - first) <= 1e-3 * Math.abs(first)) ? first : undefined;
}

const times = (ratio: number | undefined): string => {
  if (ratio === undefined) return '';
  const digits = Math.abs(ratio - 1) < 1e-3 ? 6 : 4;
  const text = ratio.toPrecision(digits);
  return Number(text) === 1 ? '' : `, update × ${text}`;
};

/**
 * Where two versions part, in words that name the bug where one can be named.
 *
 * @example wordsOf({ steps: 160, tensors: [{ tensor: 'weight', step: 1, ratio: 0.7441 }] }) // 'all tensors from step 1, update × 0.7441'
 */
export function wordsOf({ steps, tensors }: Where): string {
  const trained = tensors.filter((each) => !isEvaluated(each));
  const left = trained.filter(({ step }) => step !== undefined);
  if (left.length === 0)
    return tensors.some(({ step }) => step !== undefined)
      ? `only what is evaluated, from step ${Math.min(...tensors.map(({ step }) => step ?? Infinity))}; what is trained is the same`
      : 'no tensor by more than rounding';
  const first = Math.min(...left.map(({ step }) => step!));
  const atOnce = left.filter(({ step }) => step! <= first + 1);
  const never = trained.filter(({ step }) => step === undefined);
  const opening = first > Math.max(2, steps * 0.02) ? `nothing before step ${first} of ${steps}; then ` : '';
  const from = opening === '' ? ` from step ${first}` : '';
  if (atOnce.length === trained.length) return `${opening}all tensors${from}${times(commonRatio(left))}`;
  const later = left.filter((each) => !atOnce.includes(each));
  return [
    `${opening}${listed(atOnce)}${opening === '' ? ` at step ${first}` : ''}${times(commonRatio(atOnce))}`,
    ...(later.length === 0
      ? []
      : [`${listed(later)} from step ${Math.min(...later.map(({ step }) => step!))}`]),
    ...(never.length === 0 ? [] : [`${listed(never)} never`]),
  ].join('; ');
}
