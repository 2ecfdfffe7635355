import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import type { NamedTensors, ParameterSpec } from '../models/types.ts';
import { SteppedOptimizer, type InspectedOptimizer, type Optimizer } from '../optimizers/index.ts';

/** Takes training steps on parameters that it holds. */
export interface Stepper {
  readonly parameters: () => NamedTensors;
  /** Parameters that evaluations use. */
  readonly evaluated: () => NamedTensors;
  /** One step on the gradients of a loss; the loss before it. */
  readonly step: (loss: (parameters: NamedTensors) => tf.Scalar, rate: number) => number;
}

/** An optimizer of TensorFlow.js, as it is: `applyGradients` on variables that carry the parameters' names. */
export function tensorflowStepper(
  { make, form, rate: field, ownSchedule, rates }: InspectedOptimizer,
  specs: readonly ParameterSpec[],
  start: NamedTensors,
): Stepper {
  const stepped = new SteppedOptimizer(make, specs, {
    begin: (instance) => {
      if (ownSchedule) field?.write(instance, rates[0]!);
    },
  });
  stepped.within(() => stepped.assignParameters(start));
  const { variables } = stepped;
  const parameters = () => Object.fromEntries(variables);
  return {
    parameters,
    evaluated: parameters,
    step: (loss, rate) =>
      stepped.within(() => {
        const { value, grads } = tf.variableGrads(() => loss(parameters()), [...variables.values()]);
        if (!ownSchedule) field?.write(stepped.instance, rate);
        stepped.apply(grads, form);
        const before = value.dataSync()[0]!;
        tf.dispose([value, grads]);
        return before;
      }),
  };
}

/** A pure optimizer, whose functions compute as they go. */
export function pureStepper(optimizer: Optimizer, start: NamedTensors, batchSize: number): Stepper {
  if (optimizer.noise === true || (optimizer.batches ?? 1) > 1)
    throw new AssayError(
      'configuration',
      `Cannot train eagerly with optimizer ${optimizer.kind}: expected one that takes one mini-batch and no noise`,
    );
  const keep = (tensors: NamedTensors): NamedTensors =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]));
  let at = { parameters: keep(start), state: keep(tf.tidy(() => optimizer.init(start))) };
  return {
    parameters: () => at.parameters,
    evaluated: () => (optimizer.evaluated === undefined ? at.parameters : optimizer.evaluated(at)),
    step: (loss, rate) => {
      let before = NaN;
      const next = tf.tidy(() => {
        const names = Object.keys(at.parameters);
        const named = (values: readonly tf.Tensor[]): NamedTensors =>
          Object.fromEntries(names.map((name, index) => [name, values[index]!]));
        const slopes = tf.valueAndGrads((...values: tf.Tensor[]) => loss(named(values)));
        const slopeAt = (point: NamedTensors) => slopes(names.map((name) => point[name]!));
        const gradientAt = (point: NamedTensors): NamedTensors => named(slopeAt(point).grads);
        // One call of the model's code a step, as in a loop of TensorFlow.js: it may count.
        const { value, grads } = slopeAt(at.parameters);
        before = value.dataSync()[0]!;
        const updated = optimizer.update({
          ...at,
          gradients: named(grads),
          hyperparameters: { learningRate: tf.scalar(rate), batchSize: tf.scalar(batchSize) },
          gradientAt,
        });
        return { parameters: keep(updated.parameters), state: keep(updated.state) };
      });
      tf.dispose([at.parameters, at.state]);
      at = next;
      return before;
    },
  };
}
