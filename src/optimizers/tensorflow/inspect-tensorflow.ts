import { AssayError } from '../../errors.ts';
import { reasonOf } from '../../program/index.ts';
import { withFixedDraws } from './engine-hooks.ts';
import { rateFields, type RateField } from './rate-field.ts';
import {
  className,
  SteppedOptimizer,
  type GradientForm,
  type NamedShape,
  type TensorflowOptimizer,
} from './tensorflow-steps.ts';
import type { Subject } from './traced-run.ts';
import { trialGradients, trialStart, type Trial } from './trials.ts';

/** What a function that makes an optimizer is given. */
export interface MakerInput {
  /** The arm's learning rate: of the first step, where it is a schedule. */
  readonly learningRate: number;
  /** Number of steps of the run. */
  readonly steps: number;
}

/** Makes a new optimizer of TensorFlow.js at each call. */
export interface TensorflowMaker {
  readonly make: (given: MakerInput) => TensorflowOptimizer;
  /** Whether `make` looks at what it is given. */
  readonly takesRate: boolean;
}

/** Steps by which it is found out how an optimizer is used. */
const TRIAL: Trial = { steps: 64, rateAt: () => 0.01, start: 'spread', pauses: false };

type Values = Readonly<Record<string, Float32Array>>;
type Path = readonly Values[];

/**
 * Finds out how an optimizer is used: in which form it takes gradients, where its learning rate is, and whether it
 * changes that rate itself. All of it by eager steps on small variables.
 *
 * @param shapes of small variables that stand for the parameters, and carry their names
 * @param rates learning rate of each step of the run
 * @throws AssayError `program` where no step succeeds, the forms of gradients lead to different places, or instances
 * share state; `configuration` where the arm's rate has no way in
 */
export function inspectOptimizer(
  maker: TensorflowMaker,
  shapes: readonly NamedShape[],
  rates: ArrayLike<number>,
): Subject {
  const given = (learningRate: number): MakerInput => ({ learningRate, steps: rates.length });
  const make = () => maker.make(given(rates[0]!));
  const kind = `tensorflow/${className(make())}`;
  const form = formOf(kind, make, shapes);
  const tries = { kind, form, make, shapes };
  const field = rateFieldOf(tries);
  if (field !== undefined) {
    const ownSchedule = changesRate(tries, field);
    if (ownSchedule && !isEffective(tries, field, true)) throw noRate(kind, make());
    if (ownSchedule) demandConstant(kind, rates, `changes its own ${field.name}`);
    return { make, kind, form, rate: field, ownSchedule, rates };
  }
  if (maker.takesRate) {
    const path = (rate: number) => eagerSteps(() => maker.make(given(rate)), shapes, form);
    if (differ(path(0.01), path(0.02))) {
      demandConstant(kind, rates, 'is given its rate once, by the function that makes it,');
      return { make, kind, form, ownSchedule: false, rates };
    }
  }
  throw noRate(kind, make());
}

interface Tries {
  readonly kind: string;
  readonly form: GradientForm;
  readonly make: () => TensorflowOptimizer;
  readonly shapes: readonly NamedShape[];
}

/**
 * Parameters after each of the trial's steps, taken as they are asked for; a rate is written before each step, or once.
 */
function* eagerSteps(
  make: () => TensorflowOptimizer,
  shapes: readonly NamedShape[],
  form: GradientForm,
  { field, rate = 0.01, once = false }: { field?: RateField; rate?: number; once?: boolean } = {},
): Generator<Values> {
  const stepped = withFixedDraws(() => new SteppedOptimizer(make, shapes));
  stepped.within(() => stepped.assignParameters(trialStart(shapes, TRIAL)));
  for (let step = 0; step < TRIAL.steps; step++) {
    stepped.within(() =>
      withFixedDraws(() => {
        if (!once || step === 0) field?.write(stepped.instance, rate);
        stepped.apply(trialGradients(shapes, TRIAL, step), form);
      }),
    );
    yield Object.fromEntries(
      [...stepped.variables].map(([name, variable]) => [name, variable.dataSync<'float32'>().slice()]),
    );
  }
}

/** Whether two paths part at any step; steps after that are not taken. */
function differ(a: Iterable<Values>, b: Iterable<Values>): boolean {
  const other = b[Symbol.iterator]();
  for (const step of a) {
    const at = other.next();
    if (at.done === true) return false;
    if (partAt(step, at.value)) return true;
  }
  return false;
}

const partAt = (a: Values, b: Values): boolean =>
  Object.entries(a).some(([name, values]) =>
    values.some((value, place) => !Object.is(value, b[name]![place])),
  );

type Attempt = { readonly path: Path } | { readonly error: unknown };

