import type { Draws } from '../definition.ts';
import { denseMatrix } from './exact-trace.ts';
import { dot, signs } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';

/** How much one symmetric operator is a multiple of another. */
export interface Alignment {
  /** ⟨A, B⟩ / (‖A‖ ‖B‖) in the Frobenius sense, in [−1, 1]; 1 exactly where A = cB with c > 0. */
  readonly cosine: number;
  /** Jackknife over the probes; zero where the matrices were formed. */
  readonly standardError: number;
  /** The c that makes ‖A − cB‖ smallest: ⟨A, B⟩ / ‖B‖². */
  readonly slope: number;
}

/** Up to this dimension the matrices are formed: no more products than probes would take to be as good. */
const MOST_FORMED = 128;

interface Products {
  readonly cross: number;
  readonly first: number;
  readonly second: number;
}

/**
 * Cosine and slope of two operators: exactly where they are small, else by probes g = ±1 that both share,
 *
 *     ⟨A, B⟩ ≈ mean Ag·Bg,   ‖A‖² ≈ mean Ag·Ag,   ‖B‖² ≈ mean Bg·Bg.
 *
 * The three share their probes, so proportional operators give 1 whatever the probes are.
 */
export async function alignment(
  a: SymmetricOperator,
  b: SymmetricOperator,
  draws: Draws,
  probes: number,
): Promise<Alignment> {
  if (a.dimension <= MOST_FORMED) {
    const [rowsA, rowsB] = [await denseMatrix(a), await denseMatrix(b)];
    const sums = rowsA.map((row, i) => productsOf(row, rowsB[i]!));
    return { ...combine(sums), standardError: 0 };
  }
  const samples: Products[] = [];
  for (let k = 0; k < probes; k++) {
    const probe = signs(a.dimension, draws);
    samples.push(productsOf(await a.apply(probe), await b.apply(probe)));
  }
  const without = samples.map((_, k) => combine(samples.filter((_, other) => other !== k)).cosine);
  const mean = without.reduce((sum, value) => sum + value, 0) / probes;
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { ...combine(samples), standardError: Math.sqrt((squares * (probes - 1)) / probes) };
}

const productsOf = (x: Float64Array, y: Float64Array): Products => ({
  cross: dot(x, y),
  first: dot(x, x),
  second: dot(y, y),
});

function combine(samples: readonly Products[]): { cosine: number; slope: number } {
  const sum = (pick: (sample: Products) => number) =>
    samples.reduce((total, sample) => total + pick(sample), 0);
  const cross = sum((sample) => sample.cross);
  const second = sum((sample) => sample.second);
  return { cosine: cross / Math.sqrt(sum((sample) => sample.first) * second), slope: cross / second };
}
