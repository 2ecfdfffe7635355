import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { kind } from '../kind.ts';
import { sharedInts } from '../shared.ts';
import { realExamples, realFeatures } from './synthetic.ts';
import type { Dataset, Examples } from '../types.ts';

const count = z.int().positive();

const schema = z.strictObject({
  kind: z.literal('clusters'),
  classes: count,
  dimensions: count,
  train: count,
  test: count,
  spread: z.number().positive().default(1),
  seed: z.string().default('data'),
});
type Spec = z.output<typeof schema>;

function load(spec: Spec): Omit<Dataset, 'digest'> {
  const centres = stream(spec.seed, 'data', 'centres').fillNormal(
    new Float64Array(spec.classes * spec.dimensions),
  );
  const draw = (part: 'train' | 'test'): Examples => {
    const random = stream(spec.seed, 'data', part);
    const features = realFeatures(spec[part], spec.dimensions);
    const labels = sharedInts(spec[part]);
    for (let row = 0; row < spec[part]; row++) labels[row] = row % spec.classes;
    for (let i = 0; i < features.length; i++) {
      const label = Math.floor(i / spec.dimensions) % spec.classes;
      features[i] = centres[label * spec.dimensions + (i % spec.dimensions)]! + spec.spread * random.normal();
    }
    return realExamples(features, spec.dimensions, labels);
  };
  return { name: spec.kind, outputs: spec.classes, train: draw('train'), test: draw('test') };
}

/**
 * Isotropic Gaussian clusters, one a class: x = centre(class) + spread · N(0, I), centres drawn from N(0, I), classes
 * in turn. A longer set begins with the examples of a shorter one.
 */
export const clusters = kind({ schema, published: null, fromUser: false, directory: null, load });
