import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../models/types.ts';
import { trace } from '../../program/index.ts';
import { flatten, leafName, leavesOf } from '../../program/tree.ts';
import type { Program, ValueType } from '../../program/types.ts';
import { withNumberReplaced, withVariablesCaught } from './engine-hooks.ts';
import { restorePlain } from './object-snapshot.ts';
import type { RateField } from './rate-field.ts';
import { structureOf } from './step-structure.ts';
import {
  assignState,
  SteppedOptimizer,
  type GradientForm,
  type NamedShape,
  type TensorflowOptimizer,
} from './tensorflow-steps.ts';
import { NotTraced } from './untraceable.ts';

/** An optimizer that is to be traced or tried, and how steps are taken with it. */
export interface Subject {
  readonly make: () => TensorflowOptimizer;
  readonly kind: string;
  readonly form: GradientForm;
  /** Where the arm's rate goes; none where the function that makes the optimizer took it. */
  readonly rate?: RateField;
  /** Whether the optimizer changes its rate itself: then it is given to it once. */
  readonly ownSchedule: boolean;
  /** The learning rate of each step of the run. */
  readonly rates: ArrayLike<number>;
}

/** What the steps of a run do, traced one after another. */
export interface TracedRun {
  /** The different things that steps do, in the order of their first appearance. */
  readonly structures: readonly Program[];
  /** Of each step: what it does, and its numbers. */
  readonly steps: readonly { readonly structure: number; readonly numbers: readonly number[] }[];
  /** The state: type and path of each entry, by place. */
  readonly entries: ReadonlyMap<string, { readonly type: ValueType; readonly path: readonly string[] }>;
  /** Values at construction of the entries that there were then. */
  readonly built: ReadonlyMap<string, tf.Tensor>;
  /** Parameters → entries that the first step makes; absent where their values at the start play no part. */
  readonly prepare?: Program;
}

/** Learning rates that stand for the scheduled one while code runs; no optimizer has these numbers of its own. */
const MARKS = [0.0012345679, 0.0076543211].map(Math.fround);

/** So many different things a step may do: all of them are computed at each step. */
const MOST_STRUCTURES = 8;

/**
 * Traces every step of a run, one after another, on one new optimizer, whose plain numbers run on as they would.
 *
 * @param options.rate `input`: the rate of the step comes in as a tensor wherever the code makes a tensor of it, and
 * steps must not differ in numbers; `number`: the code sees the rate of each step of the run itself
 * @param options.start `after`: containers are filled by a first step that is then taken back, so that the first step
 * is like the others; `before`: the first step is traced as it is, on an optimizer without state
 * @throws NotTraced with the reason
 */
export function traceRun(
  subject: Subject,
  parameters: readonly NamedShape[],
  options: { readonly rate: 'input' | 'number'; readonly start: 'before' | 'after' },
): TracedRun {
  const stepped = steppedOf(subject, parameters);
  const restore = keepVariables(stepped);
  try {
    return traced(stepped, subject, parameters, options);
  } finally {
    restore();
  }
}

/** A new optimizer that is ready for its first step. */
export const steppedOf = (subject: Subject, parameters: readonly NamedShape[]): SteppedOptimizer =>
  new SteppedOptimizer(subject.make, parameters, {
    begin: (instance) => {
      if (subject.ownSchedule) subject.rate?.write(instance, subject.rates[0]!);
    },
    isRate: (place) => !subject.ownSchedule && (subject.rate?.isTensorAt(place) ?? false),
  });

const constantOf = (tensor: tf.Tensor): tf.Tensor =>
  tf.keep(tf.tensor(tensor.dataSync().slice(), tensor.shape, tensor.dtype));

/** Variables that other instances may share get back what they held. */
function keepVariables(stepped: SteppedOptimizer): () => void {
  const held = stepped
    .state()
    .flatMap(({ tensor }) =>
      tensor instanceof tf.Variable ? [[tensor as tf.Variable, constantOf(tensor)] as const] : [],
    );
  return () => held.forEach(([variable, value]) => variable.isDisposed || variable.assign(value));
}

const byPlace = <Entry extends { readonly place: string }, T>(
  entries: readonly Entry[],
  valueOf: (entry: Entry) => T,
): Record<string, T> => Object.fromEntries(entries.map((entry) => [entry.place, valueOf(entry)]));

const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });
const typeOf = ({ shape, dtype }: tf.Tensor): ValueType => ({ shape: [...shape], dtype }) as ValueType;

