import * as tf from '@tensorflow/tfjs';

type Variables = Record<string, tf.Variable>;

/** The part of TensorFlow.js's engine where variables are found by name. */
const registry = (): { registeredVariables: Variables } =>
  (tf.engine() as unknown as { readonly state: { registeredVariables: Variables } }).state;

/**
 * Names that TensorFlow.js gives variables by itself are numbers, from here on in what runs in a registry. From 0 on
 * they would be the places of gradients in a list: code that takes a list for an object by name would find variables,
 * Adam's own among them.
 */
const FIRST_NUMBER = 1_000_000;

/** What counts the variables that TensorFlow.js names. */
const variableCounter = () => tf.engine().constructor as unknown as { nextVariableId: number };

/**
 * The variables that code sees by name while it runs in here: those that are registered outside, without those whose
 * names are reserved or are places of reserved ones in a list, and those that it has made in here itself.
 *
 * So variables carry the parameters' own names, whatever else in the process has such a name.
 *
 * @example
 * const scope = new VariableRegistry(['w']);
 * scope.within(() => tf.variable(tf.zeros([2]), true, 'w')); // again and again, in each registry once
 */
export class VariableRegistry {
  #variables: Variables;

  constructor(reserved: readonly string[]) {
    const taken = new Set([...reserved, ...reserved.keys()].map(String));
    this.#variables = Object.fromEntries(
      Object.entries(registry().registeredVariables).filter(([name]) => !taken.has(name)),
    );
  }

  /** Runs `body` with this registry in the place of the engine's. */
  within<Result>(body: () => Result): Result {
    const state = registry();
    const outside = state.registeredVariables;
    state.registeredVariables = this.#variables;
    const counter = variableCounter();
    counter.nextVariableId = Math.max(counter.nextVariableId, FIRST_NUMBER);
    try {
      return body();
    } finally {
      this.#variables = state.registeredVariables;
      state.registeredVariables = outside;
    }
  }
}
