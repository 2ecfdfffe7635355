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
  readonly outputs: readonly unknown[];
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
 * weights that two builds have in common (biases, seeds, weights that were loaded) start as they are. A soft-max in the
 * last layer is taken out: outputs are its logits.
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
        const output = net.apply(tf.reshape(features, [features.shape[0]!, ...shape]), { training });
        return {
          output: output as tf.Tensor,
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

/** Takes a soft-max out of the last layer; whether there was one. */
function withoutSoftmax(net: Net): boolean {
  const last = net.layers.at(-1) as { activation?: Layer['activation'] } | undefined;
  if (last?.activation?.getClassName() !== 'softmax') return false;
  const linear = Object.create(Object.getPrototypeOf(last.activation) as object) as object;
  last.activation = Object.assign(linear, {
    apply: (x: tf.Tensor) => tf.clone(x),
    getClassName: () => 'linear',
  });
  return true;
}

/** What the regularizers of all layers give: a net that was not yet applied knows of none itself. */
const penaltiesOf = ({ layers }: Pick<Net, 'layers'>): tf.Tensor[] =>
  layers.flatMap((layer) =>
    isLayersModel(layer)
      ? penaltiesOf(layer as unknown as Net)
      : layer.calculateLosses().map((loss) => tf.reshape(loss, [])),
  );

/** Names, shapes and initial laws of all weights. */
function specsOf(net: Net, other: Net, place: string): ReadonlyMap<Weight, ParameterSpec> {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  const specs = new Map<Weight, ParameterSpec>();
  net.layers.forEach((layer, index) => {
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
      const twin = other.layers[index]!.weights[at]!.read().dataSync();
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
