import { AssayError } from '../errors.ts';
import { cnn, vgg } from './kinds/convolutional-nets.ts';
import { doubleWell } from './kinds/double-well.ts';
import { linearRegression, softmaxRegression } from './kinds/linear-models.ts';
import { mlp } from './kinds/mlp.ts';
import { quadratic } from './kinds/quadratic.ts';
import { resnet } from './kinds/resnet.ts';
import { rosenbrock } from './kinds/rosenbrock.ts';
import type { ModelSpec, ResolvedModelSpec } from './schema.ts';
import { resolveModel } from './specification.ts';
import type { DataShape, Model } from './types.ts';

type BuiltInSpec = Exclude<ResolvedModelSpec, { kind: 'custom' }>;
type Kind = BuiltInSpec['kind'];
type Builder<K extends Kind> = (spec: Extract<BuiltInSpec, { kind: K }>, data: DataShape) => Model;

const builders: { readonly [K in Kind]: Builder<K> } = {
  mlp,
  'softmax-regression': (_, data) => softmaxRegression(data),
  'linear-regression': (_, data) => linearRegression(data),
  cnn,
  vgg,
  resnet,
  quadratic,
  'double-well': doubleWell,
  rosenbrock,
};

/**
 * Builds the model that a specification names, for data of the given shape.
 *
 * @param data shape of one example (without the batch axis) and the number of classes or outputs; models with their own
 * loss do not look at it (see `noiseShape`).
 * @throws AssayError `configuration` where the specification is not valid, does not fit the data, or is a custom one
 * (see `loadModel`).
 * @example buildModel({ kind: 'mlp', hidden: [64, 64] }, { features: [28, 28], outputs: 10 });
 */
export function buildModel(spec: ModelSpec, data: DataShape): Model {
  const resolved = resolveModel(spec);
  if (resolved.kind === 'custom')
    throw new AssayError(
      'configuration',
      `Cannot build the model of ${resolved.module}: expected a kind that ships with the project, got a reference; load it with loadModel`,
    );
  return (builders[resolved.kind] as Builder<Kind>)(resolved, data);
}
