import { sizeOf } from '../kernels/shape-rule.ts';
import type { matrixShapes } from '../kernels/shapes/matrix.ts';
import { broadcastMap, type DoubleRule } from './rule.ts';

/** Distances between rows and between columns of an operand, as the product sees it. */
const steps = (shape: readonly number[], transposed: boolean): readonly [number, number] =>
  transposed ? [1, shape.at(-1)!] : [shape.at(-1)!, 1];

/** Products of matrices; the axes in front of them broadcast one by one. */
const product: DoubleRule<'BatchMatMul'> = ({ inputs, attributes, outputs }) => {
  const { shape } = outputs[0];
  const [a, b] = [inputs.a.shape, inputs.b.shape];
  const [rows, columns] = shape.slice(-2) as [number, number];
  const transposeA = attributes.transposeA === true;
  const inner = a.at(transposeA ? -2 : -1)!;
  const [aRow, aColumn] = steps(a, transposeA);
  const [bRow, bColumn] = steps(b, attributes.transposeB === true);
  const batch = shape.slice(0, -2);
  const count = sizeOf(batch);
  const [ofA, ofB] = [broadcastMap(a.slice(0, -2), batch), broadcastMap(b.slice(0, -2), batch)];
  return ({ a: left, b: right }) => {
    const result = new Float64Array(count * rows * columns);
    for (let m = 0; m < count; m++) {
      const startA = (ofA?.[m] ?? m) * rows * inner;
      const startB = (ofB?.[m] ?? m) * inner * columns;
      for (let i = 0; i < rows; i++) {
        const row = (m * rows + i) * columns;
        for (let k = 0; k < inner; k++) {
          const factor = left[startA + i * aRow + k * aColumn]!;
          const from = startB + k * bRow;
          for (let j = 0; j < columns; j++) result[row + j]! += factor * right[from + j * bColumn]!;
        }
      }
    }
    return result;
  };
};

/** Products of matrices. */
export const matrixDouble: { readonly [K in keyof typeof matrixShapes]: DoubleRule<K> } = {
  BatchMatMul: product,
};
