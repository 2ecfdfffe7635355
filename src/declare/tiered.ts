import { z } from 'zod';

/** The sizes at which a suite is run: small ones for every day, larger ones now and then. */
export type Tier = 'quick' | 'full';

/** One value in every tier, or one for each. */
export type Tiered<T> = T | { readonly quick: T; readonly full: T };

/** What the schema allows, or two of them: `{ quick, full }`. */
export const tiered = <S extends z.ZodType>(schema: S) =>
  z.union([schema, z.strictObject({ quick: schema, full: schema })]);

/**
 * The value in a tier.
 *
 * @example atTier({ quick: 8000, full: 60000 }, 'full') // 60000
 */
export const atTier = (value: Tiered<number>, tier: Tier): number =>
  typeof value === 'number' ? value : value[tier];

/** The values in all tiers from this one on: a file of the full tier has no quick one. */
export const fromTier = (value: Tiered<number>, tier: Tier): readonly number[] =>
  typeof value === 'number' ? [value] : tier === 'full' ? [value.full] : [value.quick, value.full];
