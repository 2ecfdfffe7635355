import * as tf from '@tensorflow/tfjs';
import type { Problem } from '../errors.ts';
import { capturedVariables, gradients, trace, withDraws, withoutGradient } from '../program/index.ts';
import { leafName, unflatten } from '../program/tree.ts';
import type { ValueType } from '../program/types.ts';
import { declarationProblems } from './declaration-problems.ts';
import { forwardProblems } from './forward-problems.ts';
import { attempt } from './guarded.ts';
import { refuse } from './outcome.ts';
import type { DataShape, Model, NamedTensors, ParameterSpec } from './types.ts';

/** Sizes of the mini-batches on which a model is tried: two, so that none is written into its code. */
const BATCHES = [3, 2];

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/**
 * Tries a model before anything is trained: looks at what it declares, traces its forward pass in training (with its
 * gradient) and in evaluation on mini-batches of 3 and of 2, and compares what comes out with what it declares.
 *
 * @throws AssayError `program` where the model cannot be traced (a value is read, a kernel has no lowering or no
 * gradient, shapes do not fit), or with all problems at once: names, shapes and initial laws of parameters; an output
 * of another shape than `[batch, outputs]`; running statistics that are missing, unknown or of another shape; and
 * parameters that no gradient of the output reaches (of a model without a loss of its own); and trainable variables
 * that are no parameters.
 * @example checkModel(buildModel(spec, data), data);
 */
export function checkModel(model: Model, data: DataShape): void {
  refuse(`model ${model.kind}`, declarationProblems(model));
  for (const batch of BATCHES)
    refuse(
      `model ${model.kind}`,
      [true, false].flatMap((training) =>
        attempt(model.kind, () => traceModel(model, data, batch, training)),
      ),
    );
}

const typesOf = (group: string, specs: readonly ParameterSpec[]): Record<string, ValueType> =>
  Object.fromEntries(specs.map(({ name, shape }) => [leafName(group, name), float(shape)]));

function traceModel(model: Model, data: DataShape, batch: number, training: boolean): readonly Problem[] {
  const types = {
    ...typesOf('parameters', model.parameters),
    ...typesOf('statistics', model.statistics),
    features: float([batch, ...data.features]),
  };
  let problems: readonly Problem[] = [];
  trace(`model ${model.kind}`, types, (tensors: NamedTensors) => {
    const { parameters, statistics } = unflatten(tensors, ['parameters', 'statistics']);
    Object.freeze(parameters);
    const pass = () =>
      model.forward({
        parameters,
        statistics,
        features: tensors.features!,
        training,
      });
    // What is evaluated must not be left to chance.
    const outcome = training ? withDraws('draw', pass) : pass();
    problems = [...forwardProblems(model, data, batch, outcome), ...capturedProblems()];
    if (training && problems.every(({ path }) => path !== 'forward'))
      problems = [...problems, ...gradientProblems(model, outcome.output, parameters)];
    return {};
  });
  return problems;
}

/** Variables of the module that would train in TensorFlow.js, and are no parameters here. */
const capturedProblems = (): readonly Problem[] =>
  capturedVariables().map((variable) => ({
    path: 'parameters',
    message: `expected every variable that trains, got none for ${variable} (a variable that stays as it is: tf.variable(…, false))`,
  }));

/** Differentiates the output, and says which parameters it does not reach; a loss of the model's own may reach more. */
function gradientProblems({ loss }: Model, output: tf.Tensor, parameters: NamedTensors): readonly Problem[] {
  if (!(output instanceof tf.Tensor) || output.dtype !== 'float32') return [];
  gradients(tf.sum(output), Object.values(parameters));
  const lost = loss === undefined ? withoutGradient(output, Object.values(parameters)) : [];
  return lost.map((index) => ({
    path: Object.keys(parameters)[index]!,
    message: 'expected a gradient of the output, got none (what is not trained belongs to `statistics`)',
  }));
}
