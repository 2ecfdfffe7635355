import { z } from 'zod';
import type { RunRecord } from '../train/types.ts';

const numbers = z.array(z.number());
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A record of one run, version 1, as the store keeps it under the run's key. */
export const recordSchema = z
  .strictObject({
    schema: z.literal(1),
    key: digest,
    /** `<base seed>/<replicate>`. */
    seed: z.string(),
    outcome: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('finished') }),
      z.strictObject({
        kind: z.literal('diverged'),
        step: z.int().nonnegative(),
        what: z.enum(['train-loss', 'parameters']),
      }),
      z.strictObject({ kind: z.literal('interrupted'), step: z.int().nonnegative() }),
    ]),
    steps: z.int().nonnegative(),
    epochs: z.number().nonnegative(),
    final: z.record(z.string(), z.number()),
    curves: z.record(
      z.string(),
      z.strictObject({ steps: numbers, epochs: numbers, time: numbers, values: numbers }),
    ),
    /** SHA-256 of the end state, which lies beside the record under this digest. */
    weights: digest,
    /** SHA-256 of the states that were kept while it trained, which lie beside the record too. */
    snapshots: z
      .strictObject({ steps: numbers, epochs: numbers, time: numbers, weights: z.array(digest) })
      .exactOptional(),
    provenance: z.record(z.string(), z.union([z.string(), z.number()])),
    durationMs: z.number().nonnegative(),
  })
  .meta({ title: 'Record of one training run' }) satisfies z.ZodType<RunRecord>;
