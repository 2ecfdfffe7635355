import { AssayError } from '../../errors.ts';
import { exampleProjections } from '../net/covariance-programs.ts';
import { walkData } from '../net/data-runs.ts';
import type { Draws, StateMeasure } from '../definition.ts';
import { finite, WALK_BATCH } from '../net/hessian-operator.ts';
import { meanAndError } from '../estimators/hutch-plus-plus.ts';
import { netVectors } from '../net/net-vectors.ts';
import { normals } from '../estimators/operator.ts';
import { countOf, partsOf } from '../net/parts.ts';

/**
 * The law of mini-batch noise at a fixed point: means over S examples drawn without replacement, of the gradient
 * projected on random directions, `draws` of them a direction; the value is a mean over directions.
 *
 * `variance`: S · Var(batch mean) / Var(one example), which is (N − S)/(N − 1) for draws without replacement.
 * `excessKurtosis`: of the batch means, 0 for Gaussian noise and falling like 1/S where examples are independent.
 *
 * @see Jastrzębski et al. 2017, section 2 (the central limit theorem behind the Gaussian noise)
 */
export const gradientNoise: StateMeasure<'gradientNoise'> = {
  kind: 'gradientNoise',
  unit: '',
  scale: 'linear',
  better: 'neither',
  worst: 'none',
  needs: 'weights',
  version: 1,
  programs: (spec, context) => {
    const count = countOf(spec, context.train.count);
    if (spec.batchSize >= count)
      throw new AssayError(
        'configuration',
        `Cannot measure gradientNoise: expected a batchSize below the ${count} examples, got ${spec.batchSize}`,
      );
    return exampleProjections(context, count);
  },
  evaluate: async (spec, context) => {
    const vectors = netVectors(context.weights.parameters);
    const draws = context.stream('probe');
    const statistics: number[] = [];
    for (let k = 0; k < spec.directions; k++) {
      const { stacked } = await walkData(context, {
        program: 'projections',
        parts: partsOf(countOf(spec, context.train.count), WALK_BATCH),
        fixed: vectors.tensors('vector', normals(vectors.dimension, draws)),
      });
      const projections = Float64Array.from(stacked.flatMap(({ projection }) => [...projection!.data]));
      const means = batchMeans(projections, spec.batchSize, spec.draws, draws);
      statistics.push(
        spec.statistic === 'variance'
          ? (spec.batchSize * centralMoment(means, 2)) / centralMoment(projections, 2)
          : centralMoment(means, 4) / centralMoment(means, 2) ** 2 - 3,
      );
    }
    const { mean, standardError } = meanAndError(statistics);
    return finite({ value: mean, standardError, detail: { directions: spec.directions, draws: spec.draws } });
  },
};

/** Means of `count` batches of `size` values, each batch without replacement (a partial Fisher–Yates shuffle). */
function batchMeans(values: Float64Array, size: number, count: number, draws: Draws): Float64Array {
  const pool = Float64Array.from(values);
  return Float64Array.from({ length: count }, () => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      // The bias of this index is at most the pool's size times 2⁻³².
      const j = i + Math.floor((draws.uint32() / 2 ** 32) * (pool.length - i));
      const picked = pool[j]!;
      pool[j] = pool[i]!;
      pool[i] = picked;
      sum += picked;
    }
    return sum / size;
  });
}

function centralMoment(values: Float64Array, order: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** order, 0) / values.length;
}
