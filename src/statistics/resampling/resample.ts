import type { Random } from '../../random/index.ts';
import type { Sample } from '../descriptives.ts';
import { requireCount } from '../require.ts';

/** A number from samples: a mean, a difference of means of two arms, a grand mean over strata … */
export type Statistic = (samples: readonly Float64Array[]) => number;

/** How samples are drawn again. */
export interface Resampling {
  /** Draw the same rows of every sample (pairs stay pairs) instead of drawing within each sample; default false. */
  readonly paired?: boolean;
}

/**
 * The statistic of `count` resamples with replacement: within each sample (so tasks, seeds or arms are strata), or the
 * same rows of all. The array passed to the statistic is used again for the next draw. A draw is biased by at most
 * n·2⁻³².
 *
 * Example: `resample([x], ([a]) => mean(a!), 1_000, random)`.
 * @throws RangeError for paired samples of unequal lengths
 * @see Efron 1979
 */
export function resample(
  samples: readonly Sample[],
  statistic: Statistic,
  count: number,
  random: Random,
  { paired = false }: Resampling = {},
): Float64Array {
  requireCount('resample', 'resamples', count, 1);
  if (paired && samples.some((sample) => sample.length !== samples[0]!.length))
    throw new RangeError(
      `Cannot resample pairs: expected equal lengths, got ${samples.map((s) => s.length).join(', ')}`,
    );
  const source = samples.map((sample) => Float64Array.from(sample));
  const drawn = source.map((sample) => new Float64Array(sample.length));
  const draw = paired ? drawRows : drawWithin;
  return Float64Array.from({ length: count }, () => {
    draw(source, drawn, random);
    return statistic(drawn);
  });
}

function drawWithin(source: readonly Float64Array[], target: readonly Float64Array[], random: Random): void {
  for (let s = 0; s < source.length; s++) {
    const [from, to] = [source[s]!, target[s]!];
    const n = from.length;
    for (let i = 0; i < n; i++) to[i] = from[Math.floor((random.uint32() * n) / 4294967296)]!;
  }
}

function drawRows(source: readonly Float64Array[], target: readonly Float64Array[], random: Random): void {
  const n = source[0]?.length ?? 0;
  for (let i = 0; i < n; i++) {
    const row = Math.floor((random.uint32() * n) / 4294967296);
    for (let s = 0; s < source.length; s++) target[s]![i] = source[s]![row]!;
  }
}

/**
 * The statistic with each value (or row of pairs) left out in turn, sample by sample. The arrays passed to the
 * statistic are used again for the next value.
 */
export function jackknife(
  samples: readonly Sample[],
  statistic: Statistic,
  { paired = false }: Resampling = {},
): Float64Array[] {
  const full = samples.map((sample) => Float64Array.from(sample));
  const sets = paired ? [full.map((_, s) => s)] : full.map((_, s) => [s]);
  return sets.map((set) => {
    // Without value i: as without value i − 1, but with that one in place i − 1.
    const left = full.map((sample, s) => (set.includes(s) ? sample.slice(1) : sample));
    return full[set[0]!]!.map((_, i) => {
      if (i > 0) for (const s of set) left[s]![i - 1] = full[s]![i - 1]!;
      return statistic(left);
    });
  });
}
