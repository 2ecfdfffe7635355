import type { BatchSizeSpec } from './schema.ts';
import { cyclicAt } from './value-at.ts';

/**
 * The mini-batch size at a position of training, at least 1.
 *
 * `steps` and `cyclic` as in `valueAt`, rounded; a triangular cycle takes only `levels` sizes, equally spaced from `low`
 * to `high`, because each size is a program of its own; `ratio-locked` is round(rate / ratio).
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
    const { low, high, levels = 9 } = spec;
    if (spec.shape === 'discrete' || low === high) return cyclicAt(spec, epoch);
    const spacing = (high - low) / (levels - 1);
    return low + spacing * Math.round((cyclicAt(spec, epoch) - low) / spacing);
  },
  'ratio-locked': ({ ratio }, _, learningRate) => learningRate / ratio,
};
