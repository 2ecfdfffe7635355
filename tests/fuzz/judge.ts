import { onnxEngine, tfjsEngines } from '../../src/engines/index.ts';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import {
  batchOver,
  deserialize,
  type DoubleTensor,
  interpret,
  lockstep,
  type NumberTensor,
  serialize,
  simplify,
} from '../../src/program/index.ts';
import type { AnyProgram, LoopProgram, Program } from '../../src/program/types.ts';
import { type Expectation, expectation, runOn, violation } from './laws.ts';
import { type Extra, feedsOf, loopOf, parametersOf, programOf, type Recipe, vectorOf } from './recipe.ts';

const REPLICATES = 2;

/** Numbers are around 1. */
const FLOOR = 2e-6;

type Doubles = Readonly<Record<string, DoubleTensor>>;

/** Kernels by which an engine may lose a NaN, as their lowerings say. */
const losesNan = new Set([
  'Step',
  'ArgMax',
  'ArgMin',
  'Cast',
  'MaxPool',
  'Pow',
  'MaxPoolGrad',
  'Max',
  'Min',
  'Mod',
  'Atan2',
]);

/** A law that every program obeys; gives what is wrong. */
type Law = (subject: Subject) => Promise<string | undefined> | string | undefined;

interface Subject {
  readonly recipe: Recipe;
  /** The straight program, or the loop. */
  readonly program: AnyProgram;
  readonly body: Program;
  readonly feeds: Tensors;
  readonly expected: Expectation;
}

/** Inputs that differ between replicates: all, or all but one. */
function batchedInputs({ seed, inputs, loop }: Recipe): number[] {
  const all = inputs.map((_, index) => index);
  const shared = seed % (inputs.length + 1);
  const carried = loop?.carried.some(([input]) => input === shared) === true;
  return all.length > 1 && !carried ? all.filter((index) => index !== shared) : all;
}

/** Feeds of all replicates together: an axis in front, behind that of steps. */
function together(recipe: Recipe, batched: readonly number[]): { all: Tensors; each: Tensors[] } {
  const first = feedsOf(recipe, 0);
  const each = Array.from({ length: REPLICATES }, (_, r) => {
    const own = feedsOf(recipe, r);
    return Object.fromEntries(
      recipe.inputs.map((_, index) => [`x${index}`, (batched.includes(index) ? own : first)[`x${index}`]!]),
    );
  });
  const all = recipe.inputs.map((_, index): [string, HostTensor] => {
    const name = `x${index}`;
    const { data, shape } = first[name]!;
    if (!batched.includes(index)) return [name, first[name]!];
    const stepped = recipe.loop?.scanned.includes(index) === true;
    const chunks = stepped ? shape[0]! : 1;
    const size = data.length / chunks;
    const array = data.constructor as Float32ArrayConstructor;
    const result = new array(data.length * REPLICATES);
    for (let chunk = 0; chunk < chunks; chunk++)
      each.forEach((feeds, r) =>
        result.set(
          feeds[name]!.data.subarray(chunk * size, (chunk + 1) * size) as Float32Array,
          (chunk * REPLICATES + r) * size,
        ),
      );
    const whole = stepped ? [chunks, REPLICATES, ...shape.slice(1)] : [REPLICATES, ...shape];
    return [name, { data: result, shape: whole }];
  });
  return { all: Object.fromEntries(all), each };
}

/** What one replicate has of results in lockstep: of a loop's stacked ones behind the axis of steps. */
function replicateOf(
  { outputs, loop }: Recipe,
  results: Readonly<Record<string, NumberTensor>>,
  r: number,
): Doubles {
  const stacked = new Set(loop === undefined ? [] : outputs.map((index) => `y${index}`));
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, shape }]) => {
      const chunks = stacked.has(name) ? shape[0]! : 1;
      const size = data.length / chunks / REPLICATES;
      const own = new Float64Array(chunks * size);
      for (let chunk = 0; chunk < chunks; chunk++)
        own.set(
          data.subarray((chunk * REPLICATES + r) * size, (chunk * REPLICATES + r + 1) * size),
          chunk * size,
        );
      return [name, { data: own, shape: stacked.has(name) ? [chunks, ...shape.slice(2)] : shape.slice(1) }];
    }),
  );
}

const inLockstep = (program: AnyProgram, batched: readonly string[]): AnyProgram =>
  program.kind === 'loop' ? lockstep(program, batched, REPLICATES) : batchOver(program, batched, REPLICATES);