function traced(
  stepped: SteppedOptimizer,
  subject: Subject,
  parameters: readonly NamedShape[],
  { rate, start }: Parameters<typeof traceRun>[2],
): TracedRun {
  const entries = new Map<string, { type: ValueType; path: readonly string[] }>();
  const structures = new Map<string, number>();
  const programs: Program[] = [];
  const steps: { structure: number; numbers: readonly number[] }[] = [];
  const note = () => {
    for (const { place, path, tensor } of stepped.state()) {
      const type = typeOf(tensor);
      const known = entries.get(place)?.type ?? type;
      if (JSON.stringify(known) !== JSON.stringify(type))
        throw new NotTraced(
          `its state '${place}' is ${known.dtype}[${known.shape}] after one step and ${type.dtype}[${type.shape}] after another`,
        );
      entries.set(place, { type, path });
    }
  };
  note();
  const prepare = start === 'after' ? traceFirst(stepped, subject, parameters) : undefined;
  for (let step = 0; step < subject.rates.length; step++) {
    note();
    const program = traceStep(stepped, subject, parameters, step, rate);
    const { signature, program: structure, numbers } = structureOf(program);
    const known = structures.get(signature) ?? structures.size;
    structures.set(signature, known);
    programs[known] ??= structure;
    const same = steps.find((earlier) => earlier.structure === known);
    if (rate === 'input' && same !== undefined && !sameNumbers(same.numbers, numbers))
      throw new NotTraced('its numbers change from step to step, or the rate is reckoned with in JavaScript');
    if (programs.length > MOST_STRUCTURES)
      throw new NotTraced(
        `what a step does takes more than ${MOST_STRUCTURES} forms in its first ${step + 1} steps`,
      );
    // One list of numbers for all steps that have the same ones.
    const numbered = same !== undefined && sameNumbers(same.numbers, numbers) ? same.numbers : numbers;
    steps.push({ structure: known, numbers: numbered });
  }
  note();
  return {
    structures: programs,
    steps,
    entries,
    built: stepped.built,
    ...(prepare === undefined ? {} : { prepare }),
  };
}

const sameNumbers = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]));

/**
 * Takes a first step on gradients of 0 and takes back what it did to plain values: what it made is there from then on.
 */
function traceFirst(stepped: SteppedOptimizer, subject: Subject, parameters: readonly NamedShape[]): Program {
  const before = stepped.snapshot();
  const constants = stepped.state().map((entry) => [entry, constantOf(entry.tensor)] as const);
  const types = Object.fromEntries(parameters.map(({ name, shape }) => [name, float(shape)]));
  const program = trace(
    'prepare',
    types,
    (inputs: NamedTensors) =>
      stepped.within(() => {
        stepped.assignParameters(inputs);
        for (const [entry, value] of constants) assignState(entry, tf.clone(value));
        const zeros = Object.fromEntries(
          Object.entries(inputs).map(([name, input]) => [name, tf.zerosLike(input)]),
        );
        const { made } = withVariablesCaught(() => {
          if (!subject.ownSchedule) subject.rate?.write(stepped.instance, subject.rates[0]!);
          stepped.apply(zeros, subject.form);
        });
        const unbuilt = stepped.state().filter(({ place }) => !stepped.built.has(place));
        return flatten({
          state: byPlace(unbuilt, ({ tensor }) => made.get(tensor as tf.Variable) ?? tensor),
        });
      }),
    { sites: false },
  );
  restorePlain(before, stepped.snapshot());
  return program;
}

function traceStep(
  stepped: SteppedOptimizer,
  subject: Subject,
  parameters: readonly NamedShape[],
  step: number,
  rate: 'input' | 'number',
): Program {
  const state = stepped.state();
  const shapes = Object.fromEntries(parameters.map(({ name, shape }) => [name, float(shape)]));
  const types: Record<string, ValueType> = {
    ...flatten({
      parameters: shapes,
      gradients: shapes,
      state: byPlace(state, ({ tensor }) => typeOf(tensor)),
    }),
    learningRate: float([]),
  };
  return trace(
    'step',
    types,
    (inputs: NamedTensors) =>
      stepped.within(() => {
        stepped.assignParameters(leavesOf(inputs, 'parameters'));
        for (const entry of state) assignState(entry, inputs[leafName('state', entry.place)]!);
        const apply = (number: number, scalar?: tf.Tensor): void => {
          if (!subject.ownSchedule) subject.rate?.write(stepped.instance, number, scalar);
          stepped.apply(leavesOf(inputs, 'gradients'), subject.form);
        };
        const { learningRate } = inputs;
        const mark = MARKS[step % MARKS.length]!;
        if (rate === 'number') apply(subject.rates[step]!);
        else withNumberReplaced(mark, learningRate!, () => apply(mark, learningRate!));
        return flatten<tf.Tensor>({
          parameters: Object.fromEntries(stepped.variables),
          state: byPlace(stepped.state(), ({ tensor }) => tensor),
        });
      }),
    { sites: false },
  );
}
