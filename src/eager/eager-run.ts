import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../datasets/types.ts';
import { loadData } from '../plan/arms/load-data.ts';
import { AssayError } from '../errors.ts';
import { initialTensors } from '../models/initial-tensors.ts';
import { guardedModel, loadModel } from '../models/index.ts';
import type { NamedTensors, ParameterSpec } from '../models/types.ts';
import { inspectCustom } from '../optimizers/index.ts';
import type { Condition } from '../plan/arms/conditions.ts';
import { lossOf } from '../plan/loss.ts';
import { stepLayout } from '../plan/step-layout.ts';
import { stream } from '../random/index.ts';
import { targetOf } from '../stops/index.ts';
import { miniBatches } from '../samplers/index.ts';
import { batchOf, evaluateEagerly, type EagerNet } from './eager-net.ts';
import { pureStepper, tensorflowStepper, type Stepper } from './steppers.ts';

/** One run: what an arm trains with, and the seed. */
export interface EagerJob {
  readonly condition: Omit<Condition, 'trainer'>;
  readonly seed: string;
  /** Distance of the points of curves, in epochs; the end alone when absent. */
  readonly recordEvery?: number;
  /** Numbers of steps after which the net is told; 0 is the start. */
  readonly snapshots?: readonly number[];
  readonly dataDir?: string;
}

/** What is known of a net where a run stands. */
export type Values = Readonly<Record<string, number>>;

type Lists = Readonly<Record<string, readonly number[]>>;

interface Position {
  readonly epochs: number;
  /** Sum of the learning rates. */
  readonly time: number;
}

/** The net where a run stands. */
interface Standing extends Position {
  readonly parameters: Lists;
  readonly statistics: Lists;
}

export interface EagerState extends Standing {
  readonly step: number;
}

export interface EagerOutcome extends Standing {
  readonly outcome: 'finished' | 'diverged';
  readonly steps: number;
  readonly final: Values;
}

/** Who is told what happens on the way. */
export interface EagerListeners {
  /** Of evaluations. */
  readonly onPoint?: (point: Position & { readonly step: number; readonly values: Values }) => void;
  /** Of the net at the steps that the job names. */
  readonly onState?: (state: EagerState) => void;
}

/**
 * Trains one run with TensorFlow.js as it is: the model's code computes as it goes, gradients are TensorFlow.js's own,
 * and an optimizer of TensorFlow.js applies them to variables. Starts, mini-batches, evaluations and stop rules are
 * those of traced runs.
 *
 * Draws without a seed of their own, in the model or the optimizer, come from the run's seed.
 *
 * @param options.steps trains so many steps at most, to see whether it can be done
 * @throws AssayError where a part cannot be had, or fails
 */
export async function trainEagerly(
  job: EagerJob,
  { steps: most = Infinity, ...listeners }: { readonly steps?: number } & EagerListeners = {},
): Promise<EagerOutcome> {
  const { condition, seed } = job;
  const dataset = await loadData(condition.data, job);
  demandExamples(condition);
  const examples = dataset.train.count;
  const every = job.recordEvery;
  const layout = stepLayout({
    ...condition,
    examples,
    ...(every === undefined ? {} : { recordEvery: every }),
  });
  const rates = layout['learningRate']!.data;
  const sizes = layout['batchSize']!.data;
  const random = stream(seed, 'eager');
  const original = Math.random;
  Math.random = () => random.uniform();
  try {
    const data = { features: dataset.train.featureShape, outputs: dataset.outputs };
    const model = guardedModel(await loadModel(condition.model, data, { from: '.' }), data);
    const net: EagerNet = { model, loss: lossOf(model, condition.loss) };
    const start = tensorsOf(model.parameters, seed);
    const optimizer = await inspectCustom(condition.optimizer, {
      from: '.',
      parameters: model.parameters,
      rates,
    });
    const stepper =
      'update' in optimizer
        ? pureStepper(optimizer, start, sizes[0]!)
        : tensorflowStepper(optimizer, model.parameters, start);
    return run(job, { net, stepper, dataset, rates, sizes, checks: layout['checks']!.data }, most, listeners);
  } finally {
    Math.random = original;
  }
}

