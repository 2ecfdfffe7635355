import { centred, mean } from '../descriptives.ts';
import type { Block } from '../blocks.ts';
import { roundingOf } from '../unit.ts';

/**
 * A weighted sum of the arms of every block whose weights add up to 0, such as a slope, as the difference of two
 * columns.
 */
export interface ContrastWithin {
  /** Their difference is the contrast; their sum tells of the noise of its arms. One number a block each. */
  readonly columns: readonly [Float64Array, Float64Array];
  /** What rounding may leave of a contrast. */
  readonly rounding: number;
}

/**
 * A contrast d = Σ wy of the arms of each block, and beside it a sum u of the same arms that tells of their noise as
 * the sum of two arms tells of that of their difference (`noiseOfArms`):
 *
 *     u = ρ Σ (|w| − mean|w|) y,   ρ² = Σw²/Σ(|w| − mean|w|)²,
 *
 * which leaves out what the arms of a block share, and has the variance of d where arms have one spread. Where all |w|
 * are equal, as of two arms, that sum is none: then u = Σ|w|y. Columns are (u ± d)/2.
 *
 * @param weightsOf weights of the arms of a block, with sum 0
 * @param rounding what rounding may leave of a value; default that of values as large as these
 */
export function contrastWithin(
  blocks: readonly Block[],
  weightsOf: (block: Block) => readonly number[],
  rounding = roundingOf(...blocks.map(({ values }) => values)),
): ContrastWithin {
  const centre = mean(blocks.flatMap(({ values }) => [...values]));
  const columns = [new Float64Array(blocks.length), new Float64Array(blocks.length)] as const;
  let heaviest = 0;
  blocks.forEach((block, at) => {
    const weights = weightsOf(block);
    const sums = sumWeights(weights);
    block.values.forEach((value, arm) => {
      columns[0][at]! += ((sums[arm]! + weights[arm]!) / 2) * (value - centre);
      columns[1][at]! += ((sums[arm]! - weights[arm]!) / 2) * (value - centre);
    });
    heaviest = Math.max(heaviest, total(weights.map(Math.abs)));
  });
  return { columns, rounding: rounding * heaviest };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const squares = (values: readonly number[]): number => total(values.map((value) => value * value));

/** The weights of the sum beside a contrast. */
function sumWeights(weights: readonly number[]): readonly number[] {
  const sizes = weights.map(Math.abs);
  const level = mean(sizes);
  const beside = sizes.map((size) => size - level);
  const [own, others] = [squares(weights), squares(beside)];
  // Sizes that differ by rounding alone are equal.
  return others <= 1e-12 * own ? sizes : beside.map((weight) => weight * Math.sqrt(own / others));
}

/** The weights of the slope of least squares, (x − x̄)/Σ(x − x̄)². */
export function slopeWeights(x: readonly number[]): readonly number[] {
  const distances = centred(x);
  const power = squares([...distances]);
  return Array.from(distances, (distance) => distance / power);
}

/**
 * The weights of what an arm lies off the line of least squares of its block: 1 for the arm, less 1/n and (xₐ − x̄)(x −
 * x̄)/Σ(x − x̄)² for each.
 */
export function residualWeights(x: readonly number[], arm: number): readonly number[] {
  const [centre, slopes] = [mean(x), slopeWeights(x)];
  return x.map((_, other) => Number(other === arm) - 1 / x.length - (x[arm]! - centre) * slopes[other]!);
}
