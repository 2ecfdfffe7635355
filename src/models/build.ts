import { AssayError } from '../errors.ts';
import { linearRegression, softmaxRegression } from './linear-models.ts';
import { mlp } from './mlp.ts';
import type { ModelSpec, ResolvedModelSpec } from './schema.ts';
import { resolveModel } from './specification.ts';
import type { DataShape, Model } from './types.ts';

type Kind = ResolvedModelSpec['kind'];
type Builder<K extends Kind> = (spec: Extract<ResolvedModelSpec, { kind: K }>, data: DataShape) => Model;

const builders: { readonly [K in Exclude<Kind, 'custom'>]?: Builder<K> } = {
  mlp,
  'softmax-regression': (_, data) => softmaxRegression(data),
  'linear-regression': (_, data) => linearRegression(data),
};

/**
 * Builds the model that a specification names, for data of the given shape.
 *
 * @param data shape of one example (without the batch axis) and the number of classes or outputs.
 * @throws AssayError `configuration` where the specification is not valid or does not fit the data.
 * @example buildModel({ kind: 'mlp', hidden: [64, 64] }, { features: [28, 28], outputs: 10 });
 */
export function buildModel(spec: ModelSpec, data: DataShape): Model {
  const resolved = resolveModel(spec);
  const builder = builders[resolved.kind as Exclude<Kind, 'custom'>] as Builder<Kind> | undefined;
  if (builder === undefined)
    throw new AssayError(
      'configuration',
      `Cannot build a model of kind ${resolved.kind}: expected one of ${Object.keys(builders).join(', ')}`,
    );
  return builder(resolved, data);
}
