import * as tf from '@tensorflow/tfjs';
import type { DataShape, Model } from '../../src/models/index.ts';

/** Lookahead(5, 0.5) over SGD, which counts its steps in JavaScript and keeps slow weights by place. */
class Look extends tf.SGDOptimizer {
  private count = 0;
  private readonly slow: tf.Variable[] = [];

  override applyGradients(gradients: tf.NamedTensorMap | { readonly name: string }[]): void {
    const names = Array.isArray(gradients) ? gradients.map(({ name }) => name) : Object.keys(gradients);
    const variables = names.map((name) => tf.engine().registeredVariables[name]!);
    variables.forEach((fast, index) => (this.slow[index] ??= tf.variable(fast.clone(), false)));
    super.applyGradients(gradients as never);
    if (++this.count % 5 !== 0) return;
    variables.forEach((fast, index) => {
      const slow = this.slow[index]!;
      slow.assign(slow.add(fast.sub(slow).mul(0.5)));
      fast.assign(slow);
    });
  }

  static override get className(): string {
    return 'Look';
  }
}
export const look = () => new Look(0.01);

const reverse = tf.customGrad((...inputs) => ({
  value: (inputs[0] as tf.Tensor).clone(),
  gradFunc: (dy: tf.Tensor) => tf.neg(dy),
}));

/** A linear net, whose gradient goes through as it is or with the other sign. */
const net =
  (kind: string, after: (output: tf.Tensor) => tf.Tensor) =>
  ({ features, outputs }: DataShape): Model => {
    const inputs = features.reduce((product, length) => product * length, 1);
    return {
      kind,
      parameters: [
        { name: 'w', shape: [inputs, outputs], initializer: { kind: 'normal', standardDeviation: 0.05 } },
      ],
      statistics: [],
      forward: ({ parameters, features: x, statistics }) => ({
        output: after(tf.matMul(tf.reshape(x, [x.shape[0]!, inputs]), parameters.w as tf.Tensor2D)),
        statistics,
      }),
    };
  };
export const plain = net('plain', (output) => output);
export const reversed = net('reversed', (output) => reverse(output));
