import { AssayError } from '../../errors.ts';
import { exampleProjections } from '../net/covariance-programs.ts';
import { walkData } from '../net/data-runs.ts';
import { andersonDarling } from '../../statistics/index.ts';
import type { Draws, StateContext, StateMeasure } from '../definition.ts';
import { finite, WALK_BATCH } from '../net/hessian-operator.ts';
import { meanAndError } from '../estimators/hutch-plus-plus.ts';
import { netVectors } from '../net/net-vectors.ts';
import { normals } from '../estimators/operator.ts';
import { countOf, partsOf } from '../net/parts.ts';
import type { ResolvedMeasureSpec } from '../schema.ts';

type Spec = ResolvedMeasureSpec<'gradientNoise'>;

/** What is said of the batch means in one direction, given the projections of single examples. */
const statistics: {
  readonly [K in Spec['statistic']]: (means: Float64Array, size: number, projections: Float64Array) => number;
} = {
  variance: (means, size, projections) => (size * centralMoment(means, 2)) / centralMoment(projections, 2),
  excessKurtosis: (means) => excessKurtosis(means),
  scaledKurtosis: (means, size) => size * excessKurtosis(means),
  rejections: (means) => ((andersonDarling([...means]).p ?? 1) < 0.05 ? 1 : 0),
};

/**
 * The law of mini-batch noise at a fixed point: means over S examples drawn without replacement, of the gradient
 * projected on random directions (or one coordinate of it), `draws` of them a direction; the value is a mean over
 * directions.
 *
 * `variance`: S · Var(batch mean) / Var(one example), which is (N − S)/(N − 1) for draws without replacement.
 * `excessKurtosis`: of the batch means, 0 for Gaussian noise and falling like 1/S where examples are independent;
 * `scaledKurtosis`: S times that. `rejections`: the share of directions in which normality is rejected at 5 %. With
 * 2,000 draws the test sees an excess kurtosis of 0.5 in 80 % of directions, a skewness of 0.25 in 94 %.
 *
 * Coordinates in which no example has another gradient than the rest are passed over.
 *
 * @see Jastrzębski et al. 2017, section 3.1 of the ICLR 2018 submission, assumption 1 (the central limit theorem behind
 * the Gaussian noise)
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
    const draws = context.stream('probe');
    const found: number[] = [];
    let looks = 0;
    while (found.length < spec.directions) {
      if (looks++ === 100 * spec.directions)
        return { missing: `the gradient varies in ${found.length} of ${looks - 1} coordinates` };
      const projections = await projected(spec, context, draws);
      if (spec.along === 'coordinates' && !(centralMoment(projections, 2) > 0)) continue;
      const means = batchMeans(projections, spec.batchSize, spec.draws, draws);
      found.push(statistics[spec.statistic](means, spec.batchSize, projections));
    }
    const { mean, standardError } = meanAndError(found);
    return finite({
      value: mean,
      standardError,
      detail: { directions: spec.directions, draws: spec.draws, looks },
    });
  },
};

/** The gradient of each example in one direction. */
async function projected(spec: Spec, context: StateContext, draws: Draws): Promise<Float64Array> {
  const vectors = netVectors(context.weights.parameters);
  const direction =
    spec.along === 'projections'
      ? normals(vectors.dimension, draws)
      : unitVector(vectors.dimension, Math.floor((draws.uint32() / 2 ** 32) * vectors.dimension));
  const { stacked } = await walkData(context, {
    program: 'projections',
    parts: partsOf(countOf(spec, context.train.count), WALK_BATCH),
    fixed: vectors.tensors('vector', direction),
  });
  return Float64Array.from(stacked.flatMap(({ projection }) => [...projection!.data]));
}

function unitVector(dimension: number, index: number): Float64Array {
  const vector = new Float64Array(dimension);
  vector[index] = 1;
  return vector;
}

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

const excessKurtosis = (values: Float64Array) => centralMoment(values, 4) / centralMoment(values, 2) ** 2 - 3;
