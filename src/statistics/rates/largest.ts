/** How often a peak is looked at more closely, each time four times. */
const ROUNDS = 4;

/**
 * The largest value over a range of rates of a probability that counts of `trials` trials decide. The grid is even in
 * arcsin √rate, where counts have the one standard deviation 1/(2√trials) and a probability bends no faster; its step
 * is half of that. Around each peak of the grid, parabolas through three points go on, which leaves some 1e-9 of the
 * height.
 *
 * Example: `largest((p) => p * (1 - p), [0, 1], 2)` is ¼.
 */
export function largest(
  probability: (rate: number) => number,
  [least, most]: readonly [number, number],
  trials: number,
): number {
  const at = (angle: number): number => probability(least + (most - least) * Math.sin(angle) ** 2);
  const points = 8 + Math.ceil(2 * Math.PI * Math.sqrt(trials));
  const step = Math.PI / 2 / points;
  const values = Float64Array.from({ length: points + 1 }, (_, i) => at(i * step));
  const top = values.reduce((high, value) => Math.max(high, value), 0);
  let highest = top;
  for (let i = 0; i <= points; i++) {
    // Symmetric about both ends, where the sine turns.
    const [before, here, after] = [
      values[Math.abs(i - 1)]!,
      values[i]!,
      values[points - Math.abs(points - i - 1)]!,
    ];
    // A peak of the grid that is half as high as another cannot be the highest between its points.
    if (here < before || here < after || here < top / 2) continue;
    highest = Math.max(highest, peak(at, { before, here, after }, i * step, step));
  }
  return highest;
}

interface Around {
  readonly before: number;
  readonly here: number;
  readonly after: number;
}

/** The highest value beside a point that is higher than its neighbours. */
function peak(f: (x: number) => number, around: Around, x: number, step: number): number {
  let [{ before, here, after }, highest] = [around, around.here];
  for (let round = 0; round < ROUNDS; round++) {
    const bend = before - 2 * here + after;
    if (!(bend < 0)) return highest;
    x += (step / 2) * ((before - after) / bend);
    step /= 4;
    [before, here, after] = [f(x - step), f(x), f(x + step)];
    highest = Math.max(highest, before, here, after);
  }
  return highest;
}
