import { onnxEngine } from '../../src/engines/onnx/engine.ts';
import { SessionCache } from '../../src/engines/session-cache.ts';
import { Artifacts } from '../../src/plan/artifacts.ts';
import type { Condition } from '../../src/plan/arms/conditions.ts';
import { jobOf, jobTemplate, type Recording } from '../../src/plan/job.ts';
import type { Job } from '../../src/plan/types.ts';
import { workbenchOf } from '../../src/plan/workbench.ts';
import { trainGroup } from '../../src/train/train-group.ts';
import type { TrainedRun } from '../../src/train/types.ts';

/** Seeds that train: each alone, and all as one group. */
export const WIDTH = 4;

/**
 * The runs of four seeds: each alone, and all in lockstep.
 *
 * @param stopAfter calls of the training loop after which a stop is requested; none unless given
 */
export async function bothWays(
  condition: Condition,
  recording: Recording = { record: 'curves', moments: [] },
  stopAfter = Infinity,
): Promise<{ alone: readonly TrainedRun[]; together: readonly TrainedRun[] }> {
  const bench = await workbenchOf(condition, { tier: 'quick' });
  const artifacts = new Artifacts(onnxEngine);
  const [solo, group] = [1, WIDTH].map((width) => jobTemplate(bench, recording, artifacts, width));
  const sessions = new SessionCache(artifacts.used);
  const train = (jobs: readonly Job[]) => {
    let calls = 0;
    return trainGroup(jobs, {
      dataset: bench.dataset,
      schedule: solo!.schedule,
      executable: (key) => sessions.get(key),
      stopRequested: () => calls++ >= stopAfter,
    });
  };
  const seeds = Array.from({ length: WIDTH }, (_, index) => `1/${index}`);
  const alone: TrainedRun[] = [];
  for (const seed of seeds) alone.push(...(await train([jobOf(solo!, seed)])));
  return { alone, together: await train(seeds.map((seed) => jobOf(group!, seed))) };
}
