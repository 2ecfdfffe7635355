import { z } from 'zod';
import { kind } from '../kind.ts';
import { sharedFloats } from '../shared.ts';
import { realExamples, realFeatures } from './synthetic.ts';

/** No examples: each step draws Gaussian gradient noise of covariance C / S for the model's own loss. */
export const gradientNoise = kind({
  schema: z.strictObject({ kind: z.literal('gradient-noise') }),
  published: null,
  fromUser: false,
  directory: null,
  load: (spec) => {
    const none = () => realExamples(realFeatures(0, 1), 1, sharedFloats(0));
    return { name: spec.kind, outputs: 1, train: none(), test: none() };
  },
});
