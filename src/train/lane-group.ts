import type { HostTensor, Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';
import { evaluateOn } from './evaluate.ts';
import { drawLane, type Lane } from './lane.ts';
import { laneOf, ownOf, stackLanes } from './lanes.ts';
import { endState, firstNonFinite, isBroken, netOf, start } from './run-state.ts';
import type { Segment } from './segments.ts';
import type { RunOutcome, RunResources, TrainedRun } from './types.ts';

/**
 * The lanes of a group and what becomes of each: one that ends does not touch the others. `carried` is always that of
 * all lanes, side by side.
 */
export class LaneGroup {
  readonly #lanes: readonly Lane[];
  readonly #wanted: readonly Lane[];
  readonly #resources: RunResources;
  /** What all jobs share. */
  readonly #job: Job;

  constructor(lanes: readonly Lane[], resources: RunResources) {
    this.#lanes = lanes;
    this.#wanted = lanes.filter(({ wanted }) => wanted);
    this.#resources = resources;
    this.#job = lanes[0]!.job;
  }

  /** The wanted lanes that have not ended. */
  get underWay(): readonly Lane[] {
    return this.#wanted.filter(({ end }) => end === undefined);
  }

  /** What all lanes carry into the first step. */
  async start(): Promise<Tensors> {
    return stackLanes(await Promise.all(this.#lanes.map(({ job }) => start(job, this.#resources))), 0);
  }

  /** Noise, draws and mini-batches of a segment, of all lanes: those that have ended train on, and nobody looks. */
  draw(segment: Segment): Tensors {
    return stackLanes(
      this.#lanes.map((lane) => drawLane(lane, segment)),
      1,
    );
  }

  /** Takes the lanes on to the end of a segment, or to the step at which their loss stopped being finite. */
  advance({ from, to }: Segment, loss: HostTensor, carried: Tensors): void {
    for (const lane of this.underWay) {
      const failed = firstNonFinite(laneOf(loss, 1, lane.index, this.#lanes.length).data);
      lane.journal.advance(failed < 0 ? to : from + failed);
      if (failed < 0) continue;
      const outcome = { kind: 'diverged', step: from + failed, what: 'train-loss' } as const;
      lane.end = { outcome, carried: this.#own(carried, lane) };
    }
  }

  /** Keeps the nets where the runs stand now. */
  async keep(carried: Tensors): Promise<void> {
    for (const lane of this.underWay) lane.journal.keep(await this.#endState(lane, carried));
  }

  /** Evaluates the lanes; one whose training loss is below its target, or not finite, has ended. */
  async look(carried: Tensors): Promise<void> {
    await this.#evaluate(this.underWay, carried, setsOf(this.#job, this.#job.record === 'curves'));
    const { stopBelow = -Infinity } = this.#job;
    const ending = this.underWay.filter(
      ({ journal: { trainLoss } }) => trainLoss < stopBelow || !Number.isFinite(trainLoss),
    );
    await this.#finish(ending, carried);
  }

  /** Ends what is still under way before a step. */
  interrupt(step: number, carried: Tensors): void {
    for (const lane of this.underWay)
      lane.end = { outcome: { kind: 'interrupted', step }, carried: this.#own(carried, lane) };
  }

  /** Ends what is still under way and returns the runs that are wanted. */
  async close(carried: Tensors): Promise<readonly TrainedRun[]> {
    await this.#finish(this.underWay, carried);
    return Promise.all(
      this.#wanted.map(async ({ job, journal, end }) => {
        const state = await endState(job, this.#resources, end!.carried);
        return journal.close(end!.outcome, state, this.#wanted.length);
      }),
    );
  }

  /** Lanes end: evaluated where they are not yet, or diverged where a number that they carry is not finite. */
  async #finish(ending: readonly Lane[], carried: Tensors): Promise<void> {
    const all = ending.map((lane) => ({ lane, own: this.#own(carried, lane) }));
    const whole = all.filter(({ own }) => !isBroken(own)).map(({ lane }) => lane);
    await this.#evaluate(whole, carried, setsOf(this.#job, true));
    for (const { lane, own } of all)
      lane.end = { outcome: outcomeOf(lane, whole.includes(lane)), carried: own };
  }

  /** Evaluates all lanes at once, and notes what is not known yet of some. */
  async #evaluate(some: readonly Lane[], carried: Tensors, sets: readonly ExampleSet[]): Promise<void> {
    const unknown = sets.filter((set) => some.some(({ journal }) => !journal.knows(set)));
    if (unknown.length === 0) return;
    const nets = await this.#nets(carried);
    for (const set of unknown) {
      const evaluations = await evaluateOn(set, this.#job, this.#resources, nets);
      for (const { index, journal } of some) if (!journal.knows(set)) journal.note(set, evaluations[index]!);
    }
  }

  /** What is evaluated of all lanes: their last parameters, or what the optimizer makes of each. */
  async #nets(carried: Tensors): Promise<Tensors> {
    if (this.#job.evaluated === undefined) return netOf(carried);
    const nets: Tensors[] = [];
    for (const lane of this.#lanes) nets.push(await this.#endState(lane, carried));
    return stackLanes(nets, 0);
  }

  #endState(lane: Lane, carried: Tensors): Promise<Tensors> {
    return endState(lane.job, this.#resources, this.#own(carried, lane));
  }

  #own(carried: Tensors, { index }: Lane): Tensors {
    return ownOf(carried, index, this.#lanes.length);
  }
}

type ExampleSet = 'train' | 'test';

/** The sets that a run is evaluated on. */
const setsOf = ({ evaluate }: Job, withTest: boolean): readonly ExampleSet[] =>
  withTest && evaluate.test !== undefined ? ['train', 'test'] : ['train'];

function outcomeOf({ journal }: Lane, whole: boolean): RunOutcome {
  if (whole && Number.isFinite(journal.trainLoss)) return { kind: 'finished' };
  return { kind: 'diverged', step: journal.steps, what: whole ? 'train-loss' : 'parameters' };
}
