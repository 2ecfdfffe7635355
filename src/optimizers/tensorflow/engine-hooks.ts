import * as tf from '@tensorflow/tfjs';

/** The parts of TensorFlow.js's engine that make tensors from numbers and variables from tensors. */
interface Makers {
  makeTensor(values: unknown, shape: number[], dtype?: tf.DataType, backend?: unknown): tf.Tensor;
  makeVariable(initialValue: tf.Tensor, trainable?: boolean, name?: string, dtype?: tf.DataType): tf.Variable;
}

/** Replaces one maker of the engine while `body` runs. */
function withMaker<K extends keyof Makers, R>(
  name: K,
  replace: (original: Makers[K]) => Makers[K],
  body: () => R,
): R {
  const engine = tf.engine() as unknown as Makers;
  const original = engine[name];
  engine[name] = replace(original.bind(engine) as Makers[K]);
  try {
    return body();
  } finally {
    // The method belongs to the class: taking our own property away uncovers it.
    delete (engine as Partial<Makers>)[name];
  }
}

/**
 * Runs `body` and tells which variables it made, each with the tensor that it was made of.
 *
 * @example withVariablesCaught(() => tf.zeros([2]).variable()).made; // one variable, its tensor of zeros
 */
export function withVariablesCaught<R>(body: () => R): {
  readonly result: R;
  readonly made: ReadonlyMap<tf.Variable, tf.Tensor>;
} {
  const made = new Map<tf.Variable, tf.Tensor>();
  const result = withMaker(
    'makeVariable',
    (original) => (initialValue, trainable, name, dtype) => {
      const variable = original(initialValue, trainable, name, dtype);
      made.set(variable, tf.keep(tf.clone(initialValue)));
      return variable;
    },
    body,
  );
  return { result, made };
}

/**
 * Runs `body` with every scalar made of the number `mark`, or of −`mark`, replaced by a tensor, or its negative.
 *
 * So a number that code multiplies tensors by becomes a tensor. `mark` is a float32 number that nothing else uses.
 *
 * @example withNumberReplaced(0.0123, rate, () => tf.mul(gradient, -0.0123)); // −rate · gradient
 */
export function withNumberReplaced<R>(mark: number, tensor: tf.Tensor, body: () => R): R {
  const value = Math.fround(mark);
  return withMaker(
    'makeTensor',
    (original) => (values, shape, dtype, backend) => {
      const only =
        shape.length === 0 && dtype === 'float32' ? Math.fround((values as number[])[0]!) : undefined;
      if (only === value) return tf.clone(tensor);
      if (only === -value) return tf.neg(tensor);
      return original(values, shape, dtype, backend);
    },
    body,
  );
}

/**
 * Runs `body` with the global generator replaced by one that gives the same numbers each time: where code that draws is
 * only looked at, what it does must not depend on when that is.
 *
 * @example withFixedDraws(() => tf.randomNormal([2])) // the same two numbers each time
 */
export function withFixedDraws<R>(body: () => R): R {
  const original = Math.random;
  let state = 1;
  // Numerical Recipes' linear congruential generator: nothing that is kept depends on its quality.
  Math.random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  try {
    return body();
  } finally {
    Math.random = original;
  }
}
