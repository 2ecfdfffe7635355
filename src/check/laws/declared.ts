import {
  landscapeParameters,
  distance,
  double,
  follow,
  LEARNING_RATE,
  plain,
  start,
  STEPS,
  type Leg,
  type Problem,
} from './landscape.ts';
import { loadOptimizer } from '../../optimizers/index.ts';
import type { Optimizer } from '../../optimizers/types.ts';
import type { LawFinding, Target, Variant } from '../types.ts';

/**
 * Deviation that is allowed in 64 bit, per way from the start: constants that were rounded to single precision before
 * they were traced, as those of a `tf.train.Optimizer` are, are off by 6·10⁻⁸ on either side.
 */
const TOLERANCE = 1e-6;

const finding = (law: LawFinding['law'], end: readonly number[], there: readonly number[]): LawFinding => {
  const deviation = distance(end, there) / distance(there, start);
  // Not ≤ of the opposite: a deviation that is not a number does not hold.
  return { law, holds: deviation <= TOLERANCE, deviation, tolerance: TOLERANCE };
};

/**
 * Tries whether settings that a target declares to be the same are: `[['nesterov at momentum 0', 'plain']]`. Two dozen
 * steps in 64 bit on the landscape of the laws must end in one point: an option at its neutral value is the method
 * without it.
 *
 * @param equals the settings that the target is to equal
 * @throws AssayError as loading or tracing an optimizer does
 */
export async function checkEqual(
  target: Pick<Target, 'spec'>,
  equals: readonly Variant[],
): Promise<readonly LawFinding[]> {
  if (equals.length === 0) return [];
  const legs = [{ steps: 2 * STEPS }];
  const end = await follow(await onLandscape(target), start, legs, double);
  const findings: LawFinding[] = [];
  for (const other of equals)
    findings.push(
      finding(`equals ${other.name}`, end, await follow(await onLandscape(other), start, legs, double)),
    );
  return findings;
}

/** A target's optimizer, made for the landscape. */
const onLandscape = ({ spec }: Pick<Target, 'spec'>): Promise<Optimizer> =>
  loadOptimizer(spec, {
    from: process.cwd(),
    parameters: landscapeParameters,
    rates: new Float32Array(2 * STEPS).fill(LEARNING_RATE),
  });

/** Parts of the landscape whose mean it is: each row of it in one of them, with so much of its weight. */
export function microBatchesOf(problem: Problem, count: number): readonly Problem[] {
  const copies = Math.ceil(count / problem.offset.length);
  const rows = Array.from(
    { length: copies * problem.offset.length },
    (_, row) => row % problem.offset.length,
  );
  return Array.from({ length: count }, (_, part) => {
    const own = rows.filter((_row, index) => index % count === part);
    return {
      matrix: own.map((row) => problem.matrix[row]!),
      offset: own.map((row) => problem.offset[row]!),
      scale: (problem.scale * count) / copies,
    };
  });
}

/**
 * Tries an optimizer that accumulates gradients: k steps on parts of the landscape, whose mean it is, must end where
 * one step of the optimizer that it accumulates for ends on all of it; six times over, in 64 bit.
 *
 * @returns nothing for an optimizer that does not say that it accumulates
 */
export async function checkMicroBatches({
  accumulates,
  ...optimizer
}: Optimizer): Promise<readonly LawFinding[]> {
  if (accumulates === undefined) return [];
  const { steps, base } = accumulates;
  const rounds = STEPS / 2;
  const parts = microBatchesOf(plain, steps).map((problem): Leg => ({ problem, steps: 1 }));
  const legs = Array.from({ length: rounds }, () => parts).flat();
  const end = await follow(optimizer, start, legs, double);
  return [finding('micro-batches', end, await follow(base, start, [{ steps: rounds }], double))];
}

/** All that a target declares of itself beside its invariances: what it equals, what it accumulates. */
export const checkDeclared = async (target: Target, optimizer: Optimizer): Promise<readonly LawFinding[]> => [
  ...(await checkEqual(target, target.equals ?? [])),
  ...(await checkMicroBatches(optimizer)),
];
