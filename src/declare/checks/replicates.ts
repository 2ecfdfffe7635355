import { kinds, type Floor } from '../../predictions/index.ts';
import { smallestP } from '../../statistics/smallest-p.ts';
import type { Check, PlacedPrediction } from './parts.ts';
import type { Prediction, Replicates } from '../types.ts';

/** The seeds of each tier that has a number of its own, with the path of that number. */
function seedsOf(replicates: Replicates, tier: 'quick' | 'full') {
  if (typeof replicates === 'number') return [{ path: 'replicates', seeds: replicates }];
  if ('max' in replicates) return [{ path: 'replicates.max', seeds: replicates.max }];
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
  const check = ({ path, seeds }: { path: string; seeds: number }) => {
    if (seeds < 2)
      return [{ path, message: `expected at least 2 replicates (one seed has no spread), got ${seeds}` }];
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
  const rising =
    typeof replicates === 'object' && 'max' in replicates && replicates.min > replicates.max
      ? [
          {
            path: 'replicates.min',
            message: `expected at most max = ${replicates.max}, got ${replicates.min}`,
          },
        ]
      : [];
  return [...rising, ...seedsOf(replicates, tier).flatMap(check)];
};
