import { z } from 'zod';
import { kind } from '../kind.ts';
import { redrawLabels } from '../transforms/redraw-labels.ts';
import { transform, transformations } from '../transforms/transform.ts';
import { fashionMnist, readFashionMnist } from './fashion-mnist.ts';

/**
 * Labels of another data set redrawn from a soft-max regression fitted to it, so that the model is well specified.
 */
export const labelsFromModel = kind({
  schema: z.strictObject({
    kind: z.literal('labels-from-model'),
    of: z.literal('fashion-mnist'),
    ...transformations,
    wrong: z.boolean().default(false),
    seed: z.string().default('labels'),
  }),
  published: fashionMnist.published,
  fromUser: false,
  directory: null,
  load: async (spec, options) => {
    const { seed, wrong } = spec;
    return transform(spec, await readFashionMnist(spec, options), (scaled, classes) =>
      redrawLabels(scaled, { classes, seed, wrong }),
    );
  },
});
