import { activations, rectifies } from '../layers/activations.ts';
import { count, dense, flatten } from '../layers/dense.ts';
import { modelOf, sequential, stateless } from '../layers/layer.ts';
import { normalization } from '../layers/normalization.ts';
import type { ResolvedModelSpec } from '../schema.ts';
import type { DataShape, Model } from '../types.ts';

/**
 * A multilayer perceptron: dense layers `hidden1`, `hidden2`, … each followed by its normalization and activation, and
 * a linear layer `output`.
 *
 * Features of any shape are flattened. With `normalization: 'batch'` the running statistics are `statistics`.
 *
 * @example
 * mlp({ kind: 'mlp', hidden: [64], activation: 'relu', init: 'he', normalization: 'none' }, { features: [28, 28], outputs: 10 })
 *   .parameters.map(({ name }) => name); // hidden1.weight, hidden1.bias, output.weight, output.bias
 */
export function mlp(spec: Extract<ResolvedModelSpec, { kind: 'mlp' }>, data: DataShape): Model {
  const { hidden, activation, init } = spec;
  const widths = [count(data.features), ...hidden];
  const rectified = rectifies[activation];
  const layers = hidden.flatMap((outputs, index) => {
    const name = `hidden${index + 1}`;
    return [
      dense(name, { inputs: widths[index]!, outputs, init, rectified }),
      normalization(spec.normalization, name, outputs),
      stateless(activations[activation]),
    ];
  });
  const output = dense('output', { inputs: widths.at(-1)!, outputs: data.outputs, init, rectified: false });
  return modelOf('mlp', sequential([flatten, ...layers, output]));
}
