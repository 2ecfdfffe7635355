import { z } from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const runSchema = z.strictObject({
  outcome: z.enum(['finished', 'diverged']),
  steps: z.int().nonnegative(),
  /** SHA-256 of all that the run left: its end state, final numbers and every point of every curve. */
  bytes: digest,
  /** Full training loss and test accuracy at the end; absent where the run diverged or there is no such number. */
  trainLoss: z.number().optional(),
  testAccuracy: z.number().optional(),
  /** A loss on the way, and the step that first reached it. */
  target: z.strictObject({ loss: z.number(), steps: z.int().nonnegative() }).optional(),
  /** Largest eigenvalue of the Hessian at the end, where it is measured. */
  sharpness: z.number().optional(),
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

/** Hypotheses: what they asked, and their verdicts. */
export const suiteSchema = z.strictObject({
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

/**
 * How one run of a trainer went, and how far it goes with a learning rate of another last digit: see
 * `trainer/yardstick.ts`.
 */
const yardstickSchema = z.strictObject({
  /** Every curve: its points, and how far rounding took each of them. */
  curves: z.record(
    z.string(),
    z.strictObject({ steps: z.array(z.int()), values: z.array(z.number()), rounding: z.array(z.number()) }),
  ),
  /** Every tensor at the end: its numbers in some random directions, its norm, and how far rounding took it. */
  end: z.record(
    z.string(),
    z.strictObject({
      size: z.int(),
      norm: z.number(),
      rounding: z.number(),
      projections: z.array(z.number()),
    }),
  ),
});

const common = {
  schema: z.literal(2),
  target: z.string(),
  /** What the optimizer calls itself; of a trainer also who trains. */
  optimizer: z.string(),
  /** Why it was recorded, and each time why it was updated; the latest last. */
  reasons: z.array(z.strictObject({ reason: z.string().min(1), date: z.string() })).min(1),
  provenance: provenanceSchema,
  seed: z.string(),
  cases: z.record(z.string(), caseSchema),
};

/** An optimizer that is traced: its programs on every case of the battery. */
const tracedSchema = z.strictObject({
  kind: z.literal('traced'),
  ...common,
  /** What the optimizer said that it is blind to. */
  invariances: z.array(z.enum(['loss-scale', 'rotation', 'permutation', 'translation'])),
  /**
   * Whether it moves parameters although the learning rate is 0, or every gradient; absent where it is made for its own
   * parameters alone.
   */
  moves: z.strictObject({ rateZero: z.boolean(), gradientZero: z.boolean() }).optional(),
  /**
   * Whether it restores its state by `setWeights` from `getWeights`; absent where it is no `tf.train.Optimizer`, or
   * offers none.
   */
  restores: z.boolean().optional(),
  /** What the harness made of two small problems, whatever the optimizer; see `harness-probe.ts`. */
  harness: z.array(z.number()),
  /** Digest of all that the programs of these cases were made from, and of themselves; see `sources.ts`. */
  origin: digest.optional(),
  /** The programs of all cases, with constants of 64 bits; see `sameness/packed-programs.ts`. */
  programs: z.string(),
});

/** A trainer of the user's, which cannot be seen into. */
const trainerSchema = z.strictObject({
  kind: z.literal('trainer'),
  ...common,
  /** Digests of the files that the target declares. */
  files: z.record(z.string(), digest),
  /** Case → seed → how it went. */
  yardsticks: z.record(z.string(), z.record(z.string(), yardstickSchema)),
});

/** Hypotheses in place of the battery, with whatever target for their optimizer: their arms are the cases. */
const hypothesesSchema = z.strictObject({ kind: z.literal('hypotheses'), ...common, suite: suiteSchema });

/** A baseline, version 2: what a target did on the battery, or on hypotheses, when it was recorded. */
export const baselineSchema = z.discriminatedUnion('kind', [tracedSchema, trainerSchema, hypothesesSchema]);

/** Several settings of one file, each with a baseline of its own. */
export const variantsSchema = z.strictObject({
  schema: z.literal(2),
  kind: z.literal('variants'),
  target: z.string(),
  reasons: common.reasons,
  seed: z.string(),
  variants: z.record(z.string(), baselineSchema),
});

export type VariantsBaseline = z.output<typeof variantsSchema>;
export type TracedBaseline = z.output<typeof tracedSchema>;
export type TrainerBaseline = z.output<typeof trainerSchema>;
export type HypothesesBaseline = z.output<typeof hypothesesSchema>;
export type Yardstick = z.output<typeof yardstickSchema>;
export type Baseline = z.output<typeof baselineSchema>;
/** What a baseline's file may hold. */
export type BaselineFile = Baseline | VariantsBaseline;
export type BaselineCase = z.output<typeof caseSchema>;
export type Cost = z.output<typeof costSchema>;
export type RunSummary = z.output<typeof runSchema>;
export type Provenance = z.output<typeof provenanceSchema>;
