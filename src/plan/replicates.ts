import { seedsIn } from '../declare/replicates.ts';
import type { Replicates, Tier } from '../declare/types.ts';
import type { AnalysisPlan } from './types.ts';

/**
 * Number of seeds at each planned look; one look unless the design is sequential. A tier changes the number of seeds of
 * a design that has both, and nothing else: never a margin.
 *
 * @example looksOf({ min: 8, max: 24, looks: 3 }, 'quick') // [8, 16, 24]
 */
export function looksOf(replicates: Replicates, tier: Tier): readonly number[] {
  const seeds = seedsIn(replicates, tier);
  if (typeof seeds === 'number') return [seeds];
  const { min, max, looks } = seeds;
  if (looks === 1) return [max];
  const sizes = Array.from({ length: looks }, (_, look) =>
    Math.round(min + ((max - min) * look) / (looks - 1)),
  );
  return [...new Set(sizes)];
}

/**
 * What a sequential design says beyond its looks, where it says it: the chance of a decision below which an early look
 * stops, and how the error rate is spent.
 */
export function stoppingOf(replicates: Replicates, tier: Tier): Pick<AnalysisPlan, 'futility' | 'spending'> {
  const seeds = seedsIn(replicates, tier);
  if (typeof seeds === 'number') return {};
  const { futility, spending } = seeds;
  return {
    ...(futility === undefined ? {} : { futility }),
    ...(spending === undefined ? {} : { spending }),
  };
}

/**
 * The seeds of replicates `first` … `first` + count − 1: `<base>/<index>`, whatever the order in which they are
 * trained.
 */
export const seedsOf = (base: string, count: number, first = 0): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${base}/${first + index}`);

/**
 * The block of `size` seeds that a seed belongs to: replicates 0 … size − 1, size … 2·size − 1 and so on. Blocks do not
 * depend on how many replicates a design has, so that more of them leave the others as they were.
 *
 * @example blockOf('1/5', 4) // ['1/4', '1/5', '1/6', '1/7']
 */
export function blockOf(seed: string, size: number): readonly string[] {
  const slash = seed.lastIndexOf('/');
  const first = Math.floor(Number(seed.slice(slash + 1)) / size) * size;
  return Array.from({ length: size }, (_, index) => `${seed.slice(0, slash)}/${first + index}`);
}
