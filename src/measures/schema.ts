import { z } from 'zod';

/**
 * What a measure's values are. The judge chooses its methods by it: any number, a number of at least 0, a whole number
 * of at least 0, 0 or 1, a time that may be cut off before its event, or values along training.
 */
export type ValueType = 'continuous' | 'positive' | 'count' | 'yes/no' | 'time' | 'curve';

/** One measure: its kind, what its values are, its options. */
const measure = <K extends string, S extends z.ZodRawShape = Record<never, never>>(
  kind: K,
  values: ValueType,
  options?: S,
) => z.strictObject({ kind: z.literal(kind), ...(options as S) }).meta({ values });

const on = { examples: z.int().positive().optional() };
const curve = {
  /** Positions of the curve: steps, epochs, or time (the sum of the learning rates so far). */
  at: z.enum(['steps', 'epochs', 'time']).default('epochs'),
  /**
   * The value is the mean over the positions at or beyond this fraction of the last one: 0.5 leaves the first half out.
   */
  from: z.number().min(0).max(1).default(0),
};
/** A curve as it is, or at these epochs alone: each at the first point that reaches it. */
const recorded = { ...curve, epochs: z.array(z.number().nonnegative()).min(1).optional() };
/**
 * A curve of the net itself: `points` equal stretches of the planned steps from the fraction `from` of them to the end,
 * or declared epochs. All points count.
 */
const alongRun = { ...recorded, points: z.int().positive().default(20) };
/** One coordinate: of the first parameter when none is named. */
const place = { parameter: z.string().optional(), index: z.int().nonnegative().default(0) };
const below = z.number();
const above = z.number().min(0).lt(1);
/** What a run is to reach: a loss below a value, or an accuracy above one. */
const target = z.discriminatedUnion('measure', [
  z.strictObject({ measure: z.literal('trainLoss'), below }),
  z.strictObject({ measure: z.literal('testLoss'), below }),
  z.strictObject({ measure: z.literal('trainAccuracy'), above }),
  z.strictObject({ measure: z.literal('testAccuracy'), above }),
]);
/**
 * When, or whether, a run reaches a target; it is looked for at least every so many epochs (steps, where there are no
 * examples).
 */
