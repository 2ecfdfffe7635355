import { z } from 'zod';

const count = z.int().positive();

const sequentialSchema = z.strictObject({
  min: count,
  max: count,
  looks: count,
  /** Stop at a look where a decision at the last one has less than this chance (not binding); default: go on. */
  futility: z.number().min(0).lt(1).exactOptional(),
  /**
   * How the error rate is spent over the looks: `obrien-fleming` (default) little early, `pocock` nearly evenly. When
   * to choose which: docs/statistics.md.
   */
  spending: z.enum(['obrien-fleming', 'pocock']).exactOptional(),
});

/** A number of seeds, or planned looks from `min` to `max` of them: seeds are added while the claim is undecided. */
const seedsSchema = z.union([count, sequentialSchema]);

/** Seeds of every tier, or of each. */
export const replicatesSchema = z.union([
  count,
  z.strictObject({ quick: seedsSchema, full: seedsSchema }),
  sequentialSchema,
]);

export type Seeds = z.output<typeof seedsSchema>;
export type Replicates = z.output<typeof replicatesSchema>;
export type Tier = 'quick' | 'full';

/**
 * The seeds of one tier.
 *
 * @example seedsIn({ quick: 8, full: { min: 8, max: 24, looks: 3 } }, 'quick') // 8
 */
export const seedsIn = (replicates: Replicates, tier: Tier): Seeds =>
  typeof replicates === 'object' && 'quick' in replicates ? replicates[tier] : replicates;

/**
 * The most seeds that a design can ask for.
 *
 * @example mostSeeds({ min: 8, max: 24, looks: 3 }) // 24
 */
export const mostSeeds = (seeds: Seeds): number => (typeof seeds === 'number' ? seeds : seeds.max);

/** `8 seeds`, or `8 to 24 seeds in 3 planned looks`. */
export function seedsInWords(seeds: Seeds): string {
  if (typeof seeds === 'number') return `${seeds} seeds`;
  const { min, max, looks, spending, futility } = seeds;
  return (
    `${min} to ${max} seeds in ${looks} planned looks${spending === 'pocock' ? ' (Pocock)' : ''}` +
    (futility === undefined ? '' : `, stopping where a decision has less than ${futility} chance`)
  );
}
