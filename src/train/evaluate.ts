import type { Examples } from '../datasets/types.ts';
import type { Executable, Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';
import { laneSeeds } from './lanes.ts';
import type { RunResources } from './types.ts';

/** Mean loss over a set and, for class labels, the fraction that is classified as labelled. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy?: number;
}

/**
 * Evaluates a net, or several in lockstep, on all of a set, chunk by chunk, by the loops that `plan` traced: stacked
 * `loss` (mean of a chunk) and, for class labels, `correct` (count of a chunk), `[chunks]` or `[chunks, lanes]`. Chunks
 * are summed in double precision.
 *
 * @param loops a loop by chunk size: one for all chunks of equal size and one for what is left
 * @param net the loop's fixed inputs: parameters and running statistics
 * @returns one a lane
 */
export async function evaluate(
  loops: ReadonlyMap<number, Executable>,
  net: Tensors,
  examples: Examples,
  lanes: number,
): Promise<readonly Evaluation[]> {
  const loss = new Float64Array(lanes);
  let correct: Float64Array | undefined;
  let from = 0;
  for (const [size, loop] of [...loops].sort(([a], [b]) => b - a)) {
    const chunks = Math.floor((examples.count - from) / size);
    const rows = Int32Array.from({ length: chunks * size }, (_, i) => from + i);
    const result = await loop.run({
      ...net,
      ...tables(examples),
      rows: { data: rows, shape: [chunks, size] },
    });
    result['loss']!.data.forEach((mean, index) => (loss[index % lanes]! += mean * size));
    const counts = result['correct']?.data;
    if (counts !== undefined) correct ??= new Float64Array(lanes);
    counts?.forEach((count, index) => (correct![index % lanes]! += count));
    from += chunks * size;
  }
  return Array.from(loss, (sum, lane) => ({
    loss: sum / examples.count,
    ...(correct === undefined ? {} : { accuracy: correct[lane]! / examples.count }),
  }));
}

/** Evaluates the nets of a job's lanes on a set, or on its landscape. */
export async function evaluateOn(
  set: 'train' | 'test',
  job: Job,
  { executable, dataset }: RunResources,
  net: Tensors,
): Promise<readonly Evaluation[]> {
  if (job.evaluate.landscape !== undefined) {
    const landscape = await executable(job.evaluate.landscape);
    return Array.from((await landscape.run(net))['loss']!.data, (loss) => ({ loss }));
  }
  const loops = await Promise.all(
    Object.entries(job.evaluate[set]!).map(
      async ([size, key]) => [Number(size), await executable(key)] as const,
    ),
  );
  return evaluate(new Map(loops), net, dataset[set], laneSeeds(job).length);
}

/** The resident tables of a loop: the feature and label arrays as they are stored. */
export function tables(examples: Examples): Tensors {
  const { features, featureShape, labels, count } = examples;
  const labelShape = labels instanceof Int32Array ? [count] : [count, labels.length / count];
  return {
    features: { data: features, shape: [count, ...featureShape] },
    labels: { data: labels, shape: labelShape },
  };
}
