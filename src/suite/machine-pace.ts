import { probeMs as referenceMs } from '../plan/costs/measured-rates.ts';

const SIZE = 96;
const REPETITIONS = 15;

/**
 * One number of the product: a function of its own, called so often that it is compiled for good within the first
 * repetitions.
 */
function dot(a: Float32Array, row: number, column: number): number {
  let sum = 0;
  for (let k = 0; k < SIZE; k++) sum += a[row * SIZE + k]! * a[k * SIZE + column]!;
  return sum;
}

/**
 * Milliseconds of a product of two 96 × 96 matrices in plain JavaScript: the least of fifteen, so that other load does
 * not count.
 */
export function probeMs(): number {
  const a = Float32Array.from({ length: SIZE * SIZE }, (_, index) => Math.sin(index));
  const product = new Float32Array(SIZE * SIZE);
  let least = Infinity;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const start = performance.now();
    for (let row = 0; row < SIZE; row++)
      for (let column = 0; column < SIZE; column++) product[row * SIZE + column] = dot(a, row, column);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

let found: number | undefined;

/**
 * How many times longer this machine takes than the one whose rates the model of costs has; probed once, some 20 ms.
 */
export const machinePace = (): number => (found ??= probeMs() / referenceMs);
