import type { Tensors } from '../engines/types.ts';
import type { Job, ScheduleTensors } from '../plan/types.ts';
import { ExampleRows } from './example-rows.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { laneSeeds } from './lanes.ts';
import { RunJournal } from './run-journal.ts';
import type { Segment } from './segments.ts';
import { stepDraws } from './step-draws.ts';
import type { RunOutcome } from './types.ts';

/** How a run ended, and with what. */
export interface LaneEnd {
  readonly outcome: RunOutcome;
  readonly carried: Tensors;
}

/** One run of a group: what is its own. A live resource: its rows, its noise and its journal advance. */
export interface Lane {
  /** Its place among the lanes of the group. */
  readonly index: number;
  readonly job: Job;
  /** Whether its run is asked for. A lane that is not trains beside the others, and nobody looks at it. */
  readonly wanted: boolean;
  readonly rows: ExampleRows;
  readonly noise: GaussianNoise;
  readonly journal: RunJournal;
  /** Absent while the run is under way. */
  end?: LaneEnd;
}

/**
 * Opens the lanes of a group, one a seed.
 *
 * @param jobs what is asked for: a lone job, or jobs of one lockstep group
 */
export function openLanes(jobs: readonly Job[], schedule: ScheduleTensors): readonly Lane[] {
  const first = jobs[0]!;
  return laneSeeds(first).map((seed, index) => {
    const asked = jobs.find((each) => each.seed === seed);
    const job = asked ?? { ...first, seed };
    return {
      index,
      job,
      wanted: asked !== undefined,
      rows: new ExampleRows(job),
      noise: new GaussianNoise(job),
      journal: new RunJournal(job, schedule),
    };
  });
}

/** Noise, draws and mini-batches of a lane in the steps of a segment, `[steps, …]`. */
export const drawLane = ({ job, noise, rows }: Lane, segment: Segment): Tensors => ({
  ...noise.draw(segment.to - segment.from, segment.batchSize),
  ...stepDraws(job, segment),
  ...rows.draw(segment),
});
