import type { Examples } from '../datasets/types.ts';
import type { Executable, Tensors } from '../engines/types.ts';

/** Mean loss over a set and, for class labels, the fraction that is classified as labelled. */
export interface Evaluation {
  readonly loss: number;
  readonly accuracy?: number;
}

/**
 * Evaluates a net on all of a set, chunk by chunk, by the loops that `plan` traced: stacked `loss` (mean of a chunk) and,
 * for class labels, `correct` (count of a chunk). Chunks are summed in double precision.
 *
 * @param loops a loop by chunk size: one for all chunks of equal size and one for what is left
 * @param net the loop's fixed inputs: parameters and running statistics
 */
export async function evaluate(
  loops: ReadonlyMap<number, Executable>,
  net: Tensors,
  examples: Examples,
): Promise<Evaluation> {
  let loss = 0;
  let correct: number | undefined;
  let from = 0;
  for (const [size, loop] of [...loops].sort(([a], [b]) => b - a)) {
    const chunks = Math.floor((examples.count - from) / size);
    const rows = Int32Array.from({ length: chunks * size }, (_, i) => from + i);
    const result = await loop.run({
      ...net,
      ...tables(examples),
      rows: { data: rows, shape: [chunks, size] },
    });
    for (const mean of result['loss']!.data) loss += mean * size;
    for (const count of result['correct']?.data ?? []) correct = (correct ?? 0) + count;
    from += chunks * size;
  }
  return {
    loss: loss / examples.count,
    ...(correct === undefined ? {} : { accuracy: correct / examples.count }),
  };
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
