import type { spatialShapes } from '../shapes/spatial.ts';
import type { Attributes, ValueId } from '../types.ts';
import { type BatchCall, type BatchRule, folded, unrolled, withAxis } from './rule.ts';

/** Images of all replicates are one larger batch, as long as the other operand is shared. */
const foldImages =
  (shared: readonly string[], attributes: (call: BatchCall) => Attributes = () => ({})): BatchRule =>
  (call) => {
    if (shared.some((name) => call.operands[name]!.batched)) return unrolled(call);
    const inputs = Object.entries(call.operands).map(([name, one]) => [
      name,
      shared.includes(name) ? one.id : folded(call, withAxis(call, one)),
    ]);
    const result = call.rewriter.emit(call.kernel, Object.fromEntries(inputs) as Record<string, ValueId>, {
      ...call.attributes,
      ...attributes(call),
    });
    return call.rewriter.reshape(result, [call.replicates, ...call.types[0]!.shape]);
  };

/** Batching rules of convolutions and poolings. Filters of their own for every replicate are convolved one by one. */
export const spatialBatching: Readonly<Record<keyof typeof spatialShapes, BatchRule>> = {
  AvgPool: foldImages([]),
  AvgPoolGrad: foldImages([]),
  Conv2D: foldImages(['filter']),
  Conv2DBackpropFilter: unrolled,
  Conv2DBackpropInput: foldImages(['filter'], (call) => {
    const [batch, ...rest] = call.attributes['inputShape'] as number[];
    return { inputShape: [call.replicates * batch!, ...rest] };
  }),
  MaxPool: foldImages([]),
  MaxPoolGrad: foldImages([]),
};
