import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { realExamples, realFeatures } from './synthetic.ts';
import { kind } from '../kind.ts';
import { sharedFloats } from '../shared.ts';
import type { Dataset, Examples } from '../types.ts';

const count = z.int().positive();

const schema = z.strictObject({
  kind: z.literal('linear'),
  eigenvalues: z.array(z.number().positive()).min(1),
  noise: z.number().nonnegative(),
  train: count,
  test: count,
  seed: z.string().default('data'),
});
type Spec = z.output<typeof schema>;

function load(spec: Spec): Omit<Dataset, 'digest'> {
  const dimensions = spec.eigenvalues.length;
  const weights = stream(spec.seed, 'data', 'weights').fillNormal(new Float64Array(dimensions));
  const draw = (part: 'train' | 'test'): Examples => {
    const random = stream(spec.seed, 'data', part);
    const features = realFeatures(spec[part], dimensions);
    const labels = sharedFloats(spec[part]);
    for (let row = 0; row < spec[part]; row++) {
      let target = 0;
      for (let j = 0; j < dimensions; j++) {
        const at = row * dimensions + j;
        features[at] = Math.sqrt(spec.eigenvalues[j]!) * random.normal();
        target += features[at]! * weights[j]!;
      }
      labels[row] = target + spec.noise * random.normal();
    }
    return realExamples(features, dimensions, labels);
  };
  return { name: spec.kind, outputs: 1, train: draw('train'), test: draw('test') };
}

/**
 * Linear regression with known curvature: x_j = √λ_j · N(0, 1), y = x·w* + noise · N(0, 1), w* drawn from N(0, I).
 * So E[x xᵀ] = diag(λ): the expected Hessian of ½(x·w − y)². Targets are `[count, 1]`.
 */
export const linear = kind({ schema, published: null, fromUser: false, directory: null, load });
