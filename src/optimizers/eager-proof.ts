import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../models/types.ts';
import type { Phased } from './phased-optimizer.ts';
import type { NamedShape, SteppedOptimizer } from './tensorflow-steps.ts';
import { steppedOf, type Subject } from './traced-run.ts';
import { trialGradients, trialStart, type Trial } from './trials.ts';
import { NotTraced } from './untraceable.ts';

/** float32 rounding of a handful of operations in another order, of the larger of the value before and after a step. */
const TOLERANCE = 1e-6;

interface Held {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
}
type HeldTensors = ReadonlyMap<string, Held>;

/**
 * Steps of a pure optimizer against those of the optimizer itself, which trains eagerly on the same gradients. Each step starts
 * from the state that the optimizer itself has, the first from the pure one's own start; parameters and state entries are compared.
 *
 * @throws NotTraced with the first step and entry that differ
 */
export function proveSteps(
  { optimizer, names, counter }: Phased,
  subject: Subject,
  parameters: readonly NamedShape[],
  trial: Trial,
): void {
  const stepped = steppedOf(subject, parameters);
  stepped.within(() => stepped.assignParameters(trialStart(parameters, trial)));
  for (let step = 0; step < trial.steps; step++) {
    const before = held(stepped, names);
    const gradients = trialGradients(parameters, trial, step);
    const rate = trial.rateAt(step);
    stepped.within(() => {
      if (!subject.ownSchedule) subject.rate?.write(stepped.instance, rate);
      stepped.apply(gradients, subject.form);
    });
    const after = held(stepped, names);
    let got: HeldTensors = before;
    tf.tidy(() => {
      got = pureStep(optimizer, before, { gradients, rate, step, counter });
    });
    compare(step, before, after, got);
    tf.dispose(gradients);
  }
}

/** Copies of the parameters and of the state entries, by `parameters/…` and `state/…`. */
function held(stepped: SteppedOptimizer, names: ReadonlyMap<string, string>): HeldTensors {
  const copy = (tensor: tf.Tensor): Held => ({
    data: tensor.dataSync<'float32'>().slice(),
    shape: tensor.shape,
    dtype: tensor.dtype,
  });
  return new Map([
    ...[...stepped.variables].map(([name, variable]) => [`parameters/${name}`, copy(variable)] as const),
    ...stepped
      .state()
      .filter(({ tensor }) => !tensor.isDisposed)
      .map(({ place, tensor }) => [`state/${names.get(place) ?? place}`, copy(tensor)] as const),
  ]);
}

function pureStep(
  optimizer: Phased['optimizer'],
  before: HeldTensors,
  given: {
    readonly gradients: NamedTensors;
    readonly rate: number;
    readonly step: number;
    readonly counter: string | undefined;
  },
): HeldTensors {
  const { gradients, rate, step, counter } = given;
  const tensorOf = ({ data, shape, dtype }: Held) => tf.tensor(data, [...shape], dtype);
  const group = (name: string): NamedTensors =>
    Object.fromEntries(
      [...before].flatMap(([path, value]) =>
        path.startsWith(`${name}/`) ? [[path.slice(name.length + 1), tensorOf(value)]] : [],
      ),
    );
  const parameters = group('parameters');
  const start = optimizer.init(parameters);
  const state = {
    ...start,
    ...(step === 0 ? {} : group('state')),
    ...(counter === undefined ? {} : { [counter]: tf.scalar(step) }),
  };
  const next = optimizer.update({
    parameters,
    gradients,
    state,
    hyperparameters: { learningRate: tf.scalar(rate) },
    gradientAt: () => gradients,
  });
  const copies = (name: string, tensors: NamedTensors) =>
    Object.entries(tensors).map(([entry, tensor]): readonly [string, Held] => [
      `${name}/${entry}`,
      { data: tensor.dataSync<'float32'>().slice(), shape: tensor.shape, dtype: tensor.dtype },
    ]);
  return new Map([...copies('parameters', next.parameters), ...copies('state', next.state)]);
}

function compare(step: number, before: HeldTensors, after: HeldTensors, got: HeldTensors): void {
  for (const [entry, expected] of after) {
    const found = got.get(entry);
    if (found === undefined)
      throw new NotTraced(
        `after step ${step + 1} it has state '${entry.slice(6)}' that its trace does not have`,
      );
    const earlier = before.get(entry)?.data;
    let worst = 0;
    expected.data.forEach((value, index) => {
      const other = found.data[index]!;
      if (Object.is(value, other) || value === other) return;
      const scale = Math.max(Math.abs(value), Math.abs(earlier?.[index] ?? 0));
      const off = Math.abs(value - other);
      // Where one is NaN and the other is not, nothing is close enough.
      if (!(off <= TOLERANCE * scale)) worst = Math.max(worst, Number.isNaN(off) ? Infinity : off);
    });
    if (worst > 0)
      throw new NotTraced(
        `after step ${step + 1} ${entry.replace(/^parameters\/(.*)$/, "'$1'").replace(/^state\/(.*)$/, "its state '$1'")} is ${worst.toExponential(2)} from where the optimizer itself takes it`,
      );
  }
}
