import { z } from 'zod';

/** A group of arms: their names, or a pattern of them in which `*` stands for any letters, such as `adam-*`. */
export const armGroup = z.union([z.array(z.string().min(1)).min(1), z.string().min(1)]);

export type ArmGroup = string | readonly string[];

/**
 * The arms of a group, in the order of the design; a name that is no arm stays, so that a check can tell it.
 *
 * @example armsOfGroup('lion-*', ['lion-1', 'adam-1', 'lion-2']) // ['lion-1', 'lion-2']
 */
export function armsOfGroup(group: ArmGroup, all: readonly string[]): readonly string[] {
  if (typeof group !== 'string') return group;
  const escaped = group.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return all.filter((arm) => new RegExp(`^${escaped}$`).test(arm));
}
