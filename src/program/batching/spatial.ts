import type { spatialShapes } from '../kernels/shapes/spatial.ts';
import type { Attributes } from '../types.ts';
import {
  type AnyBatchCall,
  type AnyBatchRule,
  type BatchRule,
  folded,
  unrolled,
  valuesOf,
  withAxis,
} from './rule.ts';

/** Images of all replicates as one larger batch: every operand but a shared filter is folded. */
function foldImages(call: AnyBatchCall, changed: Attributes = {}): ReturnType<AnyBatchRule> {
  const { kernel, attributes, rewriter, replicates, types } = call;
  if (call.operands['filter']?.batched === true) return unrolled(call);
  const inputs = valuesOf(call, (operand, name) =>
    name === 'filter' ? operand.id : folded(call, withAxis(call, operand)),
  );
  const [images] = rewriter.append({ kernel, inputs, attributes: { ...attributes, ...changed } });
  return rewriter.reshape(images!, [replicates, ...types[0]!.shape]);
}

const fold: AnyBatchRule = (call) => foldImages(call);

/** Batching rules of convolutions and poolings. Filters of their own for every replicate are convolved one by one. */
export const spatialBatching: { readonly [K in keyof typeof spatialShapes]: BatchRule<K> } = {
  AvgPool: fold,
  AvgPoolGrad: fold,
  Conv2D: fold,
  Conv2DBackpropFilter: unrolled,
  Conv2DBackpropInput: (call) => {
    const [batch, ...rest] = call.attributes.inputShape;
    return foldImages(call, { inputShape: [call.replicates * batch!, ...rest] });
  },
  MaxPool: fold,
  MaxPoolGrad: fold,
};
