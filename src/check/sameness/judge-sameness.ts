import type { Engine } from '../../engines/types.ts';
import type { CasePrograms, TracedCase } from './case-programs.ts';
import { distances, HALF_ULP, sameSteps, type TensorDistances } from './distances.ts';
import { BEYOND_ROUNDING, growthOf, most, timesRounding, type Growth } from './growth.ts';
import { operationNoise } from './operation-noise.ts';
import { follow, inDouble, onEngine, type RunSetting, type Trajectory } from './trajectory.ts';
import { whereOf, type Where } from './where.ts';

/** What two versions of a case's programs are to each other. */
export interface Sameness {
  readonly level:
    | 'same bytes'
    | 'same within rounding'
    | 'same mathematics, less exact'
    | 'changed by less than rounding'
    | 'changed';
  /** Whether the runs are equal in 64 bit; not known where the programs have constants of 32. */
  readonly mathematics: 'equal in 64 bit' | 'different' | 'not known';
  /** Largest distance of the runs in 64 bit, in half units of the last place of single precision. */
  readonly halfUlps?: number;
  /**
   * Largest difference by what rounding makes of the run: of the mathematics where they differ, else of single
   * precision.
   */
  readonly times?: number;
  /** Where they part, if they do. */
  readonly where?: Where;
}

/** Runs in 64 bit that are no further apart than half a unit of single precision are the same mathematics. */
const SAME_MATHEMATICS = 1;
/** From so many times rounding on, one measured run of single precision is yardstick enough. */
const CLEARLY = 50;
/** A tensor that is smaller than this, by the size of the net, may be nothing but rounding. */
const NOTHING = 1e-6;
/** A run whose start was moved by the last bit of 64 may not be further away for its mathematics to be told. */
const TELLS = 0.1;

type Distances = Readonly<Record<string, TensorDistances>>;

/** Both versions of a case's programs, and an engine for them. */
export interface Versions {
  readonly before: TracedCase;
  readonly after: TracedCase;
  readonly engine: Engine;
}

type HalfUlps = ReadonlyMap<string, Float64Array>;

/** ‖net‖ after each step. */
function netNorms(apart: Distances): Float64Array {
  const all = Object.values(apart);
  return all[0]!.norm.map((_, step) => Math.hypot(...all.map(({ norm }) => norm[step]!)));
}

/** Distances of each tensor in half units of its own last place of single precision. */
const inHalfUlps = (apart: Distances): HalfUlps =>
  new Map(
    Object.entries(apart).map(([name, { value, norm }]) => [
      name,
      value.map((distance, step) => (distance === 0 ? 0 : distance / (HALF_ULP * norm[step]!))),
    ]),
  );

async function onThe(engine: Engine, programs: CasePrograms, setting: RunSetting): Promise<Trajectory> {
  const runner = onEngine(engine);
  try {
    return await follow(programs, setting, runner);
  } finally {
    await runner.close();
  }
}

/** A run of so many steps that is rounded otherwise in 64 bit: each result by a last bit up or down. */
async function nudged(programs: CasePrograms, setting: RunSetting, until: number): Promise<Trajectory> {
  const disturbed = inDouble(operationNoise(setting.job.seed, 0, 2 ** -52));
  return follow(programs, setting, disturbed, until);
}

async function twin(programs: CasePrograms, setting: RunSetting, index: number): Promise<Trajectory> {
  return follow(programs, setting, inDouble(operationNoise(setting.job.seed, index)));
}

/**
 * The old version, followed on one seed: in 64 bit, in single precision, and as far as it is wanted with disturbed
 * operations.
 */
class Yardstick {
  readonly exact: Trajectory;
  readonly single: Trajectory;
  readonly #twins: Distances[] = [];
  readonly #programs: CasePrograms;
  readonly #setting: RunSetting;

  constructor(runs: { exact: Trajectory; single: Trajectory }, programs: CasePrograms, setting: RunSetting) {
    this.exact = runs.exact;
    this.single = runs.single;
    this.#programs = programs;
    this.#setting = setting;
  }

  static async of(programs: CasePrograms, setting: RunSetting, engine: Engine): Promise<Yardstick> {
    const runs = {
      exact: await follow(programs, setting, inDouble()),
      single: await onThe(engine, programs, setting),
    };
    return new Yardstick(runs, programs, setting);
  }

