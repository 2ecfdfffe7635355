import * as tf from '@tensorflow/tfjs';
import type { Model, NamedTensors } from '../../models/types.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import { AssayError } from '../../errors.ts';
import { drawnInputs, gradients, trace, withDraws, withoutGradient, type Draw } from '../../program/index.ts';
import { flatten, isInGroups, leafName, leavesOf, unflatten } from '../../program/tree.ts';
import type { LoopProgram, Program } from '../../program/types.ts';
import { batchInputName, batchInputs, type BatchSource } from './batch-inputs.ts';
import type { TracedLoss } from '../loss.ts';
import { float, netTypes, typesOf, type Types } from './net-types.ts';
import type { DrawSpec, NoiseSpec } from '../types.ts';

/** What a training step is made of. */
export interface StepParts {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: TracedLoss;
  readonly batchSize: number;
  readonly source: BatchSource;
  /** Whether momentum is scheduled and comes in by step. */
  readonly scheduledMomentum: boolean;
}

/**
 * Gaussian draws that a step consumes by name: the optimizer's own, the gradient noise where there are no examples, and
 * what weighs the examples where all are seen.
 */
export function noiseOf({ model, optimizer, source }: Pick<StepParts, 'model' | 'optimizer' | 'source'>) {
  const own = optimizer.noise ? model.parameters : [];
  const ofBatch = (index: number): readonly (readonly [string, NoiseSpec])[] => {
    if (source.kind === 'noise')
      return [[batchInputName(index, 'features'), { shape: [1, ...source.shape], variance: 'per-example' }]];
    if (source.weights === undefined) return [];
    return [[batchInputName(index, 'weights'), { shape: [source.examples.count], variance: 'one' }]];
  };
  return Object.fromEntries<NoiseSpec>([
    ...own.map(({ name, shape }) => [leafName('noise', name), { shape, variance: 'one' }] as const),
    ...Array.from({ length: optimizer.batches ?? 1 }, (_, index) => ofBatch(index)).flat(),
  ]);
}

/**
 * Weights wᵢ = 1 + √(N/S)·(zᵢ − z̄) of all N examples, z standard normal. The weighted mean of the gradients
 * (1/N) Σ wᵢ gᵢ = ḡ + (NS)^(−½) Σ zᵢ (gᵢ − ḡ) is Gaussian with the mean ḡ and the covariance C/S of a mini-batch of S
 * examples drawn iid, whatever the rank of C, in one pass backwards.
 *
 * @see Wu, Hu, Xiong, Huan, Braverman & Zhu 2020, On the noisy gradient descent that generalizes as SGD (multiplicative
 * noise)
 */
function gaussianWeights(draws: tf.Tensor, batchSize: number): tf.Tensor {
  const spread = Math.sqrt(draws.size / batchSize);
  return tf.add(1, tf.mul(tf.sub(draws, tf.mean(draws)), spread));
}

/**
 * What the model's code draws in a step, by the names that `stepProgram` has for them.
 *
 * @throws AssayError `program` as `stepProgram` does
 */
export function drawsOf({
  model,
  loss,
  batchSize,
  source,
  optimizer: { batches = 1 },
}: Omit<StepParts, 'scheduledMomentum'>): Readonly<Record<string, DrawSpec>> {
  const types = Array.from({ length: batches }, (_, index) => batchInputs(index, batchSize, source).types);
  let draws: readonly Draw[] = [];
  trace(
    'draws',
    Object.assign(netTypes(model), ...types) as Types,
    (inputs) => {
      for (let batch = 0; batch < batches; batch++) trainingLoss({ loss, batchSize }, inputs, batch);
      draws = drawnInputs();
      return {};
    },
    { sites: false },
  );
  return Object.fromEntries(draws.map(({ name, ...spec }) => [name, spec]));
}

/** Types of the optimizer's state, and the program parameters → state; no program where there is no state. */
export function prepareProgram(
  model: Model,
  optimizer: Optimizer,
): { readonly types: Types; readonly program?: Program } {
  const program = trace('prepare', typesOf('parameters', model.parameters), (inputs) =>
    flatten({ state: optimizer.init(leavesOf(inputs, 'parameters')) }),
  );
  const types = Object.fromEntries(program.outputs.map(({ name, id }) => [name, program.values[id]!]));
  return program.outputs.length === 0 ? { types } : { types, program };
}

/** The program parameters and state → parameters to evaluate, where the optimizer has its own idea of them. */
export function evaluatedProgram(model: Model, optimizer: Optimizer): Program | undefined {
  const { evaluated } = optimizer;
  if (evaluated === undefined) return undefined;
  const types = { ...typesOf('parameters', model.parameters), ...prepareProgram(model, optimizer).types };
  return trace('evaluated', types, (inputs) =>
    flatten({ parameters: evaluated(unflatten(inputs, ['parameters', 'state'])) }),
  );
}