function demandExamples({ data, sampler, momentum }: EagerJob['condition']): void {
  const refused =
    data.kind === 'gradient-noise'
      ? 'gradients that are noise'
      : sampler === 'gaussian'
        ? 'the sampler gaussian'
        : momentum !== undefined
          ? 'a momentum of the arm'
          : undefined;
  if (refused !== undefined)
    throw new AssayError(
      'configuration',
      `Cannot train eagerly: expected mini-batches of examples and the optimizer's own momentum, got ${refused}`,
    );
}

const tensorsOf = (specs: readonly ParameterSpec[], seed: string): NamedTensors =>
  Object.fromEntries(
    Object.entries(initialTensors(specs, seed)).map(([name, { data, shape }]) => [
      name,
      tf.tensor(data.slice(), [...shape], 'float32'),
    ]),
  );

interface Parts {
  readonly net: EagerNet;
  readonly stepper: Stepper;
  readonly dataset: Dataset;
  readonly rates: ArrayLike<number>;
  readonly sizes: ArrayLike<number>;
  readonly checks: ArrayLike<number>;
}

function run(
  { condition, seed, recordEvery, snapshots }: EagerJob,
  { net, stepper, dataset, rates, sizes, checks }: Parts,
  most: number,
  { onPoint, onState }: EagerListeners,
): EagerOutcome {
  const { train, test } = dataset;
  const target = targetOf(condition.stop);
  const batches = miniBatches(seed, condition.sampler, train.count);
  let statistics = tensorsOf(net.model.statistics, seed);
  let [seen, time] = [0, 0];
  const lookAt = (withTest: boolean): Values => {
    const at = { parameters: stepper.evaluated(), statistics };
    const named = (set: string, values: ReturnType<typeof evaluateEagerly>) =>
      Object.entries(values).map(([what, value]) => [
        `${set}${what[0]!.toUpperCase()}${what.slice(1)}`,
        value,
      ]);
    return Object.fromEntries([
      ...named('train', evaluateEagerly(net, at, train)),
      ...(withTest && test.count > 0 ? named('test', evaluateEagerly(net, at, test)) : []),
    ]) as Values;
  };
  const where = (): Position => ({ epochs: seen / train.count, time });
  const here = (): Standing => ({
    ...where(),
    parameters: numbersOf(stepper.evaluated()),
    statistics: numbersOf(statistics),
  });
  const ended = (outcome: EagerOutcome['outcome'], steps: number, final: Values): EagerOutcome => ({
    outcome,
    steps,
    final,
    ...here(),
  });
  const kept = new Set(snapshots);
  const keepAt = (step: number): void => {
    // A net with a number that is not finite is no state: its run has diverged.
    if (kept.has(step) && !isBroken(stepper.parameters())) onState?.({ step, ...here() });
  };
  keepAt(0);
  const wanted = new Set(Array.from(checks));
  const last = Math.min(sizes.length, most);
  let step = 0;
  while (step < last) {
    const rows = new Int32Array(sizes[step]!);
    batches.next(rows, 0, rows.length);
    const { features, labels } = batchOf(train, rows);
    let next: NamedTensors = statistics;
    const loss = stepper.step((parameters) => {
      const outcome = net.loss({ parameters, statistics, features, labels, training: true });
      next = Object.fromEntries(
        Object.entries(outcome.statistics).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]),
      );
      return outcome.loss;
    }, rates[step]!);
    tf.dispose([features, labels, Object.values(statistics)]);
    statistics = next;
    seen += rows.length;
    time += rates[step]!;
    step++;
    if (!Number.isFinite(loss)) return ended('diverged', step - 1, {});
    keepAt(step);
    if (!wanted.has(step) || (target === undefined && recordEvery === undefined)) continue;
    const values = lookAt(recordEvery !== undefined);
    if (!Object.values(values).every(Number.isFinite)) return ended('diverged', step, {});
    onPoint?.({ step, ...where(), values });
    if (target !== undefined && values['trainLoss']! < target.below) break;
  }
  if (most < Infinity) return ended('finished', step, {});
  const final = lookAt(true);
  const finite = Object.values(final).every(Number.isFinite) && !isBroken(stepper.parameters());
  return finite ? ended('finished', step, final) : ended('diverged', step, {});
}

const numbersOf = (tensors: NamedTensors): Lists =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]));

const isBroken = (tensors: NamedTensors): boolean =>
  Object.values(tensors).some((tensor) => !tensor.dataSync<'float32'>().every(Number.isFinite));
