import { z } from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const runSchema = z.strictObject({
  outcome: z.enum(['finished', 'diverged']),
  steps: z.int().nonnegative(),
  /** SHA-256 of the bytes of the end state. */
  endState: digest,
  /** Full training loss and test accuracy at the end; absent where the run diverged or there is no such number. */
  trainLoss: z.number().optional(),
  testAccuracy: z.number().optional(),
  /** A loss on the way, and the step that first reached it. */
  target: z.strictObject({ loss: z.number(), steps: z.int().nonnegative() }).optional(),
  /** Largest eigenvalue of the Hessian at the end, where it is measured. */
  sharpness: z.number().optional(),
  /** The first points of the training-loss curve; of the seeds of the first look alone. */
  trajectory: z.array(z.number()).optional(),
});

/** What an optimizer costs: bytes of the parameters and of its state, and milliseconds a step, evaluations included. */
const costSchema = z.strictObject({
  parameterBytes: z.int().nonnegative(),
  stateBytes: z.int().nonnegative(),
  stepMs: z.number().nonnegative(),
});

const caseSchema = z.strictObject({
  setting: digest,
  programs: z.record(z.string(), digest),
  cost: costSchema.optional(),
  runs: z.record(z.string(), runSchema),
});

const provenanceSchema = z.strictObject({
  assay: z.string(),
  engine: z.string(),
  engineVersion: z.string(),
  node: z.string(),
  platform: z.string(),
});

const suiteSchema = z.strictObject({
  tier: z.enum(['quick', 'full']),
  hypotheses: z.record(
    z.string(),
    z.strictObject({
      verdict: z.enum(['supported', 'refuted', 'inconclusive', 'invalid']),
      /** Digest of what is asked: arms, measures, predictions, controls, seeds. */
      question: digest,
    }),
  ),
});

/** A baseline, version 1: what an optimizer did on the battery when it was recorded. */
export const baselineSchema = z.strictObject({
  schema: z.literal(1),
  target: z.string(),
  /** Why it was recorded, and each time why it was updated; the latest last. */
  reasons: z.array(z.strictObject({ reason: z.string().min(1), date: z.string() })).min(1),
  provenance: provenanceSchema,
  seed: z.string(),
  rounding: z.enum(['tight', 'loose']),
  /** Where hypotheses were trained in place of the standard battery: their verdicts. */
  suite: suiteSchema.optional(),
  /** What the optimizer said that it is blind to. */
  invariances: z.array(z.enum(['loss-scale', 'rotation', 'permutation', 'translation'])).optional(),
  /** What the harness made of two small problems, whatever the optimizer; see `harness-probe.ts`. */
  harness: z.array(z.number()).optional(),
  /** Digest of all that the programs of these cases were made from, and of themselves; see `sources.ts`. */
  origin: digest.optional(),
  cases: z.record(z.string(), caseSchema),
});

export type Baseline = z.output<typeof baselineSchema>;
export type BaselineCase = z.output<typeof caseSchema>;
export type Cost = z.output<typeof costSchema>;
export type RunSummary = z.output<typeof runSchema>;
export type Provenance = z.output<typeof provenanceSchema>;
