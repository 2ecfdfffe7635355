import { z } from 'zod';
import type { Json } from '../registration/types.ts';

/** Plain JSON, which nothing here writes to. */
const json = z.json() as unknown as z.ZodType<Json>;

const revisionSchema = z.strictObject({
  /**
   * `since judged` and `since locked`: the terms are others now than they were at that time; `amended`: the lock was.
   */
  kind: z.enum(['since judged', 'since locked', 'amended']),
  at: z.string(),
  changes: z
    .array(z.strictObject({ path: z.string(), before: json.exactOptional(), after: json.exactOptional() }))
    .readonly(),
  reason: z.string().exactOptional(),
  /** When the runs had first been judged, of an amendment after that. */
  judged: z.string().exactOptional(),
  /** Base seed under which the runs were judged. */
  baseSeed: z.string().exactOptional(),
  /** What was found with the earlier terms. */
  verdict: z.string().exactOptional(),
  /** How many different terms the runs were judged with, these among them, where there are more than two. */
  versions: z.int().nonnegative().exactOptional(),
});

/** How design and analysis stand to what was promised before the runs were judged. */
export const registrationSchema = z.strictObject({
  lock: z.enum(['none', 'kept', 'changed', 'missing']),
  lockedAt: z.string().exactOptional(),
  judgedBeforeLock: z.string().exactOptional(),
  revisions: z.array(revisionSchema).readonly(),
  /** When it was first judged under other base seeds, and what was found. */
  otherSeeds: z
    .array(z.strictObject({ baseSeed: z.string(), at: z.string(), verdict: z.string() }))
    .readonly(),
});
