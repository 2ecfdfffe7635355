import type { HostTensor, Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { RunJournal } from './run-journal.ts';
import { segments } from './segments.ts';
import { endState, finish, firstNonFinite, look, scheduled, start, type RunResources } from './train-run.ts';
import type { RunOutcome, TrainedRun } from './types.ts';

/** One replicate of a group: what is its own. */
interface Lane {
  readonly job: Job;
  readonly noise: GaussianNoise;
  readonly journal: RunJournal;
  outcome: RunOutcome;
}

/**
 * Trains the replicates of a group together, every step for all at once, and returns the runs that are asked for. Each has
 * its own start, its own noise and its own outcome: one that diverges does not touch the others.
 *
 * @param jobs jobs of one group; its other seeds are trained beside them, for the group belongs to a run's identity
 */
export async function trainLockstep(
  jobs: readonly Job[],
  resources: RunResources,
): Promise<readonly TrainedRun[]> {
  const { schedule } = resources;
  const shared = jobs[0]!;
  const lanes = shared.lockstep!.seeds.map((seed): Lane => {
    const job = jobs.find((each) => each.seed === seed) ?? { ...shared, seed };
    const outcome: RunOutcome = { kind: 'finished' };
    return { job, noise: new GaussianNoise(job), journal: new RunJournal(job, schedule), outcome };
  });
  let carried = stackAll(await Promise.all(lanes.map(({ job }) => start(job, resources))), 0);
  const batchSizes = schedule['batchSize']!.data as Int32Array;

  const keep = async (): Promise<void> => {
    for (const [index, { job, journal, outcome }] of lanes.entries())
      if (outcome.kind === 'finished') journal.keep(await endState(job, resources, ownOf(carried, index)));
  };
  if (shared.snapshots?.[0] === 0) await keep();

  const checks = schedule['checks']!.data as Int32Array;
  for (const segment of segments(batchSizes, checks, shared.snapshots)) {
    if (resources.stopRequested()) {
      for (const lane of lanes) lane.outcome = { kind: 'interrupted', step: segment.from };
      break;
    }
    const steps = segment.to - segment.from;
    const loop = await resources.executable(shared.steps[segment.batchSize]!);
    const draws = stackAll(
      lanes.map(({ noise }) => noise.draw(steps, segment.batchSize)),
      1,
    );
    const { loss, ...next } = await loop.run({ ...carried, ...scheduled(segment, schedule), ...draws });
    carried = next;
    lanes.forEach((lane, index) => advance(lane, segment.from, steps, laneOf(loss!, 1, index)));
    if (segment.keep) await keep();
    if (!segment.check || shared.record !== 'curves') continue;
    for (const [index, lane] of lanes.entries())
      if (lane.outcome.kind === 'finished')
        await look(lane.job, resources, ownOf(carried, index), lane.journal, false);
  }

  const wanted = new Set(jobs.map(({ seed }) => seed));
  const runs: TrainedRun[] = [];
  for (const [index, { job, journal, outcome }] of lanes.entries()) {
    if (!wanted.has(job.seed)) continue;
    const own = ownOf(carried, index);
    const ended = outcome.kind === 'finished' ? await finish(job, resources, own, journal) : outcome;
    runs.push(journal.close(ended, await endState(job, resources, own)));
  }
  return runs;
}

/** Takes a replicate on by some steps, or to the step at which its loss stopped being finite. */
function advance(lane: Lane, from: number, steps: number, losses: HostTensor): void {
  if (lane.outcome.kind !== 'finished') return;
  const failed = firstNonFinite(losses.data);
  lane.journal.advance(failed < 0 ? from + steps : from + failed);
  if (failed >= 0) lane.outcome = { kind: 'diverged', step: from + failed, what: 'train-loss' };
}

/** Tensors of the same names and shapes side by side, along a new axis at place `axis` (0 or 1). */
function stackAll(all: readonly Tensors[], axis: 0 | 1): Tensors {
  return Object.fromEntries(
    Object.keys(all[0]!).map((name) => [
      name,
      stack(
        all.map((tensors) => tensors[name]!),
        axis,
      ),
    ]),
  );
}

function stack(tensors: readonly HostTensor[], axis: 0 | 1): HostTensor {
  const { data, shape } = tensors[0]!;
  const outer = axis === 0 ? 1 : shape[0]!;
  const inner = data.length / outer;
  const stacked = new (data.constructor as Float32ArrayConstructor)(tensors.length * data.length);
  tensors.forEach((tensor, lane) => {
    for (let row = 0; row < outer; row++)
      stacked.set(
        tensor.data.subarray(row * inner, (row + 1) * inner),
        (row * tensors.length + lane) * inner,
      );
  });
  return { data: stacked, shape: [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)] };
}

/** What `stack` put at a place of the axis. */
function laneOf({ data, shape }: HostTensor, axis: 0 | 1, lane: number): HostTensor {
  const lanes = shape[axis]!;
  const outer = axis === 0 ? 1 : shape[0]!;
  const inner = data.length / (outer * lanes);
  const own = new (data.constructor as Float32ArrayConstructor)(outer * inner);
  for (let row = 0; row < outer; row++) {
    const from = (row * lanes + lane) * inner;
    own.set(data.subarray(from, from + inner), row * inner);
  }
  return { data: own, shape: [...shape.slice(0, axis), ...shape.slice(axis + 1)] };
}

/** All of one replicate. */
const ownOf = (tensors: Tensors, lane: number): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, laneOf(tensor, 0, lane)]));
