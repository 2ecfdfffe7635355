import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../errors.ts';
import type { NamedTensors, ParameterSpec } from '../models/types.ts';
import { withNamesFree, withNumberReplaced, withVariablesCaught } from './engine-hooks.ts';
import { restoreSnapshot, takeSnapshot } from './object-snapshot.ts';
import type { FoundTensor, Snapshot } from './object-snapshot.ts';
import { nameEntries } from './tensorflow-state-names.ts';
import type { Optimizer } from './types.ts';

/** A learning rate that stands for the scheduled one while code runs; no optimizer has this number of its own. */
const MARK = Math.fround(0.0012345679);
/** Learning rates of the steps by which an adapter is tried. */
const TRIAL_RATES = [0.01, 0.03, 0.02];

/** The part of `tf.train.Optimizer` that an adapter uses. */
export type TensorflowOptimizer = Pick<tf.Optimizer, 'applyGradients'>;

/** What the subclasses have beside it, some of it protected. */
interface WithRate {
  learningRate?: unknown;
  setLearningRate?: (rate: number) => void;
}

interface Adapted {
  readonly instance: TensorflowOptimizer;
  readonly kind: string;
  /** The variables that stand for the parameters in TensorFlow.js's registry, by parameter. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly scheduled: boolean;
  /** As constructed, and after one step: the same objects, other contents. */
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** State entries by name. */
  readonly entries: ReadonlyMap<string, FoundTensor>;
  /** Values at construction of the variables that existed then. */
  readonly initial: ReadonlyMap<tf.Tensor, tf.Tensor>;
}

/**
 * Makes a pure optimizer of any `tf.train.Optimizer` subclass instance, unmodified.
 *
 * The instance takes three eager steps on variables of the parameters' shapes. Walking the object after the first one
 * finds its state: every `tf.Variable` that can be reached (and every tensor field that a step replaces). Variables
 * that existed at construction start from their value then; the others start as the optimizer makes them of the
 * parameters, which is traced. An update assigns the given tensors to these variables and runs `applyGradients`.
 *
 * Learning rate: where the instance has a numeric `learningRate` (all of TensorFlow.js's own have), the arm's rate
 * takes its place at each step, through `setLearningRate` where there is one; otherwise the instance's own rules, and
 * the arm's is not used. Finally the pure optimizer repeats the three steps at three different rates and must arrive
 * where the instance did.
 *
 * The instance belongs to the adapter from then on. Private fields (`#x`) and closures cannot be walked; numbers that
 * change with the steps, other than the count of iterations, cannot be traced. The repetition finds both.
 *
 * @param parameters of the model that will be trained: slots are made for their names and shapes.
 * @throws AssayError `program` where the optimizer fails, changes its set of state entries after the first step, or does
 * not repeat its own steps, with the parameter and the distance.
 * @example adaptTensorflowOptimizer(tf.train.adam(0.001), model.parameters);
 */
export function adaptTensorflowOptimizer(
  instance: TensorflowOptimizer,
  parameters: readonly ParameterSpec[],
): Optimizer {
  // Silences the notice that recommends another backend: these few steps are all that runs eagerly.
  tf.env().set('PROD', true);
  const kind = `tensorflow/${className(instance)}`;
  const prefix = freePrefix(kind);
  const variables = new Map(
    parameters.map(({ name, shape }) => [
      name,
      tf.variable(trialValue(shape, name), true, `${prefix}/${name}`),
    ]),
  );
  const start = new Map([...variables].map(([name, variable]) => [name, tf.keep(tf.clone(variable))]));
  const { path, ...discovered } = explore(instance, kind, variables);
  const adapted: Adapted = { ...discovered, instance, kind, variables };
  const optimizer: Optimizer = Object.freeze({
    kind,
    init: (values) => initialState(adapted, values),
    update: (input) => {
      const { instance: stepped, entries, after, scheduled } = adapted;
      restoreSnapshot(after);
      assignAll(variables, input.parameters);
      for (const [name, found] of entries) assign(found, input.state[name]!);
      const apply = () => {
        if (scheduled) setRate(stepped, MARK);
        stepped.applyGradients(namedGradients(variables, input.gradients));
      };
      if (scheduled) withNumberReplaced(MARK, input.hyperparameters.learningRate, apply);
      else apply();
      const state = [...entries].map(([name, found]) => [name, tf.clone(current(found))] as const);
      const moved = [...variables].map(([name, variable]) => [name, tf.clone(variable)] as const);
      restoreSnapshot(after);
      return { parameters: Object.fromEntries(moved), state: Object.fromEntries(state) };
    },
  } satisfies Optimizer);
  repeat(optimizer, Object.fromEntries(start), path);
  return optimizer;
}

