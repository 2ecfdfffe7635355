import type { Engine, HostTensor, Tensors } from '../../src/engines/types.ts';
import { type DoubleTensor, interpret, type NumberTensor } from '../../src/program/index.ts';
import type { AnyProgram } from '../../src/program/types.ts';

type Doubles = Readonly<Record<string, DoubleTensor>>;
type Feeds = Readonly<Record<string, NumberTensor>>;

const isFloat = ({ data }: NumberTensor): boolean =>
  data instanceof Float32Array || data instanceof Float64Array;

/** The feeds with every float moved by up to two millionths of itself, in a pattern of its own for each salt. */
function nudged(feeds: Feeds, salt: number): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => {
      if (!isFloat(tensor)) return [name, tensor];
      const move = (value: number, i: number): number =>
        value * (1 + 2e-6 * Math.sin(12.9898 * (i + 1) + 78.233 * salt));
      return [name, { ...tensor, data: Float64Array.from(tensor.data, move) }];
    }),
  );
}

/** What a program gives in double precision, and how far from that single precision may lie. */
export interface Expectation {
  readonly results: Doubles;
  /** By output; undefined where the program itself jumps under rounding, so that nothing can be said. */
  readonly tolerances: Readonly<Record<string, number | undefined>>;
}

/**
 * Results and tolerances: 4e-6 of the largest number, and eight times what rounding each kernel's result and three
 * small changes of the inputs do: a program that cancels or divides by little may be as far off as that.
 *
 * @param floor the least tolerance: what rounding leaves of numbers around 1 that cancel
 */
export function expectation(program: AnyProgram, feeds: Feeds, floor = 0): Expectation {
  const run = interpret(program);
  const results = run(feeds);
  const others = [interpret(program, 'single')(feeds), ...[1, 2, 3].map((salt) => run(nudged(feeds, salt)))];
  const tolerances = Object.entries(results).map(([name, { data }]) => {
    let [largest, apart] = [0, 0];
    for (const [i, value] of data.entries()) {
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
      for (const other of others) {
        const same = other[name]!.data[i]!;
        if (Number.isFinite(value) && Number.isFinite(same)) apart = Math.max(apart, Math.abs(same - value));
        else if (!Object.is(same, value)) apart = Infinity;
      }
    }
    // Beyond, single precision overflows on the way, or has lost its digits.
    const known = largest < 1e30 && apart <= 1e-3 * Math.max(largest, 1e-3);
    return [name, known ? 4e-6 * largest + 8 * apart + floor + 1e-30 : undefined] as const;
  });
  return { results, tolerances: Object.fromEntries(tolerances) };
}

/**
 * Where results lie further from what is expected than its tolerance, or have another shape; undefined where none do.
 */
export function violation(
  { results, tolerances }: Expectation,
  actual: Readonly<Record<string, HostTensor | DoubleTensor>>,
): string | undefined {
  for (const [name, { data, shape }] of Object.entries(results)) {
    const other = actual[name];
    if (other?.shape.join() !== shape.join())
      return `output '${name}' has shape [${String(other?.shape)}], not [${String(shape)}]`;
    const tolerance = tolerances[name];
    if (tolerance === undefined) continue;
    const at = data.findIndex((value, i) => {
      const found = other.data[i]!;
      return Number.isFinite(value) ? !(Math.abs(found - value) <= tolerance) : !Object.is(found, value);
    });
    if (at !== -1)
      return `output '${name}'[${at}] is ${other.data[at]}, not ${data[at]} within ${tolerance.toPrecision(2)}`;
  }
  return undefined;
}

/** Lowers, loads, runs and disposes. */
export async function runOn(engine: Engine, program: AnyProgram, feeds: Tensors): Promise<Tensors> {
  const executable = await engine.load(engine.lower(program));
  try {
    return await executable.run(feeds);
  } finally {
    await executable.dispose();
  }
}
