import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../models/types.ts';
import type { Leaves, Tree } from '../../program/tree.ts';
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
type HeldTensors = Tree<Held, 'parameters' | 'state'>;

/**
 * Steps of a pure optimizer against those of the optimizer itself, which trains eagerly on the same gradients. Each
 * step starts from the state that the optimizer itself has, the first from the pure one's own start; parameters and
 * state entries are compared.
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

const copiesOf = (tensors: Iterable<readonly [string, tf.Tensor]>): Leaves<Held> =>
  Object.fromEntries(
    [...tensors].map(([name, tensor]) => [
      name,
      { data: tensor.dataSync<'float32'>().slice(), shape: tensor.shape, dtype: tensor.dtype },
    ]),
  );

/** Copies of the parameters and of the state entries, by name. */
const held = (stepped: SteppedOptimizer, names: ReadonlyMap<string, string>): HeldTensors => ({
  parameters: copiesOf(stepped.variables),
  state: copiesOf(
    stepped
      .state()
      .filter(({ tensor }) => !tensor.isDisposed)
      .map(({ place, tensor }) => [names.get(place) ?? place, tensor] as const),
  ),
});

const tensorsOf = (held: Leaves<Held>): NamedTensors =>
  Object.fromEntries(
    Object.entries(held).map(([name, { data, shape, dtype }]) => [name, tf.tensor(data, [...shape], dtype)]),
  );

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
  const parameters = tensorsOf(before.parameters);
  const start = optimizer.init(parameters);
  const state = {
    ...start,
    ...(step === 0 ? {} : tensorsOf(before.state)),
    ...(counter === undefined ? {} : { [counter]: tf.scalar(step) }),
  };
  const next = optimizer.update({
    parameters,
    gradients,
    state,
    hyperparameters: { learningRate: tf.scalar(rate) },
    gradientAt: () => gradients,
  });
  return {
    parameters: copiesOf(Object.entries(next.parameters)),
    state: copiesOf(Object.entries(next.state)),
  };
}

function compare(step: number, before: HeldTensors, after: HeldTensors, got: HeldTensors): void {
  for (const group of ['parameters', 'state'] as const)
    for (const [name, expected] of Object.entries(after[group])) {
      const found = got[group][name];
      if (found === undefined)
        throw new NotTraced(`after step ${step + 1} it has state '${name}' that its trace does not have`);
      const worst = worstOff(expected, found, before[group][name]);
      const what = group === 'parameters' ? `'${name}'` : `its state '${name}'`;
      if (worst > 0)
        throw new NotTraced(
          `after step ${step + 1} ${what} is ${worst.toExponential(2)} from where the optimizer itself takes it`,
        );
    }
}

/** The largest distance beyond rounding; 0 where there is none. */
function worstOff(expected: Held, found: Held, earlier: Held | undefined): number {
  let worst = 0;
  expected.data.forEach((value, index) => {
    const other = found.data[index]!;
    if (Object.is(value, other) || value === other) return;
    const scale = Math.max(Math.abs(value), Math.abs(earlier?.data[index] ?? 0));
    const off = Math.abs(value - other);
    // Where one is NaN and the other is not, nothing is close enough.
    if (!(off <= TOLERANCE * scale)) worst = Math.max(worst, Number.isNaN(off) ? Infinity : off);
  });
  return worst;
}
