import { z } from 'zod';
import type { PlannedTarget } from '../target/plan-target.ts';

const digest = z.string();

/** What a target is on each case, without training: what `assay baseline digests` writes. */
export const digestsSchema = z.object({
  schema: z.literal(1),
  target: z.string(),
  /** The variants of a target that has several: each is asked for by itself. */
  variants: z.array(z.string()).optional(),
  /** Whether there are no digests of the mathematics. */
  opaque: z.boolean(),
  /** What the hypotheses ask, where they take the place of the battery. */
  questions: z.record(z.string(), digest),
  cases: z.record(
    z.string(),
    z.object({ setting: digest, programs: z.record(z.string(), digest), seeds: z.array(z.string()) }),
  ),
});

export type Digests = z.output<typeof digestsSchema>;

/** The digests of a planned target. */
export const digestsOf = (target: string, planned: PlannedTarget): Digests => ({
  schema: 1,
  target,
  opaque: planned.opaque,
  questions: planned.kind === 'hypotheses' ? planned.hypotheses.questions : {},
  cases: Object.fromEntries(
    planned.cases.map(({ id, setting, programs, runs }) => [
      id,
      { setting, programs, seeds: Object.keys(runs) },
    ]),
  ),
});

/** What is told of a target with several variants. */
export const variantsDigests = (target: string, variants: readonly string[]): Digests => ({
  schema: 1,
  target,
  variants: [...variants],
  opaque: false,
  questions: {},
  cases: {},
});
