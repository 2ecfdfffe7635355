import type { Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';
import { evaluateOn } from './evaluate.ts';
import { ExampleRows, loadOfStep } from './example-rows.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { laneOf, ownOf, stackLanes } from './lanes.ts';
import { RunJournal } from './run-journal.ts';
import { segments, type Segment } from './segments.ts';
import { stepDraws } from './step-draws.ts';
import {
  endState,
  firstNonFinite,
  isBroken,
  netOf,
  residentTables,
  scheduled,
  setsOf,
  start,
  type RunResources,
} from './train-run.ts';
import type { RunOutcome, TrainedRun } from './types.ts';

/** One replicate of a group: what is its own. */
interface Lane {
  readonly job: Job;
  /** Whether its run is asked for. A lane that is not is trained beside the others and never looked at. */
  readonly wanted: boolean;
  readonly rows: ExampleRows;
  readonly noise: GaussianNoise;
  readonly journal: RunJournal;
  /** How the run ended, and with what; absent while it is under way. */
  ended?: { readonly outcome: RunOutcome; readonly carried: Tensors };
}

/**
 * Trains the replicates of a group together, every step for all at once, and returns the runs that are asked for. Each has
 * its own start, its own mini-batches, its own noise and its own outcome: one that diverges does not touch the others.
 *
 * @param jobs jobs of one group; its other seeds are trained beside them, for the group belongs to a run's identity
 * @throws AssayError as the engine does
 */
export async function trainLockstep(
  jobs: readonly Job[],
  resources: RunResources,
): Promise<readonly TrainedRun[]> {
  const { schedule, dataset } = resources;
  const shared = jobs[0]!;
  const lanes = shared.lockstep!.seeds.map((seed): Lane => {
    const asked = jobs.find((each) => each.seed === seed);
    const job = asked ?? { ...shared, seed };
    return {
      job,
      wanted: asked !== undefined,
      rows: new ExampleRows(job),
      noise: new GaussianNoise(job),
      journal: new RunJournal(job, schedule),
    };
  });
  const group = new Group(lanes, resources);
  const resident = residentTables(shared, dataset);
  let carried = stackLanes(await Promise.all(lanes.map(({ job }) => start(job, resources))), 0);
  if (shared.snapshots?.[0] === 0) await group.keep(carried);

  const batchSizes = schedule['batchSize']!.data as Int32Array;
  const checks = schedule['checks']!.data as Int32Array;
  const rowsOf = (batchSize: number) => loadOfStep(shared, batchSize) * lanes.length;
  for (const segment of segments(batchSizes, checks, shared.snapshots, rowsOf)) {
    if (resources.stopRequested()) group.interrupt(segment.from, carried);
    if (group.underWay.length === 0) break;
    const loop = await resources.executable(shared.steps[segment.batchSize]!);
    const { loss, ...next } = await loop.run({
      ...carried,
      ...scheduled(segment, schedule),
      ...group.draw(segment),
      ...resident,
    });
    carried = next;
    group.advance(
      segment,
      lanes.map((_, index) => laneOf(loss!, 1, index).data),
      carried,
    );
    if (segment.keep) await group.keep(carried);
    if (segment.check && shared.record === 'curves') await group.look(carried);
  }
  return group.close(carried);
}

/** The lanes of a group and what becomes of each. `carried` is always of all lanes. */
class Group {
  readonly #lanes: readonly Lane[];
  readonly #resources: RunResources;

  constructor(lanes: readonly Lane[], resources: RunResources) {
    this.#lanes = lanes;
    this.#resources = resources;
  }

  /** The wanted lanes that have not ended, with their places. */
  get underWay(): readonly (readonly [number, Lane])[] {
    return this.#wanted.filter(([, { ended }]) => ended === undefined);
  }

  get #wanted(): readonly (readonly [number, Lane])[] {
    return [...this.#lanes.entries()].filter(([, { wanted }]) => wanted);
  }

  /** Noise, draws and mini-batches of a segment, of all lanes: those that have ended are trained on, and not looked at. */
  draw(segment: Segment): Tensors {
    const steps = segment.to - segment.from;
    return stackLanes(
      this.#lanes.map(({ job, noise, rows }) => ({
        ...noise.draw(steps, segment.batchSize),
        ...stepDraws(job, segment),
        ...rows.draw(segment),
      })),
      1,
    );
  }

  /** Takes the lanes on to the end of a segment, or to the step at which their loss stopped being finite. */
  advance({ from, to }: Segment, losses: readonly ArrayLike<number>[], carried: Tensors): void {
    for (const [index, lane] of this.underWay) {
      const failed = firstNonFinite(losses[index]!);
      lane.journal.advance(failed < 0 ? to : from + failed);
      if (failed < 0) continue;
      const outcome = { kind: 'diverged', step: from + failed, what: 'train-loss' } as const;
      lane.ended = { outcome, carried: ownOf(carried, index) };
    }
  }

  async keep(carried: Tensors): Promise<void> {
    for (const [index, { job, journal }] of this.underWay)
      journal.keep(await endState(job, this.#resources, ownOf(carried, index)));
  }

  /** Evaluates the lanes; one whose training loss is not finite has ended. */
  async look(carried: Tensors): Promise<void> {
    await this.#evaluate(this.underWay, carried);
    const failed = this.underWay.filter(([, { journal }]) => !Number.isFinite(journal.trainLoss));
    await this.#finish(failed, carried);
  }

  interrupt(step: number, carried: Tensors): void {
    for (const [index, lane] of this.underWay)
      lane.ended = { outcome: { kind: 'interrupted', step }, carried: ownOf(carried, index) };
  }

  /** Ends what is still under way and returns the runs that are wanted. */
  async close(carried: Tensors): Promise<readonly TrainedRun[]> {
    await this.#finish(this.underWay, carried);
    const wanted = this.#wanted;
    return Promise.all(
      wanted.map(async ([, { job, journal, ended }]) => {
        const { outcome, carried: own } = ended!;
        return journal.close(outcome, await endState(job, this.#resources, own), wanted.length);
      }),
    );
  }

  /** Lanes end: evaluated where they are not yet, or diverged where a number that they carry is not finite. */
  async #finish(ending: readonly (readonly [number, Lane])[], carried: Tensors): Promise<void> {
    const all = ending.map(([index, lane]) => ({ index, lane, own: ownOf(carried, index) }));
    const whole = all.filter(({ own }) => !isBroken(own));
    await this.#evaluate(
      whole.map(({ index, lane }) => [index, lane]),
      carried,
    );
    for (const each of all)
      each.lane.ended = { outcome: outcomeOf(each.lane, whole.includes(each)), carried: each.own };
  }

  /** Evaluates all lanes at once, and notes what is not known yet of some. */
  async #evaluate(some: readonly (readonly [number, Lane])[], carried: Tensors): Promise<void> {
    const { job } = this.#lanes[0]!;
    const wanted = setsOf(job, true).filter((set) => some.some(([, { journal }]) => !journal.knows(set)));
    if (wanted.length === 0) return;
    const net = await this.#nets(carried);
    for (const set of wanted) {
      const evaluations = await evaluateOn(set, job, this.#resources, net);
      for (const [index, { journal }] of some)
        if (!journal.knows(set)) journal.note(set, evaluations[index]!);
    }
  }

  /** What is evaluated of all lanes: their last parameters, or what the optimizer makes of each. */
  async #nets(carried: Tensors): Promise<Tensors> {
    if (this.#lanes[0]!.job.evaluated === undefined) return netOf(carried);
    const nets: Tensors[] = [];
    for (const [index, { job }] of this.#lanes.entries())
      nets.push(await endState(job, this.#resources, ownOf(carried, index)));
    return stackLanes(nets, 0);
  }
}

function outcomeOf({ journal }: Lane, whole: boolean): RunOutcome {
  if (whole && Number.isFinite(journal.trainLoss)) return { kind: 'finished' };
  return { kind: 'diverged', step: journal.steps, what: whole ? 'train-loss' : 'parameters' };
}
