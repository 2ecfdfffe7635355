/** Arms of equal `along`, ascending in `over`; the first is the base. */
export interface Ladder {
  readonly along: number;
  readonly arms: readonly number[];
  /** Logarithms of `over`. */
  readonly x: readonly number[];
}

/** Arms as ladders, one a value of `along`, by their places in the lists. */
export function laddersOf(over: readonly number[], along: readonly number[]): readonly Ladder[] {
  return [...new Set(along)].map((value) => {
    const arms = along.flatMap((each, arm) => (each === value ? [arm] : []));
    arms.sort((a, b) => over[a]! - over[b]!);
    return { along: value, arms, x: arms.map((arm) => Math.log(over[arm]!)) };
  });
}