  /** What rounding makes of the run, by its own run in single precision and so many disturbed ones. */
  async growth(twins: number): Promise<Readonly<Record<string, Growth>>> {
    while (this.#twins.length < twins)
      this.#twins.push(distances(this.exact, await twin(this.#programs, this.#setting, this.#twins.length)));
    return growthOf([distances(this.exact, this.single), ...this.#twins.slice(0, twins)], this.exact.steps);
  }
}

const largestTimes = (apart: Distances, growth: Readonly<Record<string, Growth>>): number =>
  Math.max(0, ...Object.entries(apart).map(([name, each]) => most(timesRounding(each, growth[name]))));

/**
 * Step, from 0, at which the first tensor is further away than the mathematics may be; undefined where none ever is.
 */
function firstApart(halfUlps: HalfUlps): number | undefined {
  const firsts = [...halfUlps.values()]
    .map((each) => each.findIndex((value) => value > SAME_MATHEMATICS))
    .filter((step) => step >= 0);
  return firsts.length === 0 ? undefined : Math.min(...firsts);
}

interface InDoubles {
  readonly mathematics: 'equal in 64 bit' | 'different' | 'not known';
  readonly halfUlps: number;
  readonly apart: Distances;
  readonly after: Trajectory;
}

/** Both versions in 64 bit on one seed: whether they are the same mathematics. */
async function inDoubles(
  { before, after }: Versions,
  setting: RunSetting,
  exact: Trajectory,
): Promise<InDoubles> {
  const other = await follow(after.programs, setting, inDouble());
  const apart = distances(exact, other);
  const halfUlps = inHalfUlps(apart);
  const largest = (of: HalfUlps) => Math.max(0, ...[...of.values()].map(most));
  const found = { halfUlps: largest(halfUlps), apart, after: other };
  if (!before.inDoubles || !after.inDoubles) return { mathematics: 'not known', ...found };
  // What the last bit of 64 alone takes as far apart tells nothing about the mathematics.
  const telling = new Map(halfUlps);
  for (let first = firstApart(telling); first !== undefined; first = firstApart(telling)) {
    const shaken = inHalfUlps(distances(exact, await nudged(before.programs, setting, first + 1)));
    const silent = [...telling.keys()].filter((name) => most(shaken.get(name)!) > TELLS);
    const tells = [...telling].some(
      ([name, each]) => !silent.includes(name) && most(each.subarray(0, first + 1)) > SAME_MATHEMATICS,
    );
    if (tells) return { mathematics: 'different', ...found };
    for (const name of silent) telling.delete(name);
  }
  const lost = [...halfUlps.keys()].filter((name) => !telling.has(name));
  const mathematics = lost.every((name) => isNothing(apart, name)) ? 'equal in 64 bit' : 'not known';
  return { mathematics, ...found, halfUlps: largest(telling) };
}

/**
 * Whether a tensor is at no step more than rounding, by the size of the net: a bias in front of a normalization, say.
 */
function isNothing(apart: Distances, name: string): boolean {
  const net = netNorms(apart);
  return apart[name]!.norm.every((norm, step) => norm <= NOTHING * net[step]!);
}

/**
 * Decides what two versions of a case's programs are to each other, over all steps and tensors of whole runs.
 *
 * In 64 bit both are followed on the same start, mini-batches and draws: no further apart than half a unit of single
 * precision, they are the same mathematics. What single precision makes of the old version, measured as its distance
 * from its own run in 64 bit and from runs whose every operation is disturbed as rounding would, is the yardstick of
 * everything else, tensor by tensor.
 *
 * @param settings a run each; the first decides where the mathematics differ, all must agree where they are to be the
 * same
 */
export async function judgeSameness(versions: Versions, settings: readonly RunSetting[]): Promise<Sameness> {
  const { before, after, engine } = versions;
  const found: { bytes: boolean; times: number; halfUlps: number; known: boolean }[] = [];
  for (const setting of settings) {
    const yardstick = await Yardstick.of(before.programs, setting, engine);
    const doubles = await inDoubles(versions, setting, yardstick.exact);
    if (doubles.mathematics === 'different') return different(yardstick, doubles);
    const single = await onThe(engine, after.programs, setting);
    const bytes = sameSteps(yardstick.single, single);
    // Where the mathematics are known, the new version is held against them; else against the old one in single
    // precision.
    const known = doubles.mathematics === 'equal in 64 bit';
    const apart = distances(known ? yardstick.exact : yardstick.single, single);
    const times = bytes ? 0 : await timesOf(apart, yardstick);
    found.push({ bytes, times, halfUlps: doubles.halfUlps, known });
    if (
      !known &&
      times > BEYOND_ROUNDING &&
      settings.length === found.length &&
      found.every((each) => each.times > BEYOND_ROUNDING)
    )
      return {
        level: 'changed',
        mathematics: 'not known',
        times: Math.min(...found.map((each) => each.times)),
        where: whereOf(yardstick.single, single, apart, await yardstick.growth(MANY)),
      };
  }
  const known = found.every((each) => each.known);
  const common = known
    ? ({
        mathematics: 'equal in 64 bit',
        halfUlps: Math.max(...found.map(({ halfUlps }) => halfUlps)),
      } as const)
    : ({ mathematics: 'not known' } as const);
  if (found.every(({ bytes }) => bytes)) return { level: 'same bytes', ...common };
  // A kink may send one run of single precision elsewhere, and rarely all.
  const times = Math.min(...found.map((each) => each.times));
  const level = times <= BEYOND_ROUNDING ? 'same within rounding' : 'same mathematics, less exact';
  return { level, times, ...common };
}

const FEW = 2;
const MANY = 4;

/** Distance by what rounding makes; more disturbed runs are made where fewer do not settle it. */
async function timesOf(apart: Distances, yardstick: Yardstick): Promise<number> {
  for (const twins of [0, FEW]) {
    const times = largestTimes(apart, await yardstick.growth(twins));
    if (times <= BEYOND_ROUNDING || times > CLEARLY) return times;
  }
  return largestTimes(apart, await yardstick.growth(MANY));
}

async function different(yardstick: Yardstick, { apart, halfUlps, after }: InDoubles): Promise<Sameness> {
  const rough = await yardstick.growth(0);
  const growth = largestTimes(apart, rough) > CLEARLY ? rough : await yardstick.growth(FEW);
  const times = largestTimes(apart, growth);
  const level = times > BEYOND_ROUNDING ? 'changed' : 'changed by less than rounding';
  return {
    level,
    mathematics: 'different',
    halfUlps,
    times,
    where: whereOf(yardstick.exact, after, apart, growth),
  };
}
