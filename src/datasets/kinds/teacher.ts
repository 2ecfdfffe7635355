import { z } from 'zod';
import { stream } from '../../random/index.ts';
import { kind } from '../kind.ts';
import { sharedFloats } from '../shared.ts';
import { realExamples, realFeatures } from './synthetic.ts';
import type { Dataset, Examples } from '../types.ts';

const count = z.int().positive();

const schema = z.strictObject({
  kind: z.literal('teacher'),
  dimensions: count,
  hidden: z.array(count),
  outputs: count,
  noise: z.number().nonnegative().default(0),
  train: count,
  test: count,
  seed: z.string().default('data'),
});
type Spec = z.output<typeof schema>;

function load(spec: Spec): Omit<Dataset, 'digest'> {
  const widths = [spec.dimensions, ...spec.hidden, spec.outputs];
  const layers = widths.slice(1).map((width, layer) => {
    const fanIn = widths[layer]!;
    const weights = new Float64Array(fanIn * width);
    return stream(spec.seed, 'data', 'layer', layer).fillNormal(weights, 0, 1 / Math.sqrt(fanIn));
  });
  const answer = (input: Float64Array): Float64Array =>
    layers.reduce((values, weights, layer) => {
      const sums = multiply(values, weights, widths[layer + 1]!);
      return layer === layers.length - 1 ? sums : sums.map(Math.tanh);
    }, input);
  const draw = (part: 'train' | 'test'): Examples => {
    const random = stream(spec.seed, 'data', part);
    const features = realFeatures(spec[part], spec.dimensions);
    const labels = sharedFloats(spec[part] * spec.outputs);
    for (let row = 0; row < spec[part]; row++) {
      const input = features.subarray(row * spec.dimensions, (row + 1) * spec.dimensions);
      const output = answer(Float64Array.from(random.fillNormal(input)));
      labels.set(
        output.map((value) => value + spec.noise * random.normal()),
        row * spec.outputs,
      );
    }
    return realExamples(features, spec.dimensions, labels);
  };
  return { name: spec.kind, outputs: spec.outputs, train: draw('train'), test: draw('test') };
}

/** Row vector times matrix `[values.length, width]`. */
function multiply(values: Float64Array, weights: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < values.length; i++)
    for (let j = 0; j < width; j++) sums[j]! += values[i]! * weights[i * width + j]!;
  return sums;
}

/**
 * Regression on the outputs of a fixed random net: inputs N(0, I), hidden layers tanh, output linear, weights
 * N(0, 1 / fan-in), no biases, plus noise · N(0, 1). Targets are `[count, outputs]`.
 */
export const teacher = kind({ schema, published: null, fromUser: false, directory: null, load });
