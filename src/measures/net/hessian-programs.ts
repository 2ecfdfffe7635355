import * as tf from '@tensorflow/tfjs';
import { gradients, hessianVectorProduct } from '../../program/index.ts';
import { leafName, leavesOf } from '../../program/tree.ts';
import type { LoopProgram } from '../../program/types.ts';
import { dataLoop, float, likeParameters, listOf, named, overParts } from './data-loop.ts';
import type { ProgramContext } from '../definition.ts';
import type { Part } from './parts.ts';

const countIn = (parts: readonly Part[]) => parts.reduce((sum, { steps, batch }) => sum + steps * batch, 0);

/** Σ_i a_i · b_i over lists of tensors of equal shapes. */
export const innerProduct = (a: readonly tf.Tensor[], b: readonly tf.Tensor[]): tf.Scalar =>
  a.map((tensor, i) => tf.sum(tf.mul(tensor, b[i]!))).reduce((x, y) => tf.add(x, y)) as tf.Scalar;

/**
 * For each batch b a probe of its own: stacked `quadratic` = (n_b / n) v_bᵀ H_b v_b, where H_b is the Hessian of the
 * batch's mean loss, so that the sum over batches has the mean Tr(H). Scanned: `probe/…` `[steps, …]`.
 */
export function quadraticForms(context: ProgramContext, parts: readonly Part[]): Record<string, LoopProgram> {
  return overParts('quadratic', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      scanned: likeParameters('probe', context),
      stacked: ['quadratic'],
      body: (net, inputs) => {
        const probe = listOf('probe', context, inputs);
        const product = hessianVectorProduct(context.loss(net), net.list, probe);
        return { quadratic: tf.mul(innerProduct(product, probe), batch / countIn(parts)) };
      },
    }),
  );
}

/** H·v over all examples: carried `product/…` gains (n_b / n) H_b v batch by batch. Fixed: `vector/…`. */
export function hessianProduct(context: ProgramContext, parts: readonly Part[]): Record<string, LoopProgram> {
  return overParts('product', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      fixed: likeParameters('vector', context),
      carried: likeParameters('product', context),
      stacked: [],
      body: (net, inputs) => {
        const vector = listOf('vector', context, inputs);
        const product = hessianVectorProduct(context.loss(net), net.list, vector);
        return accumulated(context, 'product', inputs, product, batch / countIn(parts));
      },
    }),
  );
}

/** The gradient over all examples, carried `gradient/…`, and stacked `loss` = (n_b / n) · mean loss of the batch. */
export function lossAndGradient(
  context: ProgramContext,
  parts: readonly Part[],
): Record<string, LoopProgram> {
  return overParts('gradient', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      carried: likeParameters('gradient', context),
      stacked: ['loss'],
      body: (net, inputs) => {
        const loss = context.loss(net);
        const share = batch / countIn(parts);
        return {
          ...accumulated(context, 'gradient', inputs, gradients(loss, net.list), share),
          loss: tf.mul(loss, share),
        };
      },
    }),
  );
}

/**
 * Loss along a line, stacked `loss` = (n_b / n) L_b(θ + position · direction). Scanned: `position`; fixed:
 * `direction/…`.
 */
export function lossAlong(context: ProgramContext, parts: readonly Part[]): Record<string, LoopProgram> {
  const { model } = context;
  const statistics = Object.fromEntries(
    model.statistics.map(({ name, shape }) => [leafName('statisticsDirection', name), float(shape)]),
  );
  return overParts('along', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      scanned: { position: float([]) },
      fixed: { ...likeParameters('direction', context), ...statistics },
      stacked: ['loss'],
      body: (net, inputs) => {
        const moved = (from: Record<string, tf.Tensor>, group: string) => {
          const direction = leavesOf(inputs, group);
          return Object.fromEntries(
            Object.entries(from).map(([key, tensor]) => [
              key,
              tf.add(tensor, tf.mul(inputs['position']!, direction[key]!)),
            ]),
          );
        };
        const loss = context.loss({
          ...net,
          parameters: moved(net.parameters, 'direction'),
          statistics: moved(net.statistics, 'statisticsDirection'),
        });
        return { loss: tf.mul(loss, batch / countIn(parts)) };
      },
    }),
  );
}

/** `<group>/…` plus `share` times the list: one step of a weighted sum over batches. */
export function accumulated(
  context: ProgramContext,
  group: string,
  inputs: Record<string, tf.Tensor>,
  list: readonly tf.Tensor[],
  share: number,
): Record<string, tf.Tensor> {
  const before = listOf(group, context, inputs);
  return named(
    group,
    context,
    list.map((tensor, i) => tf.add(before[i]!, tf.mul(tensor, share))),
  );
}
