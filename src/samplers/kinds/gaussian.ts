import type { SamplerKind } from '../kind.ts';
import { fullBatch } from './full-batch.ts';

/**
 * Every example in every step, by normal weights that give the gradient the covariance of `batchSize` iid examples.
 */
export const gaussian: SamplerKind = {
  ...fullBatch,
  size: 'declared',
  weights: 'gaussian',
};