/** Parameters after each trial step. */
type Path = readonly Readonly<Record<string, Float32Array>>[];

/** Takes the trial steps eagerly and finds the state. */
function explore(
  instance: TensorflowOptimizer,
  kind: string,
  variables: ReadonlyMap<string, tf.Variable>,
): Omit<Adapted, 'instance' | 'kind' | 'variables'> & { readonly path: Path } {
  const scheduled = typeof (instance as WithRate).learningRate === 'number';
  const before = takeSnapshot(instance);
  const initial = new Map(
    [...before.tensors.values()].map(({ tensor }) => [tensor, tf.keep(tf.clone(tensor))] as const),
  );
  const path: Record<string, Float32Array>[] = [];
  const replaced = new Set<string>();
  let after = before;
  TRIAL_RATES.forEach((rate, step) => {
    if (scheduled) setRate(instance, rate);
    const unstepped = takeSnapshot(instance).tensors;
    try {
      instance.applyGradients(namedGradients(variables, trialGradients(variables, step)));
    } catch (cause) {
      throw new AssayError(
        'program',
        `Cannot adapt ${kind}: expected applyGradients to take a step, got ${cause}`,
        {
          cause,
        },
      );
    }
    path.push(valuesOf(Object.fromEntries(variables)));
    const stepped = takeSnapshot(instance);
    if (step === 0) after = stepped;
    else sameEntries(kind, after, stepped);
    for (const [place, { tensor }] of stepped.tensors)
      if (unstepped.has(place) && unstepped.get(place)!.tensor !== tensor) replaced.add(place);
  });
  const own = new Set<tf.Tensor>(variables.values());
  const found = [...after.tensors].filter(
    ([place, { tensor }]) => !own.has(tensor) && (tensor instanceof tf.Variable || replaced.has(place)),
  );
  const entries = nameEntries(
    found.map(([, entry]) => entry),
    [...variables].map(([name, { shape }]) => ({ name, shape })),
  );
  return { scheduled, before, after, initial, entries, path };
}

function sameEntries(kind: string, first: Snapshot, later: Snapshot): void {
  const missing = [...first.tensors.keys()].find((place) => !later.tensors.has(place));
  const added = [...later.tensors.keys()].find((place) => !first.tensors.has(place));
  if (missing === undefined && added === undefined) return;
  throw new AssayError(
    'program',
    `Cannot adapt ${kind}: expected the state entries of the first step to stay, got ${
      missing === undefined ? `a new one '${added}'` : `'${missing}' no more`
    } after a later step`,
  );
}

/** The state at the start, as the optimizer makes it of the parameters. */
function initialState(adapted: Adapted, parameters: NamedTensors): NamedTensors {
  const { instance, kind, variables, before, after, entries, initial, scheduled } = adapted;
  restoreSnapshot(before);
  assignAll(variables, parameters);
  for (const found of before.tensors.values())
    if (found.tensor instanceof tf.Variable) assign(found, constant(initial.get(found.tensor)!));
  const zeros = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, tf.zerosLike(parameter)]),
  );
  const { made } = withNamesFree(
    [...after.tensors.values()].map(({ tensor }) => tensor).filter((tensor) => tensor instanceof tf.Variable),
    () =>
      withVariablesCaught(() => {
        if (scheduled) setRate(instance, MARK);
        instance.applyGradients(namedGradients(variables, zeros));
      }),
  );
  const reached = takeSnapshot(instance).tensors;
  const state = [...entries].map(([name, { path }]) => {
    const place = path.join('.');
    const existing = before.tensors.get(place)?.tensor;
    if (existing !== undefined) return [name, constant(initial.get(existing)!)] as const;
    const created = made.get(reached.get(place)?.tensor as tf.Variable);
    if (created !== undefined) return [name, created] as const;
    throw new AssayError(
      'program',
      `Cannot adapt ${kind}: expected the entry '${place}' that its first step makes to be a tf.Variable, got a tensor`,
    );
  });
  for (const variable of made.keys()) variable.dispose();
  restoreSnapshot(after);
  return Object.fromEntries(state);
}

