import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../models/types.ts';
import { flatten, leavesOf } from '../program/tree.ts';

/**
 * Applies `rule` to each parameter by name; the keys keep their order.
 *
 * @example eachParameter(gradients, (name, gradient) => tf.neg(gradient));
 */
export function eachParameter(
  tensors: NamedTensors,
  rule: (name: string, tensor: tf.Tensor) => tf.Tensor,
): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));
}

/**
 * A slot of the state that has one entry a parameter, all zeros at the start: `<slot>/<parameter>`.
 *
 * @example zeroSlot('velocity', parameters); // { 'velocity/hidden1.weight': 0 … }
 */
export function zeroSlot(slot: string, parameters: NamedTensors): NamedTensors {
  return packSlot(
    slot,
    eachParameter(parameters, (_, parameter) => tf.zerosLike(parameter)),
  );
}

/** Names the entries of a slot as the state does: `hidden1.weight` becomes `<slot>/hidden1.weight`. */
export function packSlot(slot: string, tensors: NamedTensors): NamedTensors {
  return flatten({ [slot]: tensors });
}

/** The entries of one slot of the state, by parameter. */
export function unpackSlot(slot: string, state: NamedTensors): NamedTensors {
  return leavesOf(state, slot);
}

/**
 * Exponential moving average: decay · average + (1 − decay) · value.
 *
 * 1 − decay is taken in double precision, so that a decay of 0.999 loses no digits.
 */
export function follow(average: tf.Tensor, value: tf.Tensor, decay: number): tf.Tensor {
  return tf.add(tf.mul(average, decay), tf.mul(value, 1 - decay));
}
