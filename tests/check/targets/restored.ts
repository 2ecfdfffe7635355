import * as tf from '@tensorflow/tfjs';

/** Optimizers of TensorFlow.js that restore their state, or do not. */
export const adam = () => tf.train.adam(0.01);
export const momentum = () => tf.train.momentum(0.01, 0.9);

type Weights = Awaited<ReturnType<tf.Optimizer['getWeights']>>;

/** Momentum whose saved weights lack the velocity. */
class Forgetful extends tf.MomentumOptimizer {
  static override className = 'Forgetful';
  override async getWeights(): Promise<Weights> {
    return (await super.getWeights()).slice(0, 1);
  }
  override async setWeights(): Promise<void> {}
}
export const forgetful = () => new Forgetful(0.01, 0.9);

/** Momentum that has nothing to save. */
class Closed extends tf.MomentumOptimizer {
  static override className = 'Closed';
  override async getWeights(): Promise<Weights> {
    throw new Error('this optimizer has no state to give');
  }
}
export const closed = () => new Closed(0.01, 0.9);
