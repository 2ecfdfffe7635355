import type { Random } from '../random/index.ts';
import type { Initializer, ParameterSpec } from './types.ts';

type Law<K extends Initializer['kind']> = (
  initializer: Extract<Initializer, { kind: K }>,
  shape: readonly number[],
  random: Random,
) => Float32Array;

const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

const laws: { readonly [K in Initializer['kind']]: Law<K> } = {
  zeros: (_, shape) => new Float32Array(size(shape)),
  ones: (_, shape) => new Float32Array(size(shape)).fill(1),
  constant: ({ values }) => Float32Array.from(values),
  normal: ({ standardDeviation }, shape, random) =>
    new Float32Array(size(shape)).map(() => standardDeviation * random.normal()),
  'truncated-normal': ({ standardDeviation }, shape, random) =>
    new Float32Array(size(shape)).map(() => standardDeviation * random.truncatedNormal()),
  uniform: ({ limit }, shape, random) =>
    new Float32Array(size(shape)).map(() => limit * (2 * random.uniform() - 1)),
  orthogonal: ({ gain }, shape, random) => orthogonal(shape, gain, random),
};

/**
 * Random the start of one parameter, row-major.
 *
 * A pure function of the parameter and the draws: the caller passes the `init` stream of the run's seed and draws the
 * parameters in the model's order.
 *
 * @throws RangeError where a `constant` has another number of values than the shape has places.
 * @example initialValue({ name: 'bias', shape: [2], initializer: { kind: 'ones' } }, random); // [1, 1]
 */
export function initialValue(parameter: ParameterSpec, random: Random): Float32Array {
  const { name, shape, initializer } = parameter;
  const law = laws[initializer.kind] as Law<Initializer['kind']>;
  const value = law(initializer, shape, random);
  if (value.length !== size(shape))
    throw new RangeError(
      `Cannot start parameter ${name}: expected ${size(shape)} values for shape [${shape}], got ${value.length}`,
    );
  return value;
}

/**
 * A matrix with orthonormal columns (or rows, where it is wide) times `gain`; all axes but the last are rows. The
 * columns of a Gaussian matrix are orthonormalized twice (Gram–Schmidt in double precision), which leaves the signs of
 * the triangular factor positive and so the result uniform (Haar).
 */
function orthogonal(shape: readonly number[], gain: number, random: Random): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = size(shape) / columns;
  const [long, short] = rows >= columns ? [rows, columns] : [columns, rows];
  const basis: Float64Array[] = [];
  for (let index = 0; index < short; index++) {
    const vector = new Float64Array(long).map(() => random.normal());
    for (const other of [...basis, ...basis]) subtract(vector, other, dot(vector, other));
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((entry) => entry / norm));
  }
  return new Float32Array(rows * columns).map((_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return gain * (rows >= columns ? basis[column]![row]! : basis[row]![column]!);
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}

function subtract(target: Float64Array, direction: Float64Array, length: number): void {
  for (let index = 0; index < target.length; index++) target[index]! -= length * direction[index]!;
}
