import { z } from 'zod';

const on = { examples: z.int().positive().optional() };
const curve = {
  /** Positions of the curve: steps, epochs, or time (the sum of the learning rates so far). */
  at: z.enum(['steps', 'epochs', 'time']).default('epochs'),
  /** The value is the mean over the positions at or beyond this fraction of the last one: 0.5 leaves the first half out. */
  from: z.number().min(0).max(1).default(0),
};
/** A curve as it is, or at these epochs alone: each at the first point that reaches it. */
const recorded = { ...curve, epochs: z.array(z.number().nonnegative()).min(1).optional() };
/**
 * A curve of the net itself: `points` equal stretches of the planned steps from the fraction `from` of them to the end, or
 * declared epochs. All points count.
 */
const alongRun = { ...recorded, points: z.int().positive().default(20) };
/** One coordinate: of the first parameter when none is named. */
const place = { parameter: z.string().optional(), index: z.int().nonnegative().default(0) };
const relativeError = z.number().positive().max(1).default(0.05);
const trace = {
  method: z.enum(['exact', 'hutchinson', 'hutch++']).default('hutchinson'),
  relativeError,
  maxProbes: z.int().positive().default(512),
};
const largestEigenvalue = {
  relativeError: z.number().positive().default(1e-3),
  maxIterations: z.int().positive().default(100),
};

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
    /** A number that an external trainer returned among its final values. */
    z.strictObject({ kind: z.literal('reported'), metric: z.string().min(1) }),
    z.strictObject({ kind: z.literal('trainLossCurve'), ...recorded }),
    z.strictObject({ kind: z.literal('trainAccuracyCurve'), ...recorded }),
    z.strictObject({ kind: z.literal('testLossCurve'), ...recorded }),
    z.strictObject({ kind: z.literal('testAccuracyCurve'), ...recorded }),
    /** Fraction of the stretches between recorded evaluations, beyond the fraction `from` of training, in which the loss rises. */
    z.strictObject({ kind: z.literal('trainLossRises'), from: curve.from }),
    // from states kept while training
    z.strictObject({ kind: z.literal('hessianTraceCurve'), ...trace, ...on, ...alongRun }),
    z.strictObject({
      kind: z.literal('hessianLargestEigenvalueCurve'),
      ...largestEigenvalue,
      ...on,
      ...alongRun,
    }),
    // from the end state
    z.strictObject({ kind: z.literal('hessianTrace'), ...trace, ...on }),
    z.strictObject({ kind: z.literal('hessianLargestEigenvalue'), ...largestEigenvalue, ...on }),
    z.strictObject({
      kind: z.literal('hessianFrobeniusNorm'),
      relativeError,
      maxProbes: z.int().positive().default(512),
      ...on,
    }),
    z.strictObject({ kind: z.literal('gradientCovarianceTrace'), ...on }),
    z.strictObject({
      kind: z.literal('hessianCovarianceCosine'),
      probes: z.int().min(4).default(32),
      ...on,
    }),
    z.strictObject({ kind: z.literal('hessianCovarianceRatio'), ...on }),
    z.strictObject({ kind: z.literal('noiseScale'), ...on }),
    /** Gradients of mini-batches drawn without replacement at the end of training, projected on random directions. */
    z.strictObject({
      kind: z.literal('gradientNoise'),
      batchSize: z.int().positive(),
      /** `variance`: S times that of a batch mean over that of one example; `excessKurtosis`: 0 for Gaussian noise. */
      statistic: z.enum(['variance', 'excessKurtosis']),
      draws: z.int().min(100).default(2000),
      directions: z.int().min(2).default(4),
      ...on,
    }),
    /** Training loss above the minimum, L − L*, or per Tr(H) or Tr(C) at the minimum. */
    z.strictObject({
      kind: z.literal('excessLoss'),
      per: z.enum(['one', 'hessianTrace', 'gradientCovarianceTrace']).default('one'),
      /** With a recorded `trainLossCurve` L is its mean from this fraction on, else the loss at the end. */
      from: z.number().min(0).max(1).default(0.5),
      maxIterations: z.int().positive().default(50),
      ...on,
    }),
    z.strictObject({ kind: z.literal('gradientSignalToNoise'), ...on }),
    z.strictObject({
      kind: z.literal('epsilonSharpness'),
      epsilon: z.number().positive().default(1e-3),
      ...on,
    }),
    /** Rise of the loss from the arm's end away from the other end, by `delta` of the distance between the two. */
    z.strictObject({
      kind: z.literal('lineSharpness'),
      /** The two arms whose ends (of one seed) span the line; other arms have no such number. */
      between: z.tuple([z.string(), z.string()]),
      delta: z.number().positive().default(0.5),
      /** Number of points of the reported curve on a ∈ [−1, 2]. */
      points: z.int().min(2).default(25),
      ...on,
    }),
    /** Mean rise of the loss at distance `radius` along filter-normalised random directions. */
    z.strictObject({
      kind: z.literal('randomDirectionSharpness'),
      radius: z.number().positive().default(0.5),
      directions: z.int().min(2).default(8),
      ...on,
    }),
    /** Quantiles and moments of the Hessian's spectrum by stochastic Lanczos quadrature; the value is its second moment's root. */
    z.strictObject({
      kind: z.literal('hessianSpectralDensity'),
      probes: z.int().positive().default(8),
      iterations: z.int().min(2).default(40),
      ...on,
    }),
    z.strictObject({ kind: z.literal('parameter'), ...place }),
    z.strictObject({ kind: z.literal('parameterAbove'), ...place, threshold: z.number().default(0) }),
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

/** A measure's spec with its defaults filled in. */
export type ResolvedMeasureSpec<K extends MeasureKind = MeasureKind> = Extract<
  z.output<typeof measureSchema>,
  { kind: K }
>;