const reached = { target, checkEvery: z.number().positive().exactOptional() };
const relativeError = z.number().positive().max(1).default(0.05);
const trace = {
  method: z.enum(['auto', 'exact', 'hutchinson', 'hutch++']).default('hutchinson'),
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
    measure('trainLoss', 'continuous'),
    measure('trainAccuracy', 'continuous'),
    measure('testLoss', 'continuous'),
    measure('testAccuracy', 'continuous'),
    measure('steps', 'count'),
    measure('epochs', 'positive'),
    measure('diverged', 'yes/no'),
    /** A number that an external trainer returned among its final values. */
    measure('reported', 'continuous', {
      metric: z.string().min(1),
      /** What the number is: `yes/no` for 0 or 1. */
      values: z.enum(['continuous', 'positive', 'count', 'yes/no']).exactOptional(),
    }),
    measure('trainLossCurve', 'curve', recorded),
    measure('trainAccuracyCurve', 'curve', recorded),
    measure('testLossCurve', 'curve', recorded),
    measure('testAccuracyCurve', 'curve', recorded),
    /**
     * Fraction of the stretches between recorded evaluations, beyond the fraction `from` of training, in which the loss
     * rises.
     */
    measure('trainLossRises', 'continuous', { from: curve.from }),
    /** Steps or epochs to the first recorded evaluation that has the target; censored where a run ends without it. */
    measure('stepsTo', 'time', reached),
    measure('epochsTo', 'time', reached),
    /** Whether a run had the target at any recorded evaluation: 1 or 0. */
    measure('reaches', 'yes/no', reached),
    // from states kept while training
    measure('hessianTraceCurve', 'curve', { ...trace, ...on, ...alongRun }),
    measure('hessianLargestEigenvalueCurve', 'curve', {
      ...largestEigenvalue,
      ...on,
      ...alongRun,
    }),
    // from the end state
    measure('hessianTrace', 'continuous', { ...trace, ...on }),
    measure('hessianLargestEigenvalue', 'continuous', { ...largestEigenvalue, ...on }),
    measure('hessianFrobeniusNorm', 'positive', {
      relativeError,
      maxProbes: z.int().positive().default(512),
      ...on,
    }),
    measure('hessianIdentityCosine', 'continuous', {
      relativeError,
      maxProbes: z.int().positive().default(512),
      ...on,
    }),
    measure('gradientCovarianceTrace', 'positive', on),
    measure('hessianCovarianceCosine', 'continuous', {
      probes: z.int().min(4).default(32),
      ...on,
    }),
    measure('hessianCovarianceRatio', 'continuous', on),
    measure('noiseScale', 'positive', on),
    /** Gradients of mini-batches drawn without replacement at the end of training, projected on directions. */
    measure('gradientNoise', 'continuous', {
      batchSize: z.int().positive(),
      /**
       * `variance`: S times that of a batch mean over that of one example; `excessKurtosis`: 0 for Gaussian noise;
       * `scaledKurtosis`: S times that; `rejections`: the share of directions in which Anderson and Darling's test
       * rejects normality at 5 %, which is 0.05 for Gaussian noise.
       */
      statistic: z.enum(['variance', 'excessKurtosis', 'scaledKurtosis', 'rejections']),
      /** Random directions, or single coordinates drawn from those in which the gradient varies. */
      along: z.enum(['projections', 'coordinates']).default('projections'),
      draws: z.int().min(100).default(2000),
      directions: z.int().min(2).default(4),
      ...on,
    }),
    /** Training loss above the minimum, L − L*, or per Tr(H) or Tr(C) at the minimum. */
    measure('excessLoss', 'continuous', {
      per: z.enum(['one', 'hessianTrace', 'gradientCovarianceTrace']).default('one'),
      /** With a recorded `trainLossCurve` L is its mean from this fraction on, else the loss at the end. */
      from: z.number().min(0).max(1).default(0.5),
      maxIterations: z.int().positive().default(50),
      ...on,
    }),
    measure('gradientSignalToNoise', 'positive', on),
    measure('epsilonSharpness', 'continuous', {
      epsilon: z.number().positive().default(1e-3),
      ...on,
    }),
    /** Rise of the loss from the arm's end away from the other end, by `delta` of the distance between the two. */
    measure('lineSharpness', 'continuous', {
      /** The two arms whose ends (of one seed) span the line; other arms have no such number. */
      between: z.tuple([z.string(), z.string()]),
      delta: z.number().positive().default(0.5),
      /** Number of points of the reported curve on a ∈ [−1, 2]. */
      points: z.int().min(2).default(25),
      ...on,
    }),
    /** Mean rise of the loss at distance `radius` along filter-normalised random directions. */
    measure('randomDirectionSharpness', 'continuous', {
      radius: z.number().positive().default(0.5),
      directions: z.int().min(2).default(8),
      ...on,
    }),
    /**
     * Quantiles and moments of the Hessian's spectrum by stochastic Lanczos quadrature; the value is its second
     * moment's root.
     */
    measure('hessianSpectralDensity', 'curve', {
      probes: z.int().positive().default(8),
      iterations: z.int().min(2).default(40),
      ...on,
    }),
    measure('parameter', 'continuous', place),
    measure('parameterAbove', 'yes/no', { ...place, threshold: z.number().default(0) }),
    measure('weightNorm', 'positive'),
    measure('distanceFromStart', 'positive'),
    measure('flippedLabelAccuracy', 'continuous'),
    /** The share of flipped labels that the net reproduces, along training. */
    measure('flippedLabelAccuracyCurve', 'curve', alongRun),
    measure('cleanLabelAccuracy', 'continuous'),
    /** Test accuracy when the net first reproduces this share of its flipped labels. */
    measure('testAccuracyAtMemorization', 'continuous', {
      level: z.number().gt(0).lt(1),
      points: alongRun.points,
      from: curve.from,
      epochs: recorded.epochs,
    }),
    measure('calibrationError', 'continuous', { bins: z.int().positive().default(15) }),
    /** A number that a function of the user's takes of a run's record and end state; see docs/measures.md. */
    measure('custom', 'continuous', {
      module: z.string().min(1),
      export: z.string().default('default'),
      /** Handed to the function as it is. */
      options: z.record(z.string(), z.unknown()).exactOptional(),
      /** What the number is: `yes/no` for 0 or 1. */
      values: z.enum(['continuous', 'positive', 'count', 'yes/no']).exactOptional(),
      unit: z.string().default(''),
      better: z.enum(['higher', 'lower', 'neither']).default('neither'),
    }),
  ],
  { error: 'expected the kind of a known measure' },
);

const valuesByKind = new Map(
  measureSchema.options.map((option) => [
    option.shape.kind.value as string,
    option.meta()!['values'] as ValueType,
  ]),
);

/**
 * What the values of a measure are: as its spec says, else as its kind does.
 *
 * @example valuesOf({ kind: 'diverged' }) // 'yes/no'
 */
export const valuesOf = (spec: { readonly kind: string; readonly values?: unknown }): ValueType =>
  (spec.values as ValueType | undefined) ?? valuesByKind.get(spec.kind) ?? 'continuous';

export type MeasureSpec = z.input<typeof measureSchema> & { readonly name?: string };
export type MeasureKind = z.output<typeof measureSchema>['kind'];

/** A measure's spec with its defaults filled in. */
export type ResolvedMeasureSpec<K extends MeasureKind = MeasureKind> = Extract<
  z.output<typeof measureSchema>,
  { kind: K }
>;
