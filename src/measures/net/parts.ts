/** A stretch of the examples `from … from + steps · batch`, walked in `steps` batches of equal size. */
export interface Part {
  /** Suffix of the program that walks it: programs depend on the batch size. */
  readonly suffix: '' | '/rest';
  readonly batch: number;
  readonly steps: number;
  readonly from: number;
}

/**
 * Cuts the first `count` examples into equal batches of at most `limit`, and one smaller batch for what is left.
 *
 * @throws RangeError for counts or limits below one
 * @example partsOf(8000, 256) // [{ suffix: '', batch: 250, steps: 32, from: 0 }]
 * @example partsOf(7, 3) // [{ batch: 2, steps: 3, from: 0, … }, { batch: 1, steps: 1, from: 6, … }]
 */
export function partsOf(count: number, limit: number): readonly Part[] {
  if (count < 1 || limit < 1)
    throw new RangeError(
      `Cannot cut examples into batches: expected counts of at least 1, got ${count} and ${limit}`,
    );
  const steps = Math.ceil(count / limit);
  const batch = Math.floor(count / steps);
  const rest = count - steps * batch;
  const first: Part = { suffix: '', batch, steps, from: 0 };
  return rest === 0 ? [first] : [first, { suffix: '/rest', batch: rest, steps: 1, from: steps * batch }];
}

/** Example by example: the way through the data for nets whose structure allows no other. */
export const oneByOne = (count: number): readonly Part[] => [{ suffix: '', batch: 1, steps: count, from: 0 }];

/** Number of examples that a measure looks at: the declared first `examples`, or all. */
export const countOf = (spec: { readonly examples?: number | undefined }, available: number): number =>
  Math.min(spec.examples ?? available, available);
