import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import { buildModel } from './build.ts';
import { isLayersModel, layersModel } from './tensorflow/layers-model.ts';
import { callExport, loadExport } from './tensorflow/load-export.ts';
import { isRecord, kindOf } from './outcome.ts';
import type { ModelSpec } from './schema.ts';
import { resolveModel } from './specification.ts';
import type { DataShape, Model } from './types.ts';

/**
 * Builds any model, a custom one by importing its module: the export is a function `(data: DataShape) => Model`, or one
 * that returns a new `tf.sequential` or `tf.model`.
 *
 * Only the planner calls this: what it makes is traced, and no user code travels further.
 *
 * @param options.from directory that a relative module path starts from.
 * @throws AssayError `configuration` as `buildModel`, and where the reference does not give a model, saying what it
 * gave.
 * @example await loadModel({ kind: 'custom', module: './net.ts' }, data, { from: '/project/hypotheses' });
 */
export async function loadModel(
  spec: ModelSpec,
  data: DataShape,
  options: { readonly from: string },
): Promise<Model> {
  const resolved = resolveModel(spec);
  if (resolved.kind !== 'custom') return buildModel(spec, data);
  // Silences the notice that recommends another backend: nets of layers draw their start where they are built.
  tf.env().set('PROD', true);
  const place = `${resolved.module} (export '${resolved.export}')`;
  const make = await loadExport(resolved, options.from);
  if (isLayersModel(make))
    throw new AssayError(
      'configuration',
      `Cannot use ${place} as a model: expected a function that makes a new net at each call, so that each seed has a start of its own, got a net`,
    );
  if (typeof make !== 'function')
    throw new AssayError(
      'configuration',
      `Cannot use ${place} as a model: expected a function from the data's shape to a model, got ${kindOf(make)}`,
    );
  const build = () => callExport(`${place} as a model`, make as (data: DataShape) => unknown, data);
  const model = build();
  if (isLayersModel(model)) return layersModel(build, data, `${place} as a model`);
  const missing = missingField(model);
  if (missing === undefined) return model as Model;
  throw new AssayError('configuration', `Cannot use ${place} as a model: expected it to return ${missing}`);
}

const fields = {
  kind: ['a string', (value: unknown) => typeof value === 'string'],
  parameters: ['a list of parameters', (value: unknown) => Array.isArray(value) && value.length > 0],
  statistics: ['a list of running statistics (empty where there are none)', Array.isArray],
  forward: ['a function', (value: unknown) => typeof value === 'function'],
} as const;

/** What is wrong with a would-be model, in words. */
function missingField(model: unknown): string | undefined {
  if (!isRecord(model)) return `a model, got ${kindOf(model)}`;
  const wrong = Object.entries(fields).find(([name, [, fits]]) => !fits(model[name]));
  if (wrong === undefined) return undefined;
  const [name, [expected]] = wrong;
  return `a model whose '${name}' is ${expected}, got ${kindOf(model[name])}`;
}
