import { z } from 'zod';
import { registrationSchema } from './registration-schema.ts';

const count = z.int().nonnegative();
const verdict = z.enum(['supported', 'refuted', 'inconclusive', 'invalid']);

/** An end of an interval or region; JSON has no infinity, so it is spelt out. */
export const boundSchema = z.union([z.number(), z.enum(['Infinity', '-Infinity'])]);

const intervalSchema = z.strictObject({ lower: boundSchema, upper: boundSchema, level: z.number() });

const effectSizeSchema = z.strictObject({
  name: z.string(),
  estimate: boundSchema,
  interval: intervalSchema.optional(),
});

/** What one way to combine blocks says. */
const opinionSchema = z.strictObject({
  method: z.string(),
  verdict,
  estimate: boundSchema.optional(),
  interval: intervalSchema.optional(),
  p: z.number().min(0).max(1).optional(),
});

/** How the findings of several blocks became one. */
const combinationSchema = z.strictObject({
  holds: z.enum(['in-each', 'on-average']),
  blocks: count,
  decidedBy: z.string().optional(),
  mean: opinionSchema.optional(),
  heterogeneity: z
    .strictObject({
      tau: boundSchema,
      iSquared: z.number().min(0).max(1),
      q: boundSchema,
      p: z.number().min(0).max(1),
      next: intervalSchema.optional(),
    })
    .optional(),
  opinions: z.array(opinionSchema),
});

const findingSchema = z.strictObject({
  role: z.enum(['prediction', 'control']),
  prediction: z.looseObject({ kind: z.string(), measure: z.string() }),
  statement: z.string(),
  verdict,
  method: z.string(),
  parameter: z.string(),
  unit: z.string(),
  estimate: boundSchema.optional(),
  interval: intervalSchema.optional(),
  region: z.strictObject({ lower: boundSchema, upper: boundSchema, outside: z.boolean().optional() }),
  p: z.number().min(0).max(1).optional(),
  n: count,
  effectSizes: z.array(effectSizeSchema),
  reason: z.string().optional(),
  replicatesNeeded: count.optional(),
  replicatesFor: z.enum(['supported', 'refuted']).optional(),
  undecidable: z.string().optional(),
  notes: z.array(z.string()).optional(),
  /** What the data show that bears on the verdict, each by its name. */
  diagnostics: z.array(z.strictObject({ name: z.string(), says: z.string() })).optional(),
  combination: combinationSchema.optional(),
});

const runCountsSchema = z.strictObject({
  total: count,
  cached: count,
  trained: count,
  diverged: count,
  missing: count,
});

const valueSchema = z.union([
  z.strictObject({
    value: boundSchema,
    /** Of a time to an event that had not come when the run ended, at `value`. */
    censored: z.literal(true).optional(),
    standardError: boundSchema.optional(),
    curve: z.strictObject({ at: z.array(boundSchema), values: z.array(boundSchema) }).optional(),
    detail: z.record(z.string(), boundSchema).optional(),
  }),
  z.strictObject({ missing: z.string(), diverged: z.literal(true).exactOptional() }),
]);

/** Arm → declared and derived covariates. */
const armsSchema = z.record(z.string(), z.record(z.string(), z.number()));

/** Arm → measure → seed → value or the reason why there is none. */
const valuesSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), valueSchema)));

/** One block of a hypothesis, judged alone. */
const blockSchema = z.strictObject({
  name: z.string(),
  verdict,
  reason: z.string().optional(),
  arms: armsSchema,
  seeds: z.array(z.string()),
  findings: z.array(findingSchema),
  values: valuesSchema,
});

const hypothesisResultSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  claim: z.string(),
  source: z
    .strictObject({
      paper: z.string(),
      arxiv: z.string().optional(),
      section: z.string().optional(),
      figure: z.string().optional(),
      boundary: z.strictObject({ paper: z.string(), ours: z.string(), mayDiffer: z.string() }),
    })
    .optional(),
  tags: z.array(z.string()),
  verdict,
  expected: z.enum(['supported', 'refuted', 'inconclusive']),
  asExpected: z.boolean(),
  reason: z.string().optional(),
  alpha: z.number(),
  /** Over blocks: the covariates that are the same in all of them. */
  arms: armsSchema,
  seeds: z.array(z.string()),
  runs: runCountsSchema,
  /** Training time of all its runs, whether trained now or taken from the store. */
  trainingMs: z.number().nonnegative(),
  findings: z.array(findingSchema),
  /** Of a hypothesis over blocks the values stand with the blocks, and this is empty. */
  values: valuesSchema,
  blocks: z.array(blockSchema).optional(),
  registration: registrationSchema.exactOptional(),
  /** One command that trains exactly one run again and compares it bit for bit. */
  replay: z.string(),
});

const problemSchema = z.strictObject({ file: z.string().optional(), path: z.string(), message: z.string() });

/** The results of a suite, version 1: all that a reader or a reporter needs, as JSON. */
export const resultsSchema = z
  .strictObject({
    schema: z.literal(1),
    tool: z.strictObject({ name: z.literal('optimizer-assay'), version: z.string() }),
    settings: z.strictObject({
      baseSeed: z.string(),
      tier: z.enum(['quick', 'full']),
      engine: z.string(),
      engineVersion: z.string(),
      workers: z.int().positive(),
      node: z.string(),
      platform: z.string(),
    }),
    startedAt: z.string(),
    durationMs: z.number().nonnegative(),
    interrupted: z.boolean(),
    runs: runCountsSchema,
    /**
     * Time of one thread of the runs that were trained now: as planned, as measured, and the median of measured /
     * planned.
     */
    estimate: z
      .strictObject({
        estimatedMs: z.number().nonnegative(),
        measuredMs: z.number().nonnegative(),
        medianRatio: z.number().positive().optional(),
      })
      .optional(),
    summary: z.strictObject({
      total: count,
      asExpected: count,
      supported: count,
      refuted: count,
      inconclusive: count,
      invalid: count,
      /** Those tagged `known-answer`, which prove the tool; absent where there are none. */
      knownAnswers: z.strictObject({ total: count, asExpected: count }).exactOptional(),
      /** Supported claims when all hypotheses of the suite are one family. */
      family: z
        .strictObject({
          alpha: z.number(),
          claims: count,
          supported: count,
          familywise: count,
          falseDiscovery: count,
          notFamilywise: z.array(z.string()),
        })
        .optional(),
    }),
    hypotheses: z.array(hypothesisResultSchema),
    failures: z.array(z.strictObject({ run: z.string(), message: z.string() })),
    warnings: z.array(problemSchema),
  })
  .meta({ title: 'Results of an assay suite' });

export type Results = z.output<typeof resultsSchema>;
export type HypothesisResult = Results['hypotheses'][number];
export type FindingResult = HypothesisResult['findings'][number];
export type BlockResult = NonNullable<HypothesisResult['blocks']>[number];
export type CombinationResult = NonNullable<FindingResult['combination']>;
export type Bound = z.output<typeof boundSchema>;

/** A number as the results spell it. Not a number has no place there: it is the caller's error. */
export function toBound(value: number): Bound {
  if (Number.isNaN(value))
    throw new RangeError('Internal: cannot report a value: expected a number, got NaN');
  return Number.isFinite(value) ? value : value > 0 ? 'Infinity' : '-Infinity';
}

/** The number that a bound stands for. */
export const fromBound = (bound: Bound): number => Number(bound);
