import { z } from 'zod';

const count = z.int().positive();

/** Declared transformations, applied in this order: subset → downsample → standardize → labels. */
const transformations = {
  /**
   * Number of training and test examples taken (stratified, from the front of a fixed order). When absent: all that
   * ship with the project (Fashion-MNIST: 10,000 and 5,000), or all of the user's files. More than ship is an error
   * where the full set is not at hand, so that the same specification means the same examples on every machine.
   */
  train: count.optional(),
  test: count.optional(),
  /** Mean pooling to this side length (28 → 14). */
  downsample: count.optional(),
  /** Subtract the training mean and divide by the training standard deviation of all features together. */
  standardize: z.boolean().default(false),
  /**
   * Fraction of training labels replaced by a uniformly drawn other class; drawn from the `labels` stream of `seed`.
   */
  labelNoise: z
    .strictObject({ fraction: z.number().min(0).max(1), seed: z.string().default('labels') })
    .optional(),
};

export const dataSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fashion-mnist'), ...transformations }),
  z.strictObject({ kind: z.literal('mnist'), ...transformations }),
  z.strictObject({ kind: z.literal('cifar-10'), ...transformations }),
  /** Isotropic Gaussian clusters, one a class. */
  z.strictObject({
    kind: z.literal('clusters'),
    classes: count,
    dimensions: count,
    train: count,
    test: count,
    spread: z.number().positive().default(1),
    seed: z.string().default('data'),
  }),
  /** y = Xw* + noise, X ~ N(0, I) scaled by `eigenvalues`. */
  z.strictObject({
    kind: z.literal('linear'),
    eigenvalues: z.array(z.number().positive()).min(1),
    noise: z.number().nonnegative(),
    train: count,
    test: count,
    seed: z.string().default('data'),
  }),
  /** Labels of a fixed random MLP (teacher) on Gaussian inputs; regression. */
  z.strictObject({
    kind: z.literal('teacher'),
    dimensions: count,
    hidden: z.array(count),
    outputs: count,
    noise: z.number().nonnegative().default(0),
    train: count,
    test: count,
    seed: z.string().default('data'),
  }),
  /** Bags of words by Zipf's law, classes from a random soft-max regression: sparse features, sparse gradients. */
  z.strictObject({
    kind: z.literal('words'),
    vocabulary: count,
    classes: count,
    /** Probability of the most frequent word in an example. */
    frequency: z.number().positive().max(1).default(0.5),
    train: count,
    test: count,
    seed: z.string().default('data'),
  }),
  /**
   * Labels of another data set redrawn from a soft-max regression fitted to it, so that the model is well specified.
   */
  z.strictObject({
    kind: z.literal('labels-from-model'),
    of: z.literal('fashion-mnist'),
    ...transformations,
    wrong: z.boolean().default(false),
    seed: z.string().default('labels'),
  }),
  /** No examples: each step draws Gaussian gradient noise of covariance C / S for the model's own loss. */
  z.strictObject({ kind: z.literal('gradient-noise') }),
  /** Data by reference: a module whose export is a function that gives training and test examples; see docs/data.md. */
  z.strictObject({
    kind: z.literal('custom'),
    module: z.string().min(1),
    export: z.string().default('default'),
    /** Handed to the function as it is. */
    options: z.record(z.string(), z.unknown()).exactOptional(),
  }),
]);

export type DataSpec = z.input<typeof dataSchema>;
export type ResolvedDataSpec = z.output<typeof dataSchema>;
