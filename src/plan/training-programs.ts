import * as tf from '@tensorflow/tfjs';
import type { ExamplesShape } from '../measures/definition.ts';
import { accuracyCount } from '../models/index.ts';
import type { Model, NamedTensors, ParameterSpec } from '../models/types.ts';
import type { Optimizer } from '../optimizers/types.ts';
import { AssayError } from '../errors.ts';
import { drawnInputs, gradients, trace, withDraws, withoutGradient, type Draw } from '../program/index.ts';
import type { Gather, InputType, LoopProgram, Program, ValueType } from '../program/types.ts';
import type { TracedLoss } from './loss.ts';
import type { DrawSpec, NoiseSpec } from './types.ts';

/** Where the mini-batches of a step come from: examples, or `[1, dimension]` rows of noise of variance 1 / batch size. */
export type BatchSource =
  | {
      readonly kind: 'examples';
      readonly examples: ExamplesShape;
      readonly outputs: number;
      /** Every step sees all examples, weighted by Gaussian draws: see `gaussianWeights`. */
      readonly weights?: 'gaussian';
    }
  | { readonly kind: 'noise'; readonly shape: readonly number[] };

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

type Types = Record<string, InputType>;
const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });

/** Adds or strips the group that a tensor belongs to in a loop: `parameters/…`, `state/…`, `statistics/…`. */
const grouped = (group: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${group}/${name}`, tensor]));

const groupOf = (group: string, tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${group}/`))
      .map(([name, tensor]) => [name.slice(group.length + 1), tensor]),
  );

const typesOf = (group: string, specifications: readonly ParameterSpec[]): Types =>
  Object.fromEntries(specifications.map(({ name, shape }) => [`${group}/${name}`, float(shape)]));

/** The inputs of one mini-batch: `batch/0/features` and `batch/0/labels`, or the noise alone. */
interface BatchInputs {
  readonly types: Types;
  readonly gathered: readonly Gather[];
}

function batchInputs(index: number, batchSize: number, source: BatchSource): BatchInputs {
  const name = (part: string) => `batch/${index}/${part}`;
  if (source.kind === 'noise')
    return { types: { [name('features')]: float([1, ...source.shape]) }, gathered: [] };
  const { count: rows, featureShape, storage, scale, offset, labels } = source.examples;
  const size = source.weights === undefined ? batchSize : rows;
  const indices = index === 0 ? 'rows' : `rows/${index}`;
  const classes = labels === 'class';
  return {
    types: {
      [name('features')]: float([size, ...featureShape]),
      [name('labels')]: classes
        ? { shape: [size], dtype: 'int32', classes: source.outputs }
        : float([size, source.outputs]),
    },
    gathered: [
      { input: name('features'), table: 'features', indices, rows, storage, scale, offset },
      {
        input: name('labels'),
        table: 'labels',
        indices,
        rows,
        storage: classes ? 'int32' : 'float32',
        scale: 1,
        offset: 0,
      },
    ],
  };
}

/**
 * Gaussian draws that a step consumes by name: the optimizer's own, the gradient noise where there are no examples, and what
 * weighs the examples where all are seen.
 */
export function noiseOf({ model, optimizer, source }: Pick<StepParts, 'model' | 'optimizer' | 'source'>) {
  const own = optimizer.noise ? model.parameters : [];
  const ofBatch = (index: number): readonly (readonly [string, NoiseSpec])[] => {
    if (source.kind === 'noise')
      return [[`batch/${index}/features`, { shape: [1, ...source.shape], variance: 'per-example' }]];
    if (source.weights === undefined) return [];
    return [[`batch/${index}/weights`, { shape: [source.examples.count], variance: 'one' }]];
  };
  return Object.fromEntries<NoiseSpec>([
    ...own.map(({ name, shape }) => [`noise/${name}`, { shape, variance: 'one' }] as const),
    ...Array.from({ length: optimizer.batches ?? 1 }, (_, index) => ofBatch(index)).flat(),
  ]);
}