/** The pure optimizer must go where the instance went. */
function repeat(optimizer: Optimizer, start: NamedTensors, path: Path): void {
  let parameters = start;
  let state = optimizer.init(parameters);
  TRIAL_RATES.forEach((rate, step) => {
    ({ parameters, state } = optimizer.update({
      parameters,
      gradients: trialGradients(new Map(Object.entries(parameters)), step),
      state,
      hyperparameters: { learningRate: tf.scalar(rate) },
      gradientAt: (at) => trialGradients(new Map(Object.entries(at)), step),
    }));
    for (const [name, values] of Object.entries(valuesOf(parameters))) {
      const expected = path[step]![name]!;
      const distance = values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      // The same float32 operations but for the sign of a rate: the last bit of values near 1.
      if (distance < 1e-5) continue;
      throw new AssayError(
        'program',
        `Cannot adapt ${optimizer.kind}: expected all of its state in tensors that can be reached from the object, and a learning rate that is only multiplied by, but after step ${step + 1} '${name}' is ${distance.toExponential(2)} from where the optimizer itself takes it`,
      );
    }
  });
}

function setRate(optimizer: TensorflowOptimizer, rate: number): void {
  const instance = optimizer as WithRate;
  if (typeof instance.setLearningRate === 'function') instance.setLearningRate(rate);
  else instance.learningRate = rate;
}

const constant = (tensor: tf.Tensor): tf.Tensor => tf.tensor(tensor.dataSync(), tensor.shape, tensor.dtype);

/** The tensor that hangs where `found` was. */
function current({ container, path, tensor }: FoundTensor): tf.Tensor {
  if (tensor instanceof tf.Variable) return tensor;
  const key = path.at(-1)!;
  return (container instanceof Map ? container.get(key) : Reflect.get(container, key)) as tf.Tensor;
}

function assign({ container, path, tensor }: FoundTensor, value: tf.Tensor): void {
  if (tensor instanceof tf.Variable) (tensor as tf.Variable).assign(value);
  else if (container instanceof Map) container.set(path.at(-1)!, value);
  else Reflect.set(container, path.at(-1)!, value);
}

function assignAll(variables: ReadonlyMap<string, tf.Variable>, values: NamedTensors): void {
  for (const [name, variable] of variables) variable.assign(values[name]!);
}

/** Gradients under the names that the variables are registered by, in the form in which `minimize` hands them on. */
function namedGradients(
  variables: ReadonlyMap<string, tf.Variable>,
  gradients: NamedTensors,
): { name: string; tensor: tf.Tensor }[] {
  return [...variables].map(([name, variable]) => ({ name: variable.name, tensor: gradients[name]! }));
}

/** Values between −1 and 1 that differ from place to place, from step to step and from name to name. */
function trialValue(shape: readonly number[], name: string, step = 0): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const phase = name.length + 3 * step;
  const values = Float32Array.from({ length: size }, (_, index) => Math.cos(phase + 1.7 * index));
  return tf.tensor(values, [...shape]);
}

function trialGradients(at: ReadonlyMap<string, tf.Tensor>, step: number): NamedTensors {
  return Object.fromEntries([...at].map(([name, { shape }]) => [name, trialValue(shape, name, step + 1)]));
}

const valuesOf = (tensors: NamedTensors): Record<string, Float32Array> =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, Float32Array.from(tensor.dataSync())]),
  );

function className(instance: object): string {
  const own = instance.constructor as { readonly className?: string; readonly name: string };
  return own.className ?? own.name;
}

/** A prefix under which no variable is registered yet. */
function freePrefix(kind: string): string {
  const taken = Object.keys(tf.engine().registeredVariables);
  let number = 1;
  while (taken.some((name) => name.startsWith(`${kind}/${number}/`))) number++;
  return `${kind}/${number}`;
}
