import * as tf from '@tensorflow/tfjs';
import { put, takeSnapshot } from './object-snapshot.ts';
import type { TensorflowOptimizer } from './tensorflow-steps.ts';

/** Where an optimizer keeps its learning rate. */
export interface RateField {
  /** As messages say it: `learningRate`, `config.lr`. */
  readonly name: string;
  /** Gives the optimizer a rate: the number, or the scalar where the field holds a tensor. */
  readonly write: (instance: TensorflowOptimizer, rate: number, scalar?: tf.Tensor) => void;
  /** The number it holds now, where it is a number. */
  readonly read: (instance: TensorflowOptimizer) => unknown;
  /** Whether a tensor or variable hangs at this place: then it is no state. */
  readonly isTensorAt: (place: string) => boolean;
}

/** What subclasses of `tf.train.Optimizer` have beside it, some of it protected. */
interface WithRate {
  learningRate?: unknown;
  setLearningRate?: (rate: number) => void;
}

/** `learningRate` of the optimizer, or of one that it holds, through `setLearningRate` where there is one. */
const fieldOf = (
  name: string,
  holder: (instance: TensorflowOptimizer) => WithRate | undefined,
): RateField => ({
  name,
  read: (instance) => holder(instance)?.learningRate,
  write: (instance, rate) => {
    const fields = holder(instance)!;
    if (typeof fields.setLearningRate === 'function') fields.setLearningRate(rate);
    else fields.learningRate = rate;
  },
  isTensorAt: () => false,
});

const isNumbered = (holder: WithRate): boolean => typeof holder.learningRate === 'number';

/** Last words of a path that mean a learning rate, without underscores and in lower case. */
const meant = new Set(['learningrate', 'lr', 'stepsize']);

/** A field somewhere in the object: it is looked up again in each instance, whose containers are its own. */
const fieldAt = (place: string): RateField => ({
  name: place,
  read: (instance) => {
    const { plain, tensors } = takeSnapshot(instance);
    return plain.get(place)?.value ?? tensors.get(place)?.tensor.dataSync()[0];
  },
  write: (instance, rate, scalar) => {
    const { plain, tensors } = takeSnapshot(instance);
    const held = tensors.get(place);
    if (held === undefined) return put(plain.get(place)!, rate);
    const { shape } = held.tensor;
    const value = scalar === undefined ? tf.tensor([rate], shape) : tf.reshape(scalar, shape);
    if (held.tensor instanceof tf.Variable) (held.tensor as tf.Variable).assign(value);
    else put(held, tf.keep(value));
  },
  isTensorAt: (at) => at === place,
});

/**
 * The fields of an optimizer that may be its learning rate, the likeliest first: its own `learningRate`, that of an
 * optimizer inside it (both by `setLearningRate` where there is one), then numbers, variables and tensors of one
 * element that are called so, or `lr`, or `stepSize`, anywhere in the object.
 *
 * @example rateFields(tf.train.adam(0.1))[0].name // learningRate
 */
export function rateFields(instance: TensorflowOptimizer): readonly RateField[] {
  const { plain, tensors, containers } = takeSnapshot(instance);
  const whole = isNumbered(instance as WithRate)
    ? [fieldOf('learningRate', (given) => given as WithRate)]
    : [];
  const inner = [...containers]
    .filter(([, held]) => isNumbered(held) && typeof (held as WithRate).setLearningRate === 'function')
    .map(([place]) =>
      fieldOf(`${place}.learningRate`, (given) => takeSnapshot(given).containers.get(place) as WithRate),
    );
  const named = new Set([...whole, ...inner].map(({ name }) => name));
  const numbers = [...plain].filter(([, { value }]) => typeof value === 'number');
  const scalars = [...tensors].filter(([, { tensor }]) => tensor.size === 1);
  const places = [...numbers, ...scalars]
    .filter(([, { path }]) => meant.has(path.at(-1)!.replaceAll('_', '').toLowerCase()))
    .filter(([place]) => !named.has(place))
    .sort(([, a], [, b]) => a.path.length - b.path.length);
  return [...whole, ...inner, ...places.map(([place]) => fieldAt(place))];
}
