import type { Dataset } from '../../datasets/types.ts';
import type { Engine, Executable, Tensors } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import { initialTensors } from '../../models/initial-tensors.ts';
import type { Job, NoiseSpec, ScheduleTensors } from '../../plan/types.ts';
import { interpret, type Disturbance } from '../../program/index.ts';
import { flatten, isInGroups, leafName } from '../../program/tree.ts';
import type { AnyProgram, LoopProgram, Program } from '../../program/types.ts';
import { rowsOfStep } from '../../samplers/index.ts';
import { ExampleRows } from '../../train/example-rows.ts';
import { GaussianNoise } from '../../train/gaussian-noise.ts';
import { segments } from '../../train/segments.ts';
import { residentTables, scheduled } from '../../train/step-feeds.ts';
import type { CasePrograms } from './case-programs.ts';
import { KEPT, keptLoop } from './kept-loop.ts';

/** What feeds one run: everything that the optimizer has no part in. */
export interface RunSetting {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly schedule: ScheduleTensors;
}

type Numbers = Float32Array | Float64Array;

/** A tensor of a net at every step of a run. */
export interface Followed {
  /** Numbers in it. */
  readonly size: number;
  /** Where it starts; absent of what only evaluations see. */
  readonly start?: ArrayLike<number>;
  /** After each step, `[steps, size]`. */
  readonly values: Numbers;
}

/**
 * All that a run went through, by name of the tensor: `hidden1.weight`, `statistics/norm.mean`, `evaluated
 * hidden1.weight`.
 */
export interface Trajectory {
  readonly steps: number;
  readonly tensors: Readonly<Record<string, Followed>>;
}

/** Feeds to results of one program. */
type Run = (feeds: Tensors) => Promise<Tensors>;

/** Makes programs ready, and lets go of them. */
export interface Runner {
  readonly ready: (program: AnyProgram) => Promise<Run>;
  readonly close: () => Promise<void>;
}

/** Runs programs in 64 bit, on numbers that are disturbed where one says how. */
export const inDouble = (disturb?: (program: AnyProgram) => Disturbance): Runner => ({
  ready: (program) => {
    const run = interpret(program, 'double', disturb?.(program));
    // 64 bits go through where engines have 32: nothing here looks into what is carried.
    return Promise.resolve((feeds) => Promise.resolve(run(feeds) as unknown as Tensors));
  },
  close: () => Promise.resolve(),
});

/** Runs programs on an engine, in single precision. */
export function onEngine(engine: Engine): Runner {
  const loaded: Executable[] = [];
  return {
    ready: async (program) => {
      const executable = await engine.load(engine.lower(program));
      loaded.push(executable);
      return (feeds) => executable.run(feeds);
    },
    close: async () => {
      for (const executable of loaded.splice(0)) await executable.dispose();
    },
  };
}

/** Mini-batches and draws that a step takes, by the step's own inputs. */
function drawsOf({ loop, job }: { readonly loop: LoopProgram; readonly job: Job }): Job {
  const types = new Map(loop.body.inputs.map(({ name, id }) => [name, loop.body.values[id]!.shape]));
  const drawn = loop.scanned.filter((name) => isInGroups(name, ['noise', 'batch']));
  const variance = (name: string): NoiseSpec['variance'] =>
    /^batch\/\d+\/features$/.test(name) ? 'per-example' : 'one';
  const noise = drawn.map((name): [string, NoiseSpec] => [
    name,
    { shape: types.get(name)!, variance: variance(name) },
  ]);
  const batches = new Set(loop.gathered.map(({ indices }) => indices)).size;
  return { ...job, noise: Object.fromEntries(noise), batches: Math.max(1, batches) };
}

/** The training loops of a case by mini-batch size. */
const loopsOf = (programs: CasePrograms): ReadonlyMap<number, LoopProgram> =>
  new Map(
    Object.entries(programs).flatMap(([name, program]) =>
      name.startsWith('step ') && program.kind === 'loop' ? [[Number(name.slice(5)), program] as const] : [],
    ),
  );

/**
 * Follows a run of a case's programs through all its steps, or so many of them.
 *
 * @throws AssayError as the engine or the interpreter does
 */
export async function follow(
  programs: CasePrograms,
  setting: RunSetting,
  runner: Runner,
  until = Infinity,
): Promise<Trajectory> {
  const { job, dataset, schedule } = setting;
  const evaluated = programs['evaluated'] as Program | undefined;
  const loops = loopsOf(programs);
  const runs = new Map<number, Run>();
  let kept: readonly string[] = [];
  for (const [size, loop] of loops) {
    const keeping = keptLoop(loop, evaluated);
    kept = keeping.kept;
    runs.set(size, await runner.ready(keeping.loop));
  }
  const [anyLoop] = loops.values();
  const drawing = drawsOf({ loop: anyLoop!, job });
  const [noise, rows] = [new GaussianNoise(drawing), new ExampleRows(drawing)];
  const parameters = flatten({ parameters: initialTensors(job.parameters, job.seed) });
  const statistics = flatten({ statistics: initialTensors(job.statistics, job.seed) });
  const prepare = programs['prepare'];
  const state = prepare === undefined ? {} : await (await runner.ready(prepare))(parameters);
  const first: Tensors = { ...parameters, ...statistics, ...state };
  const batchSizes = schedule['batchSize']!.data as Int32Array;
  const resident = residentTables(job, dataset);
  const pieces = new Map<string, Numbers[]>(kept.map((name) => [name, []]));
  let carried = first;
  for (const segment of segments(batchSizes, Int32Array.of(Math.min(until, batchSizes.length)), [], (size) =>
    rowsOfStep(job.sampler, size, job.examples),
  )) {
    if (segment.from >= until) break;
    const run = runs.get(segment.batchSize);
    if (run === undefined)
      throw new AssayError(
        'program',
        `Cannot follow a run: expected a step of ${segment.batchSize}, got steps of ${[...runs.keys()].join(', ')}`,
      );
    const results = await run({
      ...carried,
      ...scheduled(segment, schedule),
      ...noise.draw(segment.to - segment.from, segment.batchSize),
      ...rows.draw(segment),
      ...resident,
    });
    for (const name of kept) pieces.get(name)!.push(results[`${KEPT}${name}`]!.data as Numbers);
    carried = Object.fromEntries(anyLoop!.carried.map((name) => [name, results[name]!]));
  }
  const steps = Math.min(until, batchSizes.length);
  const tensors = kept.map((name): [string, Followed] => {
    const values = joined(pieces.get(name)!);
    const start = (first[leafName('parameters', name)] ?? first[name])?.data;
    return [name, { size: values.length / steps, values, ...(start === undefined ? {} : { start }) }];
  });
  return { steps, tensors: Object.fromEntries(tensors) };
}

function joined(pieces: readonly Numbers[]): Numbers {
  if (pieces.length === 1) return pieces[0]!;
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = pieces[0] instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
