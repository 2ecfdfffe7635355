import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { kind } from '../kind.ts';
import { sharedInts } from '../shared.ts';
import { realExamples, realFeatures } from './synthetic.ts';
import type { Dataset, Examples } from '../types.ts';

const count = z.int().positive();

const schema = z.strictObject({
  kind: z.literal('words'),
  vocabulary: count,
  classes: count,
  /** Probability of the most frequent word in an example. */
  frequency: z.number().positive().max(1).default(0.5),
  train: count,
  test: count,
  seed: z.string().default('data'),
});
type Spec = z.output<typeof schema>;

function load(spec: Spec): Omit<Dataset, 'digest'> {
  const { vocabulary, classes, frequency } = spec;
  const weights = stream(spec.seed, 'data', 'weights').fillNormal(new Float64Array(vocabulary * classes));
  const draw = (part: 'train' | 'test'): Examples => {
    const random = stream(spec.seed, 'data', part);
    const features = realFeatures(spec[part], vocabulary);
    const labels = sharedInts(spec[part]);
    for (let row = 0; row < spec[part]; row++) {
      const logits = new Float64Array(classes);
      for (let k = 0; k < vocabulary; k++) {
        if (random.uniform() >= frequency / (k + 1)) continue;
        features[row * vocabulary + k] = 1;
        for (let c = 0; c < classes; c++) logits[c]! += weights[k * classes + c]!;
      }
      for (let c = 0; c < classes; c++) logits[c]! -= Math.log(-Math.log(1 - random.uniform()));
      labels[row] = logits.indexOf(Math.max(...logits));
    }
    return realExamples(features, vocabulary, labels);
  };
  return { name: spec.kind, outputs: classes, train: draw('train'), test: draw('test') };
}

/**
 * Bags of words: feature k (from 1) is 1 with probability `frequency` / k and else 0, as Zipf's law has it, and the
 * class is the largest of the logits x W + gumbel noise with W ~ N(0, 1). Most features of a mini-batch are 0 in all of
 * its examples, so most rows of a first layer's gradient are exactly 0.
 *
 * @see Duchi, Hazan & Singer 2011, section 1 (why such gradients want rates of their own).
 */
export const words = kind({ schema, published: null, fromUser: false, directory: null, load });
