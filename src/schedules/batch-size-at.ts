import type { BatchSizeSpec } from './schema.ts';
import { cosineAt, cyclicAt, piecewiseAt, warmUpAt } from './value-at.ts';

/**
 * The mini-batch size at a position of training, at least 1.
 *
 * As in `valueAt`, rounded; a triangular cycle, a cosine and a warm-up take only `levels` sizes, equally spaced from
 * end to end, because each size is a program of its own; `ratio-locked` is round(rate / ratio).
 *
 * @param learningRate the learning rate at that position.
 * @example batchSizeAt({ kind: 'ratio-locked', ratio: 1e-3 }, 0, 0.1); // 100
 */
export function batchSizeAt(spec: BatchSizeSpec, epoch: number, learningRate: number): number {
  if (typeof spec === 'number') return spec;
  return Math.max(1, Math.round((rules[spec.kind] as Rule<Kind>)(spec, epoch, learningRate)));
}

type Kind = Exclude<BatchSizeSpec, number>['kind'];
type Rule<K extends Kind> = (
  spec: Extract<BatchSizeSpec, { kind: K }>,
  epoch: number,
  learningRate: number,
) => number;

const rules: { readonly [K in Kind]: Rule<K> } = {
  steps: ({ start, at, factor }, epoch) =>
    start * factor ** at.filter((position) => epoch >= position).length,
  cyclic: (spec, epoch) => {
    const size = cyclicAt(spec, epoch);
    return spec.shape === 'discrete' ? size : onLevel(size, spec.low, spec.high, spec.levels);
  },
  cosine: (spec, epoch) => onLevel(cosineAt(spec, epoch), spec.start, spec.end, spec.levels),
  'warm-up': (spec, epoch) => onLevel(warmUpAt(spec, epoch), spec.from, spec.to, spec.levels),
  piecewise: piecewiseAt,
  'ratio-locked': ({ ratio }, _, learningRate) => learningRate / ratio,
};

/** The nearest of `levels` equally spaced sizes between two ends, both included. */
function onLevel(size: number, from: number, to: number, levels = 9): number {
  if (from === to) return from;
  const spacing = (to - from) / (levels - 1);
  return from + spacing * Math.round((size - from) / spacing);
}
