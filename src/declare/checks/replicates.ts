import type { ValueType } from '../../measures/schema.ts';
import { kinds, methodNamed, type Floor } from '../../predictions/index.ts';
import { smallestP } from '../../statistics/power/smallest-p.ts';
import { levelsOf } from './levels.ts';
import { armsOf, typeOf, type Check, type Parts, type PlacedPrediction } from './parts.ts';
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
function floorOf(
  prediction: Prediction,
  seeds: number,
  levels: readonly number[],
  values: ValueType | undefined,
): Floor | undefined {
  const floor = kinds[prediction.kind].floor?.(prediction, seeds, levels, values);
  if (values === 'yes/no') return floor;
  const method = methodNamed(prediction);
  if (method === 'sign-flip' || method === 'wilcoxon') {
    const test = method === 'sign-flip' ? 'sign-flip' : 'signed-rank';
    return {
      test: `a ${test} test of ${seeds} pairs`,
      p: smallestP({ kind: method, pairs: seeds }),
    };
  }
  return floor;
}

/** Seeds beyond which no enough is looked for. */
const MOST_SEEDS = 4_096;

/** The fewest seeds whose smallest p is below alpha. */
function enoughSeeds(
  floorAt: (seeds: number) => Floor | undefined,
  seeds: number,
  alpha: number,
): number | undefined {
  const enough = (n: number) => (floorAt(n)?.p ?? 0) < alpha;
  let [few, many] = [seeds, 2 * seeds];
  while (!enough(many)) {
    [few, many] = [many, 2 * many];
    if (many > MOST_SEEDS) return undefined;
  }
  while (many - few > 1) {
    const middle = (few + many) >> 1;
    if (enough(middle)) many = middle;
    else few = middle;
  }
  return many;
}

const digits = (p: number) => Number(p.toPrecision(3));

/** What is wrong with a number of seeds for one prediction: its exact test cannot reach alpha. */
function tooFew(placed: PlacedPrediction, seeds: number, parts: Parts): string | undefined {
  const { prediction, path, role } = placed;
  const levels =
    levelsOf(placed, parts.arms)?.map(({ arms }) => arms) ??
    armsOf(placed, Object.keys(parts.arms)).map(() => 1);
  const values = typeOf(parts.measures, prediction.measure);
  const floorAt = (n: number) => floorOf(prediction, n, levels, values);
  const floor = floorAt(seeds);
  const limit = prediction.alpha ?? parts.alpha;
  // No number of seeds helps where p is 1: another rule says why.
  if (floor === undefined || floor.p < limit || floor.p >= 1) return undefined;
  // A claim that is expected to be refuted may be, with fewer seeds than would support it.
  if (floor.toward === 'supported' && role === 'predictions' && parts.expected === 'refuted')
    return undefined;
  const enough = enoughSeeds(floorAt, seeds, limit);
  return `expected enough replicates for ${path}: ${floor.test} cannot reach ${limit} (its smallest p is ${digits(floor.p)}), got ${seeds}${enough === undefined ? '' : `; ${enough} can`}`;
}

/** The design can decide: enough seeds for a spread, and for the smallest p of an exact test to reach alpha. */
export const replicatesCanDecide: Check = (parts) => {
  const { predictions, replicates, tier } = parts;
  if (replicates === undefined) return [];
  return designsOf(replicates, tier).flatMap(({ path, seeds: design }) => {
    const seeds = mostSeeds(design);
    if (seeds < 2)
      return [{ path, message: `expected at least 2 replicates (one seed has no spread), got ${seeds}` }];
    if (typeof design === 'object' && design.min > design.max)
      return [{ path: `${path}.min`, message: `expected at most max = ${design.max}, got ${design.min}` }];
    return predictions.flatMap((placed) => {
      const message = tooFew(placed, seeds, parts);
      return message === undefined ? [] : [{ path, message }];
    });
  });
};
