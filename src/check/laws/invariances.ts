import type { Engine } from '../../engines/types.ts';
import type { Invariance, Optimizer } from '../../optimizers/types.ts';
import type { LawFinding } from '../types.ts';
import { distance, follow, plain, single, start, type Problem } from './landscape.ts';

/** A changed problem, and where a point of the plain one lies in it. */
interface Change {
  readonly problem: Problem;
  readonly map: (z: readonly number[]) => number[];
}

type Matrix = readonly (readonly number[])[];

const times = (matrix: Matrix, z: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, entry, index) => sum + entry * z[index]!, 0));
const transposed = (matrix: Matrix): Matrix =>
  matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
const product = (a: Matrix, b: Matrix): Matrix => a.map((row) => times(transposed(b), row));

/** The rotation by an angle in the plane of two coordinates. */
const plane = (i: number, j: number, angle: number): Matrix =>
  start.map((_, row) =>
    start.map((_, column) => {
      if (row === column) return row === i || row === j ? Math.cos(angle) : 1;
      if (row === i && column === j) return -Math.sin(angle);
      return row === j && column === i ? Math.sin(angle) : 0;
    }),
  );

/** Every coordinate is mixed with every other, across the two parameters. */
const rotation = [plane(0, 2, 0.7), plane(1, 3, 0.5), plane(0, 1, 0.4), plane(2, 3, 0.9)].reduce(product);
/** Entries of each parameter change places; none leaves its parameter. */
const permutation: Matrix = [
  [0, 1, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 1],
  [0, 0, 1, 0],
];
const shift = [2, -1, 0.5, 1.5];

/** z' = Qz with an orthogonal Q: L'(z') = L(Qᵀz'). */
const linear = (q: Matrix): Change => ({
  problem: { ...plain, matrix: product(plain.matrix, transposed(q)) },
  map: (z) => times(q, z),
});

const changes: Readonly<Record<Invariance, Change>> = {
  'loss-scale': { problem: { ...plain, scale: 7 * plain.scale }, map: (z) => [...z] },
  rotation: linear(rotation),
  permutation: linear(permutation),
  translation: {
    problem: {
      ...plain,
      offset: plain.offset.map((value, row) => value + times(plain.matrix, shift)[row]!),
    },
    map: (z) => z.map((value, index) => value + shift[index]!),
  },
};

/**
 * Deviation that is allowed, per way from the start: a dozen steps of float32 rounding (6e-8 of values near 3), which
 * divisions by small roots amplify; what does not hold is off by more than 5e-3.
 */
const TOLERANCE = 1e-4;

/**
 * Tries invariances as laws: a dozen steps on a landscape, and on the landscape changed (its loss multiplied by 7, its
 * coordinates rotated or permuted, its origin moved), must end in corresponding points. Noise that the optimizer draws
 * is set to 0, for it is not rotated with the problem.
 *
 * @throws AssayError where the optimizer cannot be traced or run
 * @example await checkLaws(buildOptimizer({ kind: 'sgd' }), ['rotation'], engine) // [{ law: 'rotation', holds: true, … }]
 */
export async function checkLaws(
  optimizer: Optimizer,
  invariances: readonly Invariance[],
  engine: Engine,
): Promise<readonly LawFinding[]> {
  if (invariances.length === 0) return [];
  const end = await follow(optimizer, start, [{}], single(engine));
  const findings: LawFinding[] = [];
  for (const invariance of invariances) {
    const { problem, map } = changes[invariance];
    const changed = await follow(optimizer, map(start), [{ problem }], single(engine));
    const deviation = distance(changed, map(end)) / distance(end, start);
    // Not ≤ of the opposite: a deviation that is not a number does not hold.
    findings.push({ law: invariance, holds: deviation <= TOLERANCE, deviation, tolerance: TOLERANCE });
  }
  return findings;
}
