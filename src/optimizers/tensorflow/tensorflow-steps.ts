import * as tf from '@tensorflow/tfjs';
import type { NamedTensors, ParameterSpec } from '../../models/types.ts';
import { put, takeSnapshot, type FoundTensor, type Snapshot } from './object-snapshot.ts';
import { VariableRegistry } from './variable-registry.ts';

/** The part of `tf.train.Optimizer` that steps need. */
export type TensorflowOptimizer = Pick<tf.Optimizer, 'applyGradients'>;

/** Gradients as `minimize` hands them on: a list where variables are named, an object by name where they are not. */
export type GradientForm = 'list' | 'object';

/** Name and shape of a parameter. */
export type NamedShape = Pick<ParameterSpec, 'name' | 'shape'>;

/** A tensor of the optimizer's state under all the paths by which it is reached. */
export interface StateTensor {
  readonly place: string;
  readonly path: readonly string[];
  readonly tensor: tf.Tensor;
  readonly found: readonly FoundTensor[];
}

/**
 * A new optimizer of TensorFlow.js on variables of its own, which carry the parameters' own names: what a trainer does
 * with it, a step at a time.
 *
 * @param make gives a new optimizer; it is called in here, so that the variables that it makes are found in here
 */
export class SteppedOptimizer {
  readonly instance: TensorflowOptimizer;
  /** The variables that stand for the parameters, by parameter. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly #registry: VariableRegistry;
  /**
   * Tensors that the optimizer held when it was made, other than variables: constants, as long as nothing replaces
   * them.
   */
  readonly #constants: ReadonlySet<tf.Tensor>;
  readonly #isRate: (place: string) => boolean;
  /** What every tensor but the parameters held when the optimizer was made, by place. */
  readonly built: ReadonlyMap<string, tf.Tensor>;

  /**
   * @param options.begin is done with it before anything else
   * @param options.isRate whether a tensor at a place is the rate, which is no state
   */
  constructor(
    make: () => TensorflowOptimizer,
    parameters: readonly NamedShape[],
    {
      begin = () => undefined,
      isRate = () => false,
    }: {
      readonly begin?: (instance: TensorflowOptimizer) => void;
      readonly isRate?: (place: string) => boolean;
    } = {},
  ) {
    this.#registry = new VariableRegistry(parameters.map(({ name }) => name));
    this.#isRate = isRate;
    [this.instance, this.variables] = this.within(() => [
      make(),
      new Map(parameters.map(({ name, shape }) => [name, tf.variable(tf.zeros([...shape]), true, name)])),
    ]);
    this.within(() => begin(this.instance));
    const own = new Set<tf.Tensor>(this.variables.values());
    const held = [...this.snapshot().tensors].filter(([, { tensor }]) => !own.has(tensor));
    this.built = new Map(
      held.map(([place, { tensor }]) => [
        place,
        tf.keep(tf.tensor(tensor.dataSync().slice(), tensor.shape, tensor.dtype)),
      ]),
    );
    this.#constants = new Set(
      held.map(([, { tensor }]) => tensor).filter((tensor) => !(tensor instanceof tf.Variable)),
    );
  }

  /** Runs `body` where variables are found by the parameters' names. */
  within<Result>(body: () => Result): Result {
    return this.#registry.within(body);
  }

  snapshot(): Snapshot {
    const byId = new Map([...this.variables].map(([name, { id }]) => [String(id), name]));
    const own = new Map<unknown, string>([...this.variables].map(([name, variable]) => [variable, name]));
    return takeSnapshot(this.instance, (key) => own.get(key) ?? byId.get(String(key)));
  }

  /** The tensors that are state now: variables, and tensors that came after the optimizer was made. */
  state(): readonly StateTensor[] {
    const own = new Set<tf.Tensor>(this.variables.values());
    const groups = new Map<tf.Tensor, FoundTensor[]>();
    for (const [place, found] of this.snapshot().tensors) {
      const { tensor } = found;
      if (own.has(tensor) || this.#constants.has(tensor) || this.#isRate(place)) continue;
      groups.set(tensor, [...(groups.get(tensor) ?? []), found]);
    }
    return [...groups].map(([tensor, found]) => ({
      tensor,
      found,
      path: found[0]!.path,
      place: found[0]!.path.join('.'),
    }));
  }

  assignParameters(values: NamedTensors): void {
    for (const [name, variable] of this.variables) variable.assign(values[name]!);
  }

  /** Applies gradients, by parameter, in one of the forms in which `minimize` hands them on. */
  apply(gradients: NamedTensors, form: GradientForm): void {
    const named = [...this.variables.keys()].map((name) => ({ name, tensor: gradients[name]! }));
    const outcome: unknown = this.instance.applyGradients(
      form === 'list' ? named : Object.fromEntries(named.map(({ name, tensor }) => [name, tensor])),
    );
    if (!(outcome instanceof Promise)) return;
    outcome.catch(() => undefined);
    throw new TypeError('applyGradients is async: minimize does not wait for it');
  }
}

/** Gives a state tensor another value, wherever it hangs. */
export function assignState({ tensor, found }: StateTensor, value: tf.Tensor): void {
  if (tensor instanceof tf.Variable) (tensor as tf.Variable).assign(value);
  else for (const each of found) put(each, value);
}

/** What class an optimizer is of, as it says itself. */
export function className(instance: object): string {
  const own = instance.constructor as { readonly className?: string; readonly name: string };
  return own.className ?? own.name;
}
