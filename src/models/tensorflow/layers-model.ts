import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import { lawOf } from './layers-initializers.ts';
import type { DataShape, Initializer, Model, NamedTensors, ParameterSpec } from '../types.ts';

/** A weight of a layer; `val` is what its layer computes with. */
interface Weight {
  readonly originalName: string;
  readonly shape: readonly (number | null)[];
  val: tf.Tensor;
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

interface Layer {
  readonly name: string;
  readonly weights: readonly Weight[];
  readonly activation?: { getClassName(): string; apply(x: tf.Tensor): tf.Tensor };
  /** What a layer `Softmax` does, along its `axis`. */
  readonly softmax?: (x: tf.Tensor, axis: number) => tf.Tensor;
  readonly axis?: number | readonly number[];
  getClassName(): string;
  getConfig(): Readonly<Record<string, unknown>>;
  calculateLosses(): readonly tf.Scalar[];
}

/** The parts of `tf.LayersModel` that are used here, some of them not in its types. */
interface Net extends Layer {
  readonly layers: readonly Layer[];
  readonly trainableWeights: readonly Weight[];
  readonly nonTrainableWeights: readonly Weight[];
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly { readonly shape: readonly (number | null)[] }[];
  apply(x: tf.Tensor, options: { readonly training: boolean }): unknown;
}

/** Whether a value is a `tf.sequential` or `tf.model`. */
export function isLayersModel(value: unknown): value is tf.LayersModel {
  const net = value as Partial<Record<keyof Net, unknown>> | null | undefined;
  return Array.isArray(net?.layers) && typeof net.apply === 'function' && 'trainableWeights' in net;
}

/**
 * A `tf.sequential` or `tf.model` as a model of ours.
 *
 * Trainable weights are the parameters, all others (moving averages, frozen layers) running statistics; they are called
 * after the layer's class, its number among its like, and the weight: `dense1.kernel`. Layers see the training flag;
 * regularizers are added to the loss of training. Each seed draws its own start by the laws of the initializers;
 * weights that two builds have in common (biases, seeds, weights that were loaded) start as they are. Layers of nets
 * within the net count as its own. A soft-max in the last layer is taken out: outputs are its logits. An output of more
 * dimensions is laid flat, `[batch, numbers]`, as targets are.
 *
 * @param build makes a new one at each call
 * @param place of the reference, for messages
 * @throws AssayError `configuration` where the net has several inputs or outputs, does not take the examples, or draws
 * its start by a law that is not covered
 */
export function layersModel(build: () => unknown, data: DataShape, place: string): Model {
  const [net, other] = [build(), build()] as [Net, Net];
  if (net === other)
    throw new AssayError(
      'configuration',
      `Cannot use ${place}: expected a function that makes a new net at each call, got one that returns the same`,
    );
  if (net.inputs.length !== 1 || net.outputs.length !== 1)
    throw new AssayError(
      'configuration',
      `Cannot use ${place}: expected a net of one input and one output, got ${net.inputs.length} and ${net.outputs.length}`,
    );
  const shape = inputShape(net, data, place);
  const softmax = withoutSoftmax(net);
  const specs = specsOf(net, other, place);
  const trainable = net.trainableWeights.map((weight) => specs.get(weight)!);
  const fixed = net.nonTrainableWeights.map((weight) => specs.get(weight)!);
  const within = <R>(parameters: NamedTensors, body: () => R): R => {
    const held = net.trainableWeights.map((weight) => weight.val);
    net.trainableWeights.forEach((weight, index) => (weight.val = parameters[trainable[index]!.name]!));
    try {
      return body();
    } finally {
      net.trainableWeights.forEach((weight, index) => (weight.val = held[index]!));
    }
  };
  return {
    kind: `layers/${net.getClassName()}`,
    parameters: trainable,
    statistics: fixed,
    ...(softmax ? { endsWith: 'softmax' as const } : {}),
    forward: ({ parameters, statistics, features, training }) =>
      within(parameters, () => {
        net.nonTrainableWeights.forEach((weight, index) => weight.write(statistics[fixed[index]!.name]!));
        const batch = features.shape[0]!;
        const output = net.apply(tf.reshape(features, [batch, ...shape]), { training }) as tf.Tensor;
        return {
          output: output.rank === 2 ? output : tf.reshape(output, [batch, -1]),
          statistics: Object.fromEntries(
            net.nonTrainableWeights.map((weight, index) => [fixed[index]!.name, tf.clone(weight.read())]),
          ),
        };
      }),
    ...(penaltiesOf(net).length > 0
      ? {
          penalty: ({ parameters }) => within(parameters, () => tf.addN(penaltiesOf(net)) as tf.Scalar),
        }
      : {}),
  };
}

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** The net's own shape of an example; examples of as many numbers are reshaped. */
function inputShape(net: Net, { features }: DataShape, place: string): readonly number[] {
  const wanted = net.inputs[0]!.shape.slice(1);
  const free = wanted.some((length) => length === null);
  if (free && wanted.length === features.length) return features;
  if (!free && size(wanted as number[]) === size(features)) return wanted as number[];
  throw new AssayError(
    'configuration',
    `Cannot use ${place}: expected a net that takes examples of shape [${features}], got one of inputShape [${wanted.map((length) => length ?? 'null')}]`,
  );
}

const identity = (x: tf.Tensor): tf.Tensor => tf.clone(x);

/**
 * Takes a soft-max over the outputs of an example out of the last layer, which may be that of a net within the net;
 * whether there was one.
 */
function withoutSoftmax(net: Net): boolean {
  const last = leavesOf(net).at(-1) as { -readonly [Field in keyof Layer]: Layer[Field] } | undefined;
  if (last === undefined || net.outputs[0]!.shape.length !== 2) return false;
  if (last.getClassName() === 'Softmax' && [1, -1].includes(Number(last.axis))) {
    last.softmax = identity;
    return true;
  }
  if (last.activation?.getClassName() !== 'softmax') return false;
  const linear = Object.create(Object.getPrototypeOf(last.activation) as object) as object;
  last.activation = Object.assign(linear, { apply: identity, getClassName: () => 'linear' });
  return true;
}

/** The layers of a net, those of nets within it in their place. */
const leavesOf = ({ layers }: Pick<Net, 'layers'>): readonly Layer[] =>
  layers.flatMap((layer) => (isLayersModel(layer) ? leavesOf(layer as unknown as Net) : [layer]));

/** What the regularizers of all layers give: a net that was not yet applied knows of none itself. */
const penaltiesOf = (net: Pick<Net, 'layers'>): tf.Tensor[] =>
  leavesOf(net).flatMap((layer) => layer.calculateLosses().map((loss) => tf.reshape(loss, [])));

/** Names, shapes and initial laws of all weights. */
function specsOf(net: Net, other: Net, place: string): ReadonlyMap<Weight, ParameterSpec> {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  const specs = new Map<Weight, ParameterSpec>();
  const twins = leavesOf(other);
  leavesOf(net).forEach((layer, index) => {
    if (layer.weights.length === 0) return;
    const kind = layer.getClassName().replace(/^./, (letter) => letter.toLowerCase());
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    layer.weights.forEach((weight, at) => {
      const base = weight.originalName.split('/').at(-1)!;
      const short = `${kind}${number}.${base}`;
      const name = taken.has(short) ? `${short}${at + 1}` : short;
      taken.add(name);
      const values = weight.read().dataSync();
      const twin = twins[index]!.weights[at]!.read().dataSync();
      const same = values.every((value, i) => value === twin[i]);
      const shape = weight.shape.map((length) => length ?? 1);
      specs.set(weight, {
        name,
        shape,
        initializer: same ? constant(values) : drawn(layer, base, shape, name, place),
      });
    });
  });
  return specs;
}

function constant(values: ArrayLike<number>): Initializer {
  const list = Array.from(values);
  if (list.every((value) => value === 0)) return { kind: 'zeros' };
  return list.every((value) => value === 1) ? { kind: 'ones' } : { kind: 'constant', values: list };
}

function drawn(
  layer: Layer,
  base: string,
  shape: readonly number[],
  name: string,
  place: string,
): Initializer {
  const law = lawOf(layer.getConfig(), base, shape);
  if (typeof law !== 'string') return law;
  throw new AssayError(
    'configuration',
    `Cannot use ${place}: expected an initializer of weight ${name} whose law is known, got ${law}; give it a seed, and all runs start alike`,
  );
}
