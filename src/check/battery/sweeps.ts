import { logarithm } from '../compare/measures.ts';

/**
 * How sensitive an optimizer is to its learning rate: the mean over a sweep of the logarithm of the final loss, less
 * that of the best rate. 0 where every rate ends alike; undefined where a rate diverged and there is no such number.
 *
 * @param losses final training losses of one seed, a learning rate each
 * @param floor below which losses are as good as the minimum's
 * @see Wortsman et al. 2024, section 2.2 (learning-rate sensitivity, on a linear scale)
 * @example sensitivityOf([0.1, 0.1, 0.4]) // 0.46
 */
export function sensitivityOf(losses: readonly (number | undefined)[], floor?: number): number | undefined {
  const logarithms = losses.filter((loss) => loss !== undefined).map((loss) => logarithm(loss, floor));
  if (logarithms.length < losses.length || losses.length === 0) return undefined;
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
  return mean - Math.min(...logarithms);
}
