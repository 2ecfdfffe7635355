import * as tf from '@tensorflow/tfjs';
import type { ParameterSpec } from '../../models/types.ts';
import { proveSteps } from './eager-proof.ts';
import { inspectOptimizer, type TensorflowMaker } from './inspect-tensorflow.ts';
import { phasedOptimizer, type Phased } from './phased-optimizer.ts';
import type { NamedShape } from './tensorflow-steps.ts';
import { traceRun, type Subject } from './traced-run.ts';
import type { Trial } from './trials.ts';
import type { Optimizer } from '../types.ts';
import { UntraceableOptimizer } from './untraceable.ts';

/** Steps on which a trace is compared with the optimizer itself, at least. */
const STEPS = 64;
/** … and at most, where steps differ from each other. */
const MOST_COMPARED = 2048;
/** Longer runs are not followed step by step. */
const MOST_TRACED = 20_000;
/**
 * Elements of all parameters up to which they are compared as they are; larger ones are stood for by small ones of
 * their names.
 */
const MOST_ELEMENTS = 4096;
/** Longest side of the variables that stand for parameters. */
const SMALL_SIDE = 3;
/** Rates at which a trace that takes the rate as an input is compared, beside those of the run. */
const OTHER_RATES = [0.01, 0.03, 0.002];

/** Attempts in order: how the rate goes in, and whether the first step is like the others. */
const attempts = [
  { rate: 'input', start: 'after' },
  { rate: 'input', start: 'before' },
  { rate: 'number', start: 'after' },
  { rate: 'number', start: 'before' },
] as const;

/**
 * TensorFlow.js's own classes count iterations and never look at them: they need not be followed to the end of a run.
 */
const libraryClasses = new Set<unknown>([
  tf.SGDOptimizer,
  tf.MomentumOptimizer,
  tf.AdagradOptimizer,
  tf.AdadeltaOptimizer,
  tf.AdamOptimizer,
  tf.AdamaxOptimizer,
  tf.RMSPropOptimizer,
]);

/**
 * Makes a pure optimizer of any `tf.train.Optimizer`, unmodified, and proves that it takes the same steps.
 *
 * Every step of the run is traced, one after another, on a new optimizer whose variables carry the parameters' own
 * names. Plain numbers, booleans and branches run on in JavaScript as they would; where they make steps differ, the
 * traced optimizer counts its steps, looks numbers up in a table and chooses among the forms that a step has (at most
 * 8).
 *
 * Then it is compared with the optimizer itself, which trains eagerly: over 64 steps, over all of the run (at most
 * 2,048 steps) where steps differ; at several rates; from spread parameters and from zeros; on gradients of several
 * sizes, with zeros among them and with pauses. Each step starts from the optimizer's own state, and parameters and
 * state must agree to 1e-6 of their size. Parameters of more than 4,096 elements in all are compared over three steps,
 * and small ones of the same names over the rest.
 *
 * The arm's learning rate goes into `learningRate` (by `setLearningRate` where there is one), or a number, variable or
 * scalar that is called `learningRate`, `lr` or `stepSize` at any depth. An optimizer that changes its own rate is
 * given the arm's once.
 *
 * @param maker gives a new optimizer at each call.
 * @param parameters of the model that will be trained: slots are made for their names and shapes.
 * @param options.rates learning rate of each step of the run; 64 steps at 0.01 unless given.
 * @throws UntraceableOptimizer where it was not proved that a trace takes the same steps, with the reason
 * @throws AssayError `program` where the optimizer takes no steps at all, `configuration` where the arm's rate has no
 * way in
 * @example adaptTensorflowOptimizer({ make: () => tf.train.adam(0.001), takesRate: false }, model.parameters, { rates });
 */
export function adaptTensorflowOptimizer(
  maker: TensorflowMaker,
  parameters: readonly ParameterSpec[],
  { rates = Array<number>(STEPS).fill(0.01) }: { readonly rates?: ArrayLike<number> } = {},
): Optimizer {
  const small = smallOnes(parameters);
  const subject = inspectOptimizer(maker, small, rates);
  const followed = libraryClasses.has(subject.make().constructor) ? STEPS : rates.length;
  if (followed > MOST_TRACED)
    throw new UntraceableOptimizer(
      subject.kind,
      `its steps are followed over ${MOST_TRACED} at most, and the run has ${followed}`,
    );
  const run = { ...subject, rates: extended(rates, Math.max(STEPS, followed)) };
  return proved(run, parameters, small).optimizer;
}

/** Variables that stand for parameters: of their names, with sides of at most 3. */
export const smallOnes = (parameters: readonly NamedShape[]): readonly NamedShape[] =>
  parameters.map(({ name, shape }) => ({ name, shape: shape.map((length) => Math.min(length, SMALL_SIDE)) }));

/** The rates of so many steps: those given, and the last one again. */
function extended(rates: ArrayLike<number>, steps: number): readonly number[] {
  return Array.from({ length: steps }, (_, step) => rates[Math.min(step, rates.length - 1)]!);
}

function proved(subject: Subject, parameters: readonly NamedShape[], small: readonly NamedShape[]): Phased {
  const elements = parameters.reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
  let last: unknown;
  for (const attempt of attempts) {
    if (attempt.rate === 'input' && (subject.rate === undefined || subject.ownSchedule)) continue;
    const traced = (shapes: readonly NamedShape[]): Phased =>
      phasedOptimizer(traceRun(subject, shapes, attempt), subject.kind, shapes, attempt.rate === 'number');
    try {
      const whole = traced(parameters);
      const pure = elements > MOST_ELEMENTS ? traced(small) : whole;
      for (const trial of trialsOf(subject, pure, attempt.rate))
        proveSteps(pure, subject, elements > MOST_ELEMENTS ? small : parameters, trial);
      if (elements > MOST_ELEMENTS)
        for (const trial of trialsOf(subject, whole, attempt.rate).slice(0, 1))
          proveSteps(whole, subject, parameters, { ...trial, steps: 3 });
      return whole;
    } catch (cause) {
      last = cause;
    }
  }
  throw new UntraceableOptimizer(subject.kind, inWords(last, subject), { cause: last });
}

/** A reason, where tensors from an earlier step came from nowhere with the fields that may hold them. */
function inWords(thrown: unknown, { make }: Subject): string {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (!reason.includes('kept from another trace')) return reason;
  const hidden = new Set(String(make().constructor).match(/#\w+/g) ?? []);
  const fields = hidden.size === 0 ? 'a closure or the module' : `private fields (${[...hidden].join(', ')})`;
  return `it keeps state in ${fields}, which cannot be seen${/, used at .*$/.exec(reason)?.[0] ?? ''}`;
}

function trialsOf({ rates }: Subject, { counter }: Phased, rate: 'input' | 'number'): readonly Trial[] {
  const own = (step: number): number => rates[step]!;
  const rateAt =
    rate === 'number'
      ? own
      : (step: number) => (step % 2 === 0 ? own(step) : OTHER_RATES[step % OTHER_RATES.length]!);
  const steps = counter === undefined ? STEPS : Math.min(rates.length, MOST_COMPARED);
  return [
    { steps, rateAt, start: 'spread', pauses: false },
    { steps: 12, rateAt, start: 'zeros', pauses: false },
    { steps: 12, rateAt, start: 'spread', pauses: true },
  ];
}