function formOf(kind: string, make: Tries['make'], shapes: readonly NamedShape[]): GradientForm {
  const attempt = (form: GradientForm): Attempt => {
    try {
      return { path: [...eagerSteps(make, shapes, form)] };
    } catch (error) {
      return { error };
    }
  };
  const list = attempt('list');
  if (!('error' in list)) demandFresh(kind, make, shapes, 'list', list.path);
  const object = attempt('object');
  if ('error' in object) {
    if ('error' in list) throw neverSteps(kind, list.error, object.error);
    return 'list';
  }
  if ('error' in list) {
    demandFresh(kind, make, shapes, 'object', object.path);
    return 'object';
  }
  if (!differ(list.path, object.path)) return 'list';
  if (!moves(list.path)) return 'object';
  if (!moves(object.path)) return 'list';
  throw new AssayError(
    'program',
    `Cannot use optimizer ${kind}: expected the same steps from gradients as a list { name, tensor } (as minimize hands them on for named variables) and as an object by name (as it does otherwise, and model.fit), got different ones`,
  );
}

const moves = (path: Path): boolean => differ(path.slice(1), path.slice(0, -1));

function neverSteps(kind: string, asList: unknown, asObject: unknown): AssayError {
  const reasons = [reasonOf(asList), reasonOf(asObject)];
  const said =
    reasons[0] === reasons[1]
      ? reasons[0]!
      : `"${reasons[0]}" for gradients as a list, "${reasons[1]}" for an object by name`;
  return new AssayError(
    'program',
    `Cannot use optimizer ${kind}: expected applyGradients to take steps, got ${said}`,
    { cause: asObject },
  );
}

/** A later instance must take the steps of an earlier one: what instances share is not an instance's state. */
function demandFresh(
  kind: string,
  make: Tries['make'],
  shapes: readonly NamedShape[],
  form: GradientForm,
  path: Path,
): void {
  const shared = make() === make();
  try {
    if (!shared && !differ(path, eagerSteps(make, shapes, form))) return;
  } catch (error) {
    throw new AssayError(
      'program',
      `Cannot use optimizer ${kind}: expected each new instance to take the same steps, got "${reasonOf(error)}" after another one has trained (state in the module or on the class)`,
      { cause: error },
    );
  }
  throw new AssayError(
    'program',
    `Cannot use optimizer ${kind}: expected ${
      shared
        ? 'a new instance at each call of the function that makes it'
        : 'each new instance to take the same steps'
    }, got ${
      shared ? 'the same one' : 'others after another one has trained (state in the module or on the class)'
    }`,
  );
}

/** Whether a rate that is written, before each step or once, changes the steps. */
function isEffective({ form, make, shapes }: Tries, field: RateField, once: boolean): boolean {
  const path = (rate: number) => eagerSteps(make, shapes, form, { field, rate, once });
  try {
    return differ(path(0.01), path(0.02));
  } catch {
    return false;
  }
}

/** The field through which a rate changes the steps. */
function rateFieldOf(tries: Tries): RateField | undefined {
  const { kind, make } = tries;
  const [first, ...others] = rateFields(make()).filter((field) => isEffective(tries, field, false));
  // `learningRate` is what TensorFlow.js itself calls it; what else has an effect is then of another meaning.
  if (first === undefined || first.name === 'learningRate' || others.length === 0) return first;
  const same = others.every((field) => field.read(make()) === first.read(make()));
  if (!same)
    throw new AssayError(
      'configuration',
      `Cannot use optimizer ${kind}: expected one field for the arm's learning rate, got ${[first, ...others].map(({ name }) => name).join(' and ')}; call the one that is meant learningRate`,
    );
  const all = [first, ...others];
  return {
    name: all.map(({ name }) => name).join(' and '),
    read: first.read,
    write: (...given) => all.forEach((field) => field.write(...given)),
    isTensorAt: (place) => all.some((field) => field.isTensorAt(place)),
  };
}

/** Whether a step leaves another rate than was written before it. */
function changesRate({ form, make, shapes }: Tries, field: RateField): boolean {
  const stepped = new SteppedOptimizer(make, shapes);
  return stepped.within(() =>
    Array.from({ length: TRIAL.steps }, (_, step) => step).some((step) => {
      field.write(stepped.instance, 0.01);
      const written = field.read(stepped.instance);
      stepped.apply(trialGradients(shapes, TRIAL, step), form);
      return !Object.is(field.read(stepped.instance), written);
    }),
  );
}

function demandConstant(kind: string, rates: ArrayLike<number>, what: string): void {
  const values = Array.from(rates);
  const other = values.find((rate) => rate !== values[0]);
  if (other === undefined) return;
  throw new AssayError(
    'configuration',
    `Cannot use optimizer ${kind}, which ${what} in an arm with a schedule: expected one learning rate, got ${values[0]} and ${other}`,
  );
}

function noRate(kind: string, instance: TensorflowOptimizer): AssayError {
  const numbers = Object.entries(instance).flatMap(([name, value]) =>
    typeof value === 'number' && name !== 'iterations_' ? [name] : [],
  );
  return new AssayError(
    'configuration',
    `Cannot use optimizer ${kind}: expected a way in for the arm's learning rate (a number, variable or scalar called learningRate, lr or stepSize, at any depth, or a function that takes it: export default ({ learningRate }) => …), got none that changes its steps${numbers.length === 0 ? '' : `; it has the numbers ${numbers.join(', ')}`}`,
  );
}
