import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../models/types.ts';
import { replay } from '../../program/index.ts';
import { flatten, isInGroups, leafName } from '../../program/tree.ts';
import type { Program } from '../../program/types.ts';
import { nameEntries } from './tensorflow-state-names.ts';
import type { NamedShape } from './tensorflow-steps.ts';
import type { TracedRun } from './traced-run.ts';
import type { Optimizer, UpdateInput } from '../types.ts';

/** A pure optimizer of a traced run, and how its state entries are called in the object. */
export interface Phased {
  readonly optimizer: Optimizer;
  /** Place in the object → name of the entry. */
  readonly names: ReadonlyMap<string, string>;
  /** Name of the entry that counts steps, where steps differ. */
  readonly counter?: string;
}

type Step = TracedRun['steps'][number];

/**
 * Makes a pure optimizer of the steps of a traced run.
 *
 * Where all steps are one program with the same numbers, an update is that program. Where numbers change, or steps take
 * several forms, the state has one more entry that counts the steps: numbers are looked up in a table of the run's
 * length by it, and of the forms the one that is due is chosen. After the run's last step everything is NaN.
 *
 * @param bound whether the numbers hold for the rates of this run only
 *
 * State entries are zeros at the start where the first step makes them and does not say of what.
 */
export function phasedOptimizer(
  run: TracedRun,
  kind: string,
  parameters: readonly NamedShape[],
  bound: boolean,
): Phased {
  const names = nameEntries(run.entries, parameters);
  const counter = differ(run.steps) ? freeName('steps', [...names.values()]) : undefined;
  const optimizer: Optimizer = Object.freeze({
    kind,
    init: (values: NamedTensors) => ({
      ...initialState(run, names, values),
      ...(counter === undefined ? {} : { [counter]: tf.scalar(0) }),
    }),
    update: (input: UpdateInput) => update(run, names, counter, input),
    ...(counter === undefined && !bound ? {} : { ofRun: runDigest(run) }),
  });
  return { optimizer, names, ...(counter === undefined ? {} : { counter }) };
}

const differ = ([first, ...others]: readonly Step[]): boolean =>
  others.some(({ structure, numbers }) => structure !== first!.structure || numbers !== first!.numbers);

function freeName(wanted: string, taken: readonly string[]): string {
  return taken.includes(wanted) ? freeName(`${wanted}'`, taken) : wanted;
}

/** What tells the tables of one run from those of another. */
const runDigest = ({ structures, steps }: TracedRun): string => {
  const hash = createHash('sha256').update(JSON.stringify(structures.map(({ nodes }) => nodes)));
  for (const { structure, numbers } of steps) hash.update(`${structure}:${numbers.join()};`);
  return hash.digest('hex');
};

function initialState(
  { entries, built, prepare }: TracedRun,
  names: ReadonlyMap<string, string>,
  parameters: NamedTensors,
): NamedTensors {
  const made = prepare === undefined ? {} : replay(prepare, parameters);
  const start = (place: string): tf.Tensor => {
    const constant = built.get(place);
    if (constant !== undefined) return tf.tensor(constant.dataSync(), constant.shape, constant.dtype);
    const { shape, dtype } = entries.get(place)!.type;
    return made[leafName('state', place)] ?? tf.zeros([...shape], dtype);
  };
  return Object.fromEntries([...names].map(([place, name]) => [name, start(place)]));
}

function update(
  run: TracedRun,
  names: ReadonlyMap<string, string>,
  counter: string | undefined,
  { parameters, gradients, state, hyperparameters }: UpdateInput,
): ReturnType<Optimizer['update']> {
  const places = Object.fromEntries([...names].map(([place, name]) => [place, state[name]!]));
  const before = flatten({ parameters, state: places });
  const lookUp = tableReader(counter === undefined ? undefined : state[counter]!);
  const outcomes = run.structures.map((program, structure) =>
    replay(program, {
      ...before,
      ...flatten({ gradients }),
      learningRate: hyperparameters.learningRate,
      ...numbersOf(program, run, structure, lookUp),
    }),
  );
  const due =
    run.structures.length === 1
      ? []
      : run.structures.map((_, structure) =>
          tf.equal(lookUp(run.steps.map((step) => Number(step.structure === structure))), 1),
        );
  const after = (name: string): tf.Tensor => {
    const values = outcomes.map((outcome) => outcome[name] ?? before[name]!);
    if (values.length === 1) return values[0]!;
    const nothing = tf.fill(values[0]!.shape, values[0]!.dtype === 'float32' ? NaN : 0, values[0]!.dtype);
    return values.reduce((chosen, value, index) => tf.where(due[index]!, value, chosen), nothing);
  };
  return {
    parameters: Object.fromEntries(
      Object.keys(parameters).map((name) => [name, after(leafName('parameters', name))]),
    ),
    state: {
      ...Object.fromEntries([...names].map(([place, name]) => [name, after(leafName('state', place))])),
      ...(counter === undefined ? {} : { [counter]: tf.add(state[counter]!, 1) }),
    },
  };
}

/** The inputs of a structure that are numbers: constants where they stay, and looked up where they change. */
function numbersOf(
  { inputs, values }: Program,
  { steps }: TracedRun,
  structure: number,
  lookUp: (table: readonly number[]) => tf.Tensor,
): NamedTensors {
  const own = steps.filter((step) => step.structure === structure);
  const first = own[0]!.numbers;
  const changing = first.map((value, index) => own.some(({ numbers }) => !Object.is(numbers[index], value)));
  const numbered = inputs.filter(({ name }) => isInGroups(name, ['number']));
  return Object.fromEntries(
    numbered.map(({ name, id }, index) => {
      const { shape } = values[id]!;
      if (!changing[index]) return [name, tf.tensor([first[index]!], [...shape])];
      const table = steps.map((step) => (step.structure === structure ? step.numbers[index]! : 0));
      return [name, tf.reshape(lookUp(table), [...shape])];
    }),
  );
}

/** Reads tables with a number a step at the present step; equal tables are read once. NaN after their end. */
function tableReader(step: tf.Tensor | undefined): (table: readonly number[]) => tf.Tensor {
  const read = new Map<string, tf.Tensor>();
  return (table) => {
    const key = table.join();
    const known = read.get(key);
    if (known !== undefined) return known;
    const row = tf.reshape(tf.cast(tf.minimum(step!, table.length), 'int32'), [1]);
    const value = tf.reshape(tf.gather(tf.tensor1d([...table, NaN]), row), []);
    read.set(key, value);
    return value;
  };
}
