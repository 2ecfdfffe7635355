import { z } from 'zod';

const on = { examples: z.int().positive().optional() };
const relativeError = z.number().positive().max(1).default(0.05);

/** Measures that a hypothesis may ask for. The `kind` is also the name in predictions unless `name` says otherwise. */
export const measureSchema = z.discriminatedUnion(
  'kind',
  [
    // from the record
    z.strictObject({ kind: z.literal('trainLoss') }),
    z.strictObject({ kind: z.literal('trainAccuracy') }),
    z.strictObject({ kind: z.literal('testLoss') }),
    z.strictObject({ kind: z.literal('testAccuracy') }),
    z.strictObject({ kind: z.literal('steps') }),
    z.strictObject({ kind: z.literal('epochs') }),
    z.strictObject({ kind: z.literal('diverged') }),
    z.strictObject({
      kind: z.literal('trainLossCurve'),
      at: z.enum(['steps', 'epochs', 'time']).default('epochs'),
    }),
    z.strictObject({
      kind: z.literal('testAccuracyCurve'),
      at: z.enum(['steps', 'epochs', 'time']).default('epochs'),
    }),
    // from the end state
    z.strictObject({
      kind: z.literal('hessianTrace'),
      method: z.enum(['exact', 'hutchinson', 'hutch++']).default('hutchinson'),
      relativeError,
      maxProbes: z.int().positive().default(512),
      ...on,
    }),
    z.strictObject({
      kind: z.literal('hessianLargestEigenvalue'),
      relativeError: z.number().positive().default(1e-3),
      maxIterations: z.int().positive().default(100),
      ...on,
    }),
    z.strictObject({
      kind: z.literal('hessianFrobeniusNorm'),
      relativeError,
      maxProbes: z.int().positive().default(512),
      ...on,
    }),
    z.strictObject({ kind: z.literal('gradientCovarianceTrace'), ...on }),
    z.strictObject({ kind: z.literal('hessianCovarianceCosine'), ...on }),
    z.strictObject({ kind: z.literal('hessianCovarianceRatio'), ...on }),
    z.strictObject({ kind: z.literal('noiseScale'), ...on }),
    z.strictObject({ kind: z.literal('gradientSignalToNoise'), ...on }),
    z.strictObject({
      kind: z.literal('epsilonSharpness'),
      epsilon: z.number().positive().default(1e-3),
      ...on,
    }),
    z.strictObject({ kind: z.literal('weightNorm') }),
    z.strictObject({ kind: z.literal('distanceFromStart') }),
    z.strictObject({ kind: z.literal('flippedLabelAccuracy') }),
    z.strictObject({ kind: z.literal('cleanLabelAccuracy') }),
    z.strictObject({ kind: z.literal('calibrationError'), bins: z.int().positive().default(15) }),
  ],
  { error: 'expected the kind of a known measure' },
);

export type MeasureSpec = z.input<typeof measureSchema> & { readonly name?: string };
export type MeasureKind = z.output<typeof measureSchema>['kind'];