/** In lockstep, each replicate gets what it gets alone: in double precision and on engines. */
const lockstepLaw: Law = async ({ recipe, program }) => {
  const batched = batchedInputs(recipe);
  const group = inLockstep(
    program,
    batched.map((index) => `x${index}`),
  );
  const { all, each } = together(recipe, batched);
  const alone = each.map((feeds) => expectation(program, feeds, FLOOR));
  const check = (results: Readonly<Record<string, NumberTensor>>): string | undefined => {
    for (const [r, expected] of alone.entries()) {
      const wrong = violation(expected, replicateOf(recipe, results, r));
      if (wrong !== undefined) return `replicate ${r}: ${wrong}`;
    }
    return undefined;
  };
  const inDouble = check(interpret(group)(all));
  if (inDouble !== undefined) return inDouble;
  for (const engine of [onnxEngine, tfjsEngines['tfjs-cpu']]) {
    const wrong = check(await runOn(engine, group, all));
    if (wrong !== undefined) return `on ${engine.name}: ${wrong}`;
  }
  return undefined;
};

const engineLaw =
  (engine: typeof onnxEngine): Law =>
  async ({ program, feeds, expected }) =>
    violation(expected, await runOn(engine, program, feeds));

const simplified: Law = ({ program, feeds, expected }) =>
  violation(expected, interpret(simplify(program))(feeds));

const simplifiedTwice: Law = ({ program }) => {
  const once = simplify(program);
  return Buffer.from(serialize(simplify(once))).equals(Buffer.from(serialize(once)))
    ? undefined
    : 'another program';
};

const roundTrip: Law = ({ program }) => {
  const bytes = serialize(program);
  return Buffer.from(bytes).equals(Buffer.from(serialize(deserialize(bytes)))) ? undefined : 'other bytes';
};

/** A loop is its body, step after step. */
const unrolled: Law = ({ recipe, body, program, feeds, expected }) => {
  if (program.kind !== 'loop') return undefined;
  const run = interpret(body);
  const state: Record<string, NumberTensor> = { ...feeds };
  const rows = new Map(program.stacked.map((name): [string, number[]] => [name, []]));
  for (let step = 0; step < recipe.loop!.steps; step++) {
    const inputs = { ...state };
    for (const name of program.scanned) {
      const { data, shape } = feeds[name]!;
      const size = data.length / shape[0]!;
      inputs[name] = { data: data.slice(step * size, (step + 1) * size), shape: shape.slice(1) };
    }
    const results = run(inputs);
    for (const name of program.carried) state[name] = results[name]!;
    for (const [name, list] of rows) list.push(...results[name]!.data);
  }
  const results = Object.entries(expected.results).map(([name, { shape }]): [string, DoubleTensor] => [
    name,
    { data: Float64Array.from(rows.get(name) ?? state[name]!.data), shape },
  ]);
  return violation(expected, Object.fromEntries(results));
};

/**
 * Whether maxima or minima tie: TensorFlow.js gives each of them the whole gradient, also where they are one number.
 */
function hasTies(body: Program, feeds: Tensors): boolean {
  const nodes = body.nodes.filter(({ kernel }) => kernel === 'Max' || kernel === 'Min');
  const outputs = nodes.flatMap(({ inputs, outputs }, index) => [
    { name: `from${index}`, id: inputs['x']! },
    { name: `to${index}`, id: outputs[0]! },
  ]);
  const results = interpret({ ...body, outputs })(feeds);
  return nodes.some((_, index) => {
    const [from, to] = [results[`from${index}`]!.data, results[`to${index}`]!.data];
    return from.filter((value) => to.includes(value)).length > to.length;
  });
}

/** Gradients and Hessian-vector products are slopes, wherever two step widths agree on what these are. */
const slopes: Law = ({ recipe, body, program, feeds, expected }) => {
  if (!recipe.derivatives || program.kind === 'loop' || hasTies(body, feeds)) return undefined;
  const run = interpret(program);
  const numbers = parametersOf(recipe);
  const at = (distance: number): Doubles => {
    const moved = numbers.map((index): [string, NumberTensor] => {
      const { data, shape } = feeds[`x${index}`]!;
      const direction = vectorOf(recipe.inputs[index]!, index);
      return [
        `x${index}`,
        { data: Float64Array.from(data, (value, i) => value + distance * direction[i]!), shape },
      ];
    });
    return run({ ...feeds, ...Object.fromEntries(moved) });
  };
  const dot = (results: Doubles, prefix: string): number =>
    numbers.reduce((sum, index) => {
      const direction = vectorOf(recipe.inputs[index]!, index);
      return results[`${prefix}/x${index}`]!.data.reduce(
        (part, value, i) => part + value * direction[i]!,
        sum,
      );
    }, 0);
  const points = [-2e-4, -1e-4, 1e-4, 2e-4].map(at) as [Doubles, Doubles, Doubles, Doubles];
  const here = expected.results;
  for (const [what, value, of] of [
    ['gradient', dot(here, 'd'), (results: Doubles) => results['loss']!.data[0]!],
    ['Hessian-vector product', dot(here, 'h'), (results: Doubles) => dot(results, 'd')],
  ] as const) {
    const [a, b, c, d] = points.map(of) as [number, number, number, number];
    const [wide, narrow] = [(d - a) / 4e-4, (c - b) / 2e-4];
    const scale = Math.max(1, Math.abs(narrow), Math.abs(of(here)));
    if (!Number.isFinite(wide) || !Number.isFinite(value) || Math.abs(wide - narrow) > 1e-4 * scale) continue;
    // Kinks at equal numbers: the slope to the left is not that to the right.
    const [left, right] = [(of(here) - b) / 1e-4, (c - of(here)) / 1e-4];
    if (Math.abs(left - right) > 1e-3 * scale) continue;
    if (Math.abs(value - narrow) > 1e-3 * scale)
      return `${what} along a line is ${value}, differences are ${narrow}`;
  }
  return undefined;
};

