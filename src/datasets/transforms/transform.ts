import { z } from 'zod';
import type { ImageSet } from '../reading/image-set.ts';
import type { Dataset } from '../types.ts';
import { downsample } from './downsample.ts';
import { addLabelNoise } from './label-noise.ts';
import { standardize } from './standardize.ts';
import { subset } from './subset.ts';

const count = z.int().positive();

/** Declared transformations, applied in this order: subset → downsample → standardize → labels. */
export const transformations = {
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

type Transformed = Pick<Dataset, 'train' | 'test'>;

/**
 * The declared transformations, in their declared order: subset → downsample → standardize → labels.
 *
 * @param relabel draws the labels of the set anew, before label noise
 */
export function transform(
  spec: z.output<z.ZodObject<typeof transformations>> & { readonly kind: string },
  { classes, ...set }: ImageSet,
  relabel: (set: Transformed, classes: number) => Transformed = (unchanged) => unchanged,
): Omit<Dataset, 'digest'> {
  const taken = {
    train: subset(set.train, spec.train ?? set.train.count, 'training'),
    test: subset(set.test, spec.test ?? set.test.count, 'test'),
  };
  const side = spec.downsample;
  const pooled =
    side === undefined ? taken : { train: downsample(taken.train, side), test: downsample(taken.test, side) };
  const scaled = spec.standardize ? standardize(pooled) : pooled;
  const labelled = relabel(scaled, classes);
  const base = { name: spec.kind, outputs: classes, ...labelled };
  if (spec.labelNoise === undefined) return base;
  const { examples, flipped } = addLabelNoise(labelled.train, { ...spec.labelNoise, classes });
  return { ...base, train: examples, flipped };
}
