import type { Job } from '../plan/types.ts';
import { loadOfStep } from './example-rows.ts';
import { LaneGroup } from './lane-group.ts';
import { openLanes } from './lane.ts';
import { segments } from './segments.ts';
import { residentTables, scheduled } from './step-feeds.ts';
import type { RunResources, TrainedRun } from './types.ts';

/**
 * Trains the runs of a group together from their seeds to their stop rule, every step for all at once, and returns
 * those that are asked for, in the order of the group's seeds. A lone run is a group of one lane. The same job gives
 * the same bytes wherever it runs.
 *
 * Each lane has its own start, mini-batches, noise and outcome. A loss or a parameter that is not finite ends a run as
 * `diverged` and leaves the others alone; a requested stop ends all that is under way as `interrupted`.
 *
 * @param jobs a job without a lockstep group, or jobs of one group; the group's other seeds train beside them, for the
 * group belongs to a run's identity
 * @throws AssayError as the engine does
 */
export async function trainGroup(
  jobs: readonly Job[],
  resources: RunResources,
): Promise<readonly TrainedRun[]> {
  const { schedule, dataset, executable, stopRequested } = resources;
  const job = jobs[0]!;
  const lanes = openLanes(jobs, schedule);
  const group = new LaneGroup(lanes, resources);
  const resident = residentTables(job, dataset);
  const isLookedAt = job.stopBelow !== undefined || job.record !== 'end';
  let carried = await group.start();
  if (job.snapshots?.[0] === 0) await group.keep(carried);

  for (const segment of segmentsOf(job, resources, lanes.length)) {
    if (stopRequested()) group.interrupt(segment.from, carried);
    if (group.underWay.length === 0) break;
    const loop = await executable(job.steps[segment.batchSize]!);
    const { loss, ...next } = await loop.run({
      ...carried,
      ...scheduled(segment, schedule),
      ...group.draw(segment),
      ...resident,
    });
    carried = next;
    group.advance(segment, loss!, carried);
    if (segment.keep) await group.keep(carried);
    if (segment.check && isLookedAt) await group.look(carried);
  }
  return group.close(carried);
}

function segmentsOf(job: Job, { schedule }: RunResources, lanes: number) {
  const batchSizes = schedule['batchSize']!.data as Int32Array;
  const checks = schedule['checks']!.data as Int32Array;
  return segments(batchSizes, checks, job.snapshots, (batchSize) => loadOfStep(job, batchSize) * lanes);
}
