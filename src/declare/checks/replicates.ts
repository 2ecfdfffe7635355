import { kinds, type Floor } from '../../predictions/index.ts';
import { smallestP } from '../../statistics/smallest-p.ts';
import type { Check, PlacedPrediction } from './parts.ts';
import { mostSeeds } from '../replicates.ts';
import type { Prediction, Replicates, Seeds, Tier } from '../types.ts';

/** The designs of each tier that has one of its own, with their paths. */
function designsOf(
  replicates: Replicates,
  tier: Tier,
): readonly { readonly path: string; readonly seeds: Seeds }[] {
  if (typeof replicates === 'number' || !('quick' in replicates))
    return [{ path: 'replicates', seeds: replicates }];
  const full = { path: 'replicates.full', seeds: replicates.full };
  return tier === 'full' ? [full] : [{ path: 'replicates.quick', seeds: replicates.quick }, full];
}

/** The smallest p of the exact test that a prediction uses; undefined where two seeds suffice in principle. */
function floorOf(prediction: Prediction, seeds: number, arms: number): Floor | undefined {
  if (prediction.method === 'sign-flip' || prediction.method === 'wilcoxon') {
    const test = prediction.method === 'sign-flip' ? 'sign-flip' : 'signed-rank';
    return {
      test: `a ${test} test of ${seeds} pairs`,
      p: smallestP({ kind: prediction.method, pairs: seeds }),
    };
  }
  return kinds[prediction.kind].floor?.(prediction, seeds, arms);
}

const digits = (p: number) => Number(p.toPrecision(3));

/** The design can decide: enough seeds for a spread, and for the smallest p of an exact test to reach alpha. */
export const replicatesCanDecide: Check = ({ arms, alpha, predictions, replicates, tier }) => {
  if (replicates === undefined) return [];
  const check = ({ path, seeds: design }: { readonly path: string; readonly seeds: Seeds }) => {
    const seeds = mostSeeds(design);
    if (seeds < 2)
      return [{ path, message: `expected at least 2 replicates (one seed has no spread), got ${seeds}` }];
    if (typeof design === 'object' && design.min > design.max)
      return [{ path: `${path}.min`, message: `expected at most max = ${design.max}, got ${design.min}` }];
    return predictions.flatMap((placed: PlacedPrediction) => {
      const { prediction } = placed;
      const spoken =
        'arms' in prediction && prediction.arms !== undefined ? prediction.arms : Object.keys(arms);
      const floor = floorOf(prediction, seeds, spoken.length);
      const limit = prediction.alpha ?? alpha;
      return floor === undefined || floor.p <= limit
        ? []
        : [
            {
              path,
              message: `expected enough replicates for ${placed.path}: ${floor.test} cannot reach ${limit} (its smallest p is ${digits(floor.p)}), got ${seeds}`,
            },
          ];
    });
  };
  return designsOf(replicates, tier).flatMap(check);
};
