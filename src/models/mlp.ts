import { activations, rectifies } from './activations.ts';
import { dense, denseParameters, flatten } from './dense.ts';
import { normalizationParameters, normalizationStatistics, normalize } from './normalization.ts';
import type { ResolvedModelSpec } from './schema.ts';
import type { DataShape, Model, NamedTensors } from './types.ts';

type MlpSpec = Extract<ResolvedModelSpec, { kind: 'mlp' }>;

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
export function mlp(spec: MlpSpec, data: DataShape): Model {
  const { activation, init, normalization } = spec;
  const inputs = data.features.reduce((product, length) => product * length, 1);
  const layers = spec.hidden.map((outputs, index) => ({
    name: `hidden${index + 1}`,
    inputs: spec.hidden[index - 1] ?? inputs,
    outputs,
    init,
    rectified: rectifies[activation],
  }));
  const last = { inputs: spec.hidden.at(-1) ?? inputs, outputs: data.outputs, init, rectified: false };
  return Object.freeze({
    kind: 'mlp',
    parameters: [
      ...layers.flatMap((layer) => [
        ...denseParameters(layer.name, layer),
        ...normalizationParameters(normalization, layer.name, layer.outputs),
      ]),
      ...denseParameters('output', last),
    ],
    statistics: layers.flatMap(({ name, outputs }) => normalizationStatistics(normalization, name, outputs)),
    forward: ({ parameters, statistics, features, training }) => {
      const updated: NamedTensors = {};
      const hidden = layers.reduce((x, { name }) => {
        const affine = dense(name, parameters, x);
        const normal = normalize(normalization, name, { x: affine, parameters, statistics, training });
        Object.assign(updated, normal.statistics);
        return activations[activation](normal.output);
      }, flatten(features));
      return { output: dense('output', parameters, hidden), statistics: updated };
    },
  } satisfies Model);
}
