import { z } from 'zod';
import { measureSchema } from '../measures/schema.ts';
import { modelSchema } from '../models/schema.ts';
import { optimizerSchema } from '../optimizers/schema.ts';
import { predictionSchema } from '../predictions/index.ts';
import { batchSizeSchema, momentumSchema, scheduleSchema } from '../schedules/schema.ts';
import { samplers, type Sampler } from '../samplers/index.ts';
import { stopSchema } from '../stops/schema.ts';
import { trainerSchema } from '../trainers/schema.ts';
import { declaredDataSchema } from './declared-data.ts';
import { replicatesSchema } from './replicates.ts';

const text = z.string().min(1);
const count = z.int().positive();
const alpha = z.number().gt(0).lt(0.5);

const sampler = z.enum(Object.keys(samplers) as [Sampler, ...Sampler[]]);
const losses = ['cross-entropy', 'mean-squared-error', 'model'] as const;

const sourceSchema = z.strictObject({
  paper: text,
  arxiv: text.optional(),
  section: text.optional(),
  figure: text.optional(),
  boundary: z.strictObject({ paper: text, ours: text, mayDiffer: text }),
});

const workloadSchema = z.strictObject({
  model: modelSchema,
  data: declaredDataSchema,
  loss: z.enum(losses),
  trainer: trainerSchema.optional(),
});

/** Names that can stand in a command line. */
const name = z.string().regex(/^[\w.+=@-]+$/, { error: 'expected letters, digits and any of . + = @ _ -' });

const armSchema = z.strictObject({
  learningRate: scheduleSchema,
  batchSize: batchSizeSchema,
  momentum: momentumSchema.optional(),
  optimizer: optimizerSchema.optional(),
  workload: z
    .strictObject({
      model: modelSchema.optional(),
      data: declaredDataSchema.optional(),
      loss: z.enum(losses).optional(),
    })
    .optional(),
  stop: stopSchema.optional(),
  sampler: sampler.optional(),
  covariates: z.record(text, z.number()).optional(),
});

/** What a block says in the place of the hypothesis. */
const blockSchema = z.strictObject({
  workload: workloadSchema.partial().optional(),
  optimizer: optimizerSchema.optional(),
  stop: stopSchema.optional(),
  sampler: sampler.optional(),
  arms: z.record(text, armSchema.partial()).optional(),
});

/** What a variant changes. */
const variantSchema = blockSchema.extend({ seedBlock: count.optional() });

const named = measureSchema.options.map((option) => option.extend({ name: text.optional() }));
/** Every kind of measure that a hypothesis may ask for. */
export const measureKinds: readonly string[] = measureSchema.options.flatMap((option) => [
  ...option.shape.kind.values,
]);

/** A measure by kind or by specification; comes out as a specification with its defaults and its name. */
export const measureEntrySchema = z
  .preprocess(
    (entry) => (typeof entry === 'string' ? { kind: entry } : entry),
    z.discriminatedUnion('kind', named as unknown as typeof measureSchema.options),
  )
  .transform((entry) => ({ ...entry, name: (entry as { name?: string }).name ?? entry.kind }));

/**
 * What a hypothesis file may export. Mirrors `types.ts`; parsing fills in the defaults of the nouns.
 * Rules between fields (names, margins, replicates, batch sizes) are in `checks.ts`.
 */
export const hypothesisSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/, {
    error:
      'expected lower-case words, digits, dots and hyphens between slashes, as in "three-factors/equal-ratio"',
  }),
  claim: text,
  source: sourceSchema.optional(),
  tags: z.array(text).default([]),
  tier: z.enum(['quick', 'full']).default('quick'),
  workload: workloadSchema,
  optimizer: optimizerSchema,
  arms: z.record(name, armSchema),
  stop: stopSchema,
  sampler: sampler.default('epoch-shuffle'),
  replicates: replicatesSchema,
  alpha: alpha.default(0.05),
  measures: z.array(measureEntrySchema).min(1),
  predictions: z.array(predictionSchema).min(1),
  controls: z.array(predictionSchema).default([]),
  expected: z.enum(['supported', 'refuted', 'inconclusive']).default('supported'),
  over: z.record(name, blockSchema).optional(),
  holds: z.enum(['in-each', 'on-average']).optional(),
  variants: z.record(name, variantSchema).optional(),
});