/**
 * One training step as the body of a loop: the mini-batch's loss, its gradients, the optimizer's update.
 *
 * Carried: `parameters/…`, `state/…`, `statistics/…`. Scanned: `learningRate`, `momentum` where it is scheduled, and
 * the draws of `noiseOf` and `drawsOf`. Gathered by `rows` `[steps, batch]` (and `rows/1` … where a step takes several
 * mini-batches) from the tables `features` and `labels`. Stacked: `loss`, of the mini-batch before its update.
 *
 * @throws AssayError `program` where the model, the loss or the optimizer cannot be traced or differentiated, or no
 * gradient reaches a parameter
 */
export function stepProgram(parts: StepParts): LoopProgram {
  const { model, optimizer, batchSize, source, scheduledMomentum } = parts;
  const carried = {
    ...typesOf('parameters', model.parameters),
    ...prepareProgram(model, optimizer).types,
    ...typesOf('statistics', model.statistics),
  };
  const noise = Object.entries(noiseOf(parts)).map(([name, { shape }]) => [name, float(shape)]);
  const scanned: Types = {
    learningRate: float([]),
    ...(scheduledMomentum ? { momentum: float([]) } : {}),
    ...Object.fromEntries(noise),
  };
  const batches = Array.from({ length: optimizer.batches ?? 1 }, (_, index) =>
    batchInputs(index, batchSize, source),
  );
  const inputs = Object.assign({ ...carried, ...scanned }, ...batches.map(({ types }) => types)) as Types;
  const body = trace('step', inputs, (tensors) => step(parts, tensors));
  const drawn = body.inputs.map(({ name }) => name).filter((name) => isInGroups(name, ['draw']));
  return {
    kind: 'loop',
    name: `step of ${batchSize}`,
    body,
    carried: Object.keys(carried),
    scanned: [...Object.keys(scanned), ...drawn],
    gathered: batches.flatMap(({ gathered }) => gathered),
    stacked: ['loss'],
  };
}

/** @throws AssayError `program` where a parameter would never move */
function demandGradients({ kind }: Model, loss: tf.Scalar, parameters: NamedTensors): void {
  const names = Object.keys(parameters);
  const lost = withoutGradient(loss, Object.values(parameters)).map((index) => names[index]!);
  if (lost.length > 0)
    throw new AssayError(
      'program',
      `Cannot train model ${kind}: expected a gradient of the loss for every parameter, got none for ${lost.join(', ')} (what is not trained belongs to \`statistics\`)`,
      { problems: lost.map((path) => ({ path, message: 'expected a gradient of the loss, got none' })) },
    );
}

/** The loss of a mini-batch that is trained, at any point: what it draws is the same at each. */
function trainingLoss(
  { loss, batchSize }: Pick<StepParts, 'loss' | 'batchSize'>,
  inputs: NamedTensors,
  batch: number,
  parameters: NamedTensors = leavesOf(inputs, 'parameters'),
): ReturnType<TracedLoss> {
  const weights = inputs[batchInputName(batch, 'weights')];
  return withDraws(leafName('draw', batch), () =>
    loss({
      parameters,
      statistics: leavesOf(inputs, 'statistics'),
      features: inputs[batchInputName(batch, 'features')]!,
      labels: inputs[batchInputName(batch, 'labels')] ?? tf.zeros([1]),
      ...(weights === undefined ? {} : { weights: gaussianWeights(weights, batchSize) }),
      training: true,
    }),
  );
}

function step({ model, optimizer, loss, batchSize }: StepParts, inputs: NamedTensors): NamedTensors {
  const { parameters, state, noise } = unflatten(inputs, ['parameters', 'state', 'noise']);
  const names = model.parameters.map(({ name }) => name);
  const lossAt = (point: NamedTensors, batch = 0) => trainingLoss({ loss, batchSize }, inputs, batch, point);
  const gradientOf = (value: tf.Scalar, point: NamedTensors): NamedTensors => {
    const found = gradients(
      value,
      names.map((name) => point[name]!),
    );
    return Object.fromEntries(names.map((name, index) => [name, found[index]!]));
  };
  const here = lossAt(parameters);
  demandGradients(model, here.loss, parameters);
  const further = Array.from({ length: (optimizer.batches ?? 1) - 1 }, (_, index) =>
    gradientOf(lossAt(parameters, index + 1).loss, parameters),
  );
  const updated = optimizer.update({
    parameters,
    gradients: gradientOf(here.loss, parameters),
    state,
    hyperparameters: {
      learningRate: inputs['learningRate'] as tf.Scalar,
      batchSize: tf.scalar(batchSize),
      ...('momentum' in inputs ? { momentum: inputs['momentum'] as tf.Scalar } : {}),
    },
    gradientAt: (point) => gradientOf(lossAt(point).loss, point),
    ...(optimizer.noise ? { noise } : {}),
    ...(further.length > 0 ? { furtherGradients: further } : {}),
  });
  return {
    ...flatten({ parameters: updated.parameters, state: updated.state, statistics: here.statistics }),
    loss: here.loss,
  };
}