/**
 * Weights wᵢ = 1 + √(N/S)·(zᵢ − z̄) of all N examples, z standard normal. The weighted mean of the gradients
 * (1/N) Σ wᵢ gᵢ = ḡ + (NS)^(−½) Σ zᵢ (gᵢ − ḡ) is Gaussian with the mean ḡ and the covariance C/S of a mini-batch of S
 * examples drawn iid, whatever the rank of C, in one pass backwards.
 *
 * @see Wu, Hu, Xiong, Huan, Braverman & Zhu 2020, On the noisy gradient descent that generalizes as SGD (multiplicative noise)
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
    grouped('state', optimizer.init(groupOf('parameters', inputs))),
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
    grouped(
      'parameters',
      evaluated({ parameters: groupOf('parameters', inputs), state: groupOf('state', inputs) }),
    ),
  );
}

/**
 * One training step as the body of a loop: the mini-batch's loss, its gradients, the optimizer's update.
 *
 * Carried: `parameters/…`, `state/…`, `statistics/…`. Scanned: `learningRate`, `momentum` where it is scheduled, and the
 * draws of `noiseOf` and `drawsOf`. Gathered by `rows` `[steps, batch]` (and `rows/1` … where a step takes several mini-batches) from
 * the tables `features` and `labels`. Stacked: `loss`, of the mini-batch before its update.
 *
 * @throws AssayError `program` where the model, the loss or the optimizer cannot be traced or differentiated, or no gradient
 * reaches a parameter
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
  const drawn = body.inputs.map(({ name }) => name).filter((name) => name.startsWith('draw/'));
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
  parameters: NamedTensors = groupOf('parameters', inputs),
): ReturnType<TracedLoss> {
  const weights = inputs[`batch/${batch}/weights`];
  return withDraws(`draw/${batch}`, () =>
    loss({
      parameters,
      statistics: groupOf('statistics', inputs),
      features: inputs[`batch/${batch}/features`]!,
      labels: inputs[`batch/${batch}/labels`] ?? tf.zeros([1]),
      ...(weights === undefined ? {} : { weights: gaussianWeights(weights, batchSize) }),
      training: true,
    }),
  );
}

function step({ model, optimizer, loss, batchSize }: StepParts, inputs: NamedTensors): NamedTensors {
  const parameters = groupOf('parameters', inputs);
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
    state: groupOf('state', inputs),
    hyperparameters: {
      learningRate: inputs['learningRate'] as tf.Scalar,
      batchSize: tf.scalar(batchSize),
      ...('momentum' in inputs ? { momentum: inputs['momentum'] as tf.Scalar } : {}),
    },
    gradientAt: (point) => gradientOf(lossAt(point).loss, point),
    ...(optimizer.noise ? { noise: groupOf('noise', inputs) } : {}),
    ...(further.length > 0 ? { furtherGradients: further } : {}),
  });
  return {
    ...grouped('parameters', updated.parameters),
    ...grouped('state', updated.state),
    ...grouped('statistics', here.statistics),
    loss: here.loss,
  };
}

const netTypes = (model: Model): Types => ({
  ...typesOf('parameters', model.parameters),
  ...typesOf('statistics', model.statistics),
});

/**
 * Evaluation of a net on chunks of a set as a loop that carries nothing: stacked `loss` (mean of a chunk) and, for class
 * labels, `correct` (count of a chunk).
 */
export function evaluationProgram(
  { model, loss }: Pick<StepParts, 'model' | 'loss'>,
  source: Extract<BatchSource, { kind: 'examples' }>,
  chunk: number,
): LoopProgram {
  const batch = batchInputs(0, chunk, source);
  const body = trace('evaluate', { ...netTypes(model), ...batch.types }, (inputs) => {
    const labels = inputs['batch/0/labels']!;
    const evaluated = loss({
      parameters: groupOf('parameters', inputs),
      statistics: groupOf('statistics', inputs),
      features: inputs['batch/0/features']!,
      labels,
      training: false,
    });
    const output = source.examples.labels === 'class' ? evaluated.output : undefined;
    const scores = output?.shape.join() === [chunk, source.outputs].join() ? output : undefined;
    return {
      loss: evaluated.loss,
      ...(scores === undefined ? {} : { correct: accuracyCount(scores, labels) }),
    };
  });
  return {
    kind: 'loop',
    name: `evaluation of ${chunk}`,
    body,
    carried: [],
    scanned: [],
    gathered: batch.gathered,
    stacked: body.outputs.map(({ name }) => name),
  };
}

/** The loss of a landscape without its noise: parameters → `loss`. */
export function landscapeProgram(
  { model, loss }: Pick<StepParts, 'model' | 'loss'>,
  shape: readonly number[],
): Program {
  return trace('landscape', netTypes(model), (inputs) => ({
    loss: loss({
      parameters: groupOf('parameters', inputs),
      statistics: groupOf('statistics', inputs),
      features: tf.zeros([1, ...shape]),
      labels: tf.zeros([1]),
      training: false,
    }).loss,
  }));
}
