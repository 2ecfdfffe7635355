/** What one block of a design (a data set, a workload) says of a parameter. */
export interface BlockEffect {
  readonly estimate: number;
  /** Its standard error from the replicates within the block; absent where the method gives none. */
  readonly standardError?: number;
  /** Degrees of freedom of the standard error; default infinite: as if it were known. */
  readonly df?: number;
}

/** A block whose standard error is known and above zero. */
export type WeighedEffect = BlockEffect & { readonly standardError: number };

/** The blocks where each has a standard error that is finite and above zero, else undefined. */
export function weighed(effects: readonly BlockEffect[]): readonly WeighedEffect[] | undefined {
  const usable = (effect: BlockEffect): effect is WeighedEffect =>
    effect.standardError !== undefined &&
    effect.standardError > 0 &&
    effect.standardError < Infinity &&
    Number.isFinite(effect.estimate);
  return effects.every(usable) ? effects : undefined;
}
