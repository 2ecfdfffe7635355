/** Something that trains a number of steps and tells how long it took. */
export interface Contender {
  readonly name: string;
  /** Steps of one stretch: enough to last some milliseconds. */
  readonly steps: number;
  /** Runs one stretch. A number that it returns is the seconds that it took by its own clock, in another process. */
  run(): Promise<unknown>;
}

/** Several of a kind at once, one a core; a step is a step of one of them. */
export const atOnce = (kind: readonly Contender[]): Contender => ({
  name: kind[0]!.name,
  steps: kind.reduce((sum, { steps }) => sum + steps, 0),
  run: () => Promise.all(kind.map((each) => each.run())),
});

/** Median of a list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Median microseconds a step of every contender, the stretches interleaved: what else the machine does falls on all
 * alike.
 *
 * Each contender runs once unmeasured before.
 */
export async function interleaved(
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  for (const contender of contenders) await contender.run();
  for (let round = 0; round < rounds; round++)
    for (const contender of contenders) {
      const start = performance.now();
      const told = await contender.run();
      const elapsedMs = typeof told === 'number' ? told * 1000 : performance.now() - start;
      times.get(contender.name)!.push((elapsedMs * 1000) / contender.steps);
    }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}
