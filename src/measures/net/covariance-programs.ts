import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { losses } from '../../models/losses.ts';
import { gradients, stopGradient } from '../../program/index.ts';
import type { LoopProgram } from '../../program/types.ts';
import { dataLoop, likeParameters, listOf, overParts } from './data-loop.ts';
import type { TracedNet } from './data-loop.ts';
import type { ProgramContext } from '../definition.ts';
import { denseUses, structureOf } from './dense-uses.ts';
import { WALK_BATCH } from './hessian-operator.ts';
import { accumulated, innerProduct } from './hessian-programs.ts';
import { oneByOne, partsOf } from './parts.ts';

/**
 * Mean gradient and mean squared gradient by parameter over the examples: carried `gradient/…` and `square/…`.
 *
 * In a dense net (program `moments`) batches do: the squared gradients of a weight sum to (a²)ᵀ(δ²). Elsewhere (program
 * `momentsByExample`) the loop takes one example a step.
 */
export function gradientMoments(context: ProgramContext, count: number): Record<string, LoopProgram> {
  if (count === 0)
    throw new AssayError(
      'configuration',
      `Cannot measure the covariance of per-example gradients: expected a workload with examples, got model ${context.model.kind} with declared gradient noise`,
    );
  const { dense } = structureOf(context);
  const parts = dense ? partsOf(count, WALK_BATCH) : oneByOne(count);
  return overParts(dense ? 'moments' : 'momentsByExample', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      carried: { ...likeParameters('gradient', context), ...likeParameters('square', context) },
      stacked: [],
      body: (net, inputs) => {
        const loss = context.loss(net);
        const sums = dense ? denseSums(net, loss, batch) : exampleSums(net, loss);
        return {
          ...accumulated(context, 'gradient', inputs, sums.gradients, 1 / count),
          ...accumulated(context, 'square', inputs, sums.squares, 1 / count),
        };
      },
    }),
  );
}

interface Sums {
  readonly gradients: readonly tf.Tensor[];
  readonly squares: readonly tf.Tensor[];
}

function exampleSums(net: TracedNet, loss: tf.Scalar): Sums {
  const list = gradients(loss, net.list);
  return { gradients: list, squares: list.map((gradient) => tf.square(gradient)) };
}

function denseSums(net: TracedNet, loss: tf.Scalar, batch: number): Sums {
  const uses = denseUses(net)!;
  const deltas = gradients(
    tf.mul(loss, batch),
    uses.map(({ output }) => output),
  );
  const sum = (power: (x: tf.Tensor) => tf.Tensor) =>
    uses.map(({ activations }, i) =>
      activations === undefined
        ? tf.sum(power(deltas[i]!), 0)
        : tf.matMul(power(activations), power(deltas[i]!), true, false),
    );
  return { gradients: sum((x) => x), squares: sum((x) => tf.square(x)) };
}

/**
 * The product of the uncentred covariance of per-example gradients with a vector, (1/n) Σ g_n (g_n · v): carried
 * `covariance/…`, fixed `vector/…`.
 *
 * With outputs o and D_n = ∂ℓ_n/∂o_n (program `covariance`) batches do: g_n · v = D_n · (J v)_n, where J v is the
 * derivative in c of (∂(o·c)/∂θ) · v, which is linear in c; and Σ_n u_n g_n is the gradient of Σ_n u_n D_n · o_n with u
 * and D held fixed. A model with a loss of its own has no outputs; there (program `covarianceByExample`) the loop takes
 * one example a step.
 */
export function covarianceProduct(context: ProgramContext, count: number): Record<string, LoopProgram> {
  const batched = context.lossKind !== 'model';
  const parts = batched ? partsOf(count, WALK_BATCH) : oneByOne(count);
  return overParts(batched ? 'covariance' : 'covarianceByExample', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      fixed: likeParameters('vector', context),
      carried: likeParameters('covariance', context),
      stacked: [],
      body: (net, inputs) => {
        const vector = listOf('vector', context, inputs);
        const product = batched
          ? batchProduct(context, net, vector, batch)
          : exampleProduct(context, net, vector);
        return accumulated(context, 'covariance', inputs, product, 1 / count);
      },
    }),
  );
}

function exampleProduct(context: ProgramContext, net: TracedNet, vector: readonly tf.Tensor[]): tf.Tensor[] {
  const gradient = gradients(context.loss(net), net.list);
  const along = innerProduct(gradient, vector);
  return gradient.map((tensor) => tf.mul(tensor, along));
}

function batchProduct(
  context: ProgramContext,
  net: TracedNet,
  vector: readonly tf.Tensor[],
  batch: number,
): tf.Tensor[] {
  const { output, sensitivity, along } = pushed(context, net, vector, batch);
  return gradients(tf.sum(tf.mul(output, stopGradient(tf.mul(sensitivity, along)))), net.list);
}

/** The outputs o, the sensitivities D = ∂ℓ/∂o by example, and g_n · v as `[batch, 1]`. */
function pushed(context: ProgramContext, net: TracedNet, vector: readonly tf.Tensor[], batch: number) {
  const { output } = context.model.forward({ ...net, training: false });
  const loss = losses[context.lossKind as 'cross-entropy'](output, net.labels);
  const sensitivity = stopGradient(tf.mul(gradients(loss, [output])[0]!, batch));
  const pulled = gradients(tf.sum(tf.mul(output, sensitivity)), net.list);
  const direction = gradients(innerProduct(pulled, vector), [sensitivity])[0]!;
  return { output, sensitivity, along: tf.sum(tf.mul(sensitivity, direction), 1, true) };
}

/**
 * The gradient of each example projected on a vector: stacked `projection` `[steps, batch]`, g_n · v. Fixed:
 * `vector/…`.
 *
 * @throws AssayError `configuration` for a model with a loss of its own, which has no outputs to start from
 */
export function exampleProjections(context: ProgramContext, count: number): Record<string, LoopProgram> {
  if (context.lossKind === 'model')
    throw new AssayError(
      'configuration',
      `Cannot project per-example gradients: expected a loss of outputs, got the own loss of model ${context.model.kind}`,
    );
  return overParts('projections', partsOf(count, WALK_BATCH), ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      fixed: likeParameters('vector', context),
      stacked: ['projection'],
      body: (net, inputs) => {
        const { along } = pushed(context, net, listOf('vector', context, inputs), batch);
        return { projection: tf.reshape(along, [batch]) };
      },
    }),
  );
}