const mutated = (extra: Extra): Extra => {
  if (typeof extra === 'boolean') return !extra;
  if (typeof extra === 'number') return extra === 0 ? 1 : extra - 1;
  if (typeof extra === 'string') return extra === 'same' ? 'valid' : extra === 'valid' ? 'same' : extra;
  return extra.length === 0 ? extra : [mutated(extra[0]!), ...extra.slice(1)];
};

/** A program with one attribute changed, under the same digest, gives the same numbers. */
const identity: Law = ({ recipe, program, feeds, expected }) => {
  const places = recipe.steps.flatMap(({ extra }, step) => extra.map((_, index) => [step, index] as const));
  if (places.length === 0) return undefined;
  const [step, index] = places[recipe.seed % places.length]!;
  const steps = recipe.steps.map((one, at) =>
    at === step
      ? { ...one, extra: one.extra.map((extra, place) => (place === index ? mutated(extra) : extra)) }
      : one,
  );
  const other = { ...recipe, steps };
  let wrong: string | undefined;
  try {
    const body = programOf(other);
    const changed = recipe.loop === undefined ? body : loopOf(other, body);
    if (onnxEngine.lower(changed).digest !== onnxEngine.lower(program).digest) return undefined;
    wrong = violation(expected, interpret(changed)(feeds));
  } catch {
    // Another attribute may well be refused, or have no meaning where nobody uses the value.
    return undefined;
  }
  return wrong === undefined ? undefined : `one digest with ${recipe.steps[step]!.call} changed: ${wrong}`;
};

/** A NaN that comes in comes out where it should, on the engine that trains. */
const poisoned: Law = async ({ recipe, program, body, feeds }) => {
  const [first] = parametersOf(recipe);
  if (first === undefined || body.nodes.some(({ kernel }) => losesNan.has(kernel))) return undefined;
  const { data, shape } = feeds[`x${first}`]!;
  if (data.length === 0) return undefined;
  const sick = { ...feeds, [`x${first}`]: { data: Float32Array.from(data).fill(NaN, 0, 1), shape } };
  const [expected, actual] = [interpret(program)(sick), await runOn(onnxEngine, program, sick)];
  for (const [name, result] of Object.entries(expected))
    if (result.data.some(Number.isNaN) && ![...actual[name]!.data].some(Number.isNaN))
      return `output '${name}' has lost it`;
  return undefined;
};

/** What all programs obey, cheap laws first. */
export const laws: Readonly<Record<string, Law>> = {
  'written and read, it is the same': roundTrip,
  'simplified, it means the same': simplified,
  'simplified twice, it is as simplified once': simplifiedTwice,
  'derivatives are slopes': slopes,
  'a loop is its steps': unrolled,
  'onnx gives what it means': engineLaw(onnxEngine),
  'tfjs-cpu gives what it means': engineLaw(tfjsEngines['tfjs-cpu']),
  'in lockstep, each replicate gets what it gets alone': lockstepLaw,
  'one digest, one meaning': identity,
  'NaN stays NaN': poisoned,
};

/**
 * The first law that a recipe breaks, and how; undefined where it breaks none.
 * @param only a law's name, where no other is asked for
 */
export async function judge(
  recipe: Recipe,
  only?: string,
): Promise<{ law: string; wrong: string } | undefined> {
  const body = programOf(recipe);
  const program: Program | LoopProgram = recipe.loop === undefined ? body : loopOf(recipe, body);
  const feeds = feedsOf(recipe);
  const subject: Subject = { recipe, program, body, feeds, expected: expectation(program, feeds, FLOOR) };
  for (const [name, law] of Object.entries(laws)) {
    if (only !== undefined && name !== only) continue;
    const wrong = await Promise.resolve()
      .then(() => law(subject))
      .catch((error: unknown) => `throws ${error instanceof Error ? error.message : String(error)}`);
    if (wrong !== undefined) return { law: name, wrong };
  }
  return undefined;
}
